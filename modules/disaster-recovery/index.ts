// The second region: network, keys and topics for the data that is kept there.

export { HandedOver, Handover, type HandoverFact, type HandoverProps } from "./handover";
export {
  RECOVERY_APPLICATIONS,
  type RecoveryApplication,
  RecoveryRegion,
  type RecoveryRegionProps,
  type RecoveryRegionSettings,
  recoveryApplication,
  recoveryPlace,
} from "./recovery-region";
