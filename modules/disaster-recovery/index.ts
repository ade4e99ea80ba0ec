// The second region: network, keys and topics for the data that is kept there; quotas to take over; how old the proofs are that recovery works.

export { HandedOver, Handover, type HandoverFact, type HandoverProps } from "./handover";
export { type AgedRestoreTests, RecoveryAges, type RecoveryAgesProps } from "./recovery-ages";
export {
  RECOVERY_APPLICATIONS,
  type RecoveryApplication,
  RecoveryRegion,
  type RecoveryRegionProps,
  type RecoveryRegionSettings,
  recoveryApplication,
  recoveryPlace,
} from "./recovery-region";
export { RegionQuotas, type RegionQuotasProps } from "./region-quotas";
