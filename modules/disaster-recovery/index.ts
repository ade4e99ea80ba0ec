// The second region: network, keys and topics for the data that is kept there.

export {
  RecoveryRegion,
  type RecoveryRegionProps,
  type RecoveryRegionSettings,
  recoveryPlace,
} from "./recovery-region";
