// The second region: network, keys and topics for the data that is kept there.

export { RecoveryRegion, type RecoveryRegionProps, type RecoveryRegionSettings } from "./recovery-region";
