// The VPC: subnets, NAT gateways, endpoints, security groups, flow logs.

export { ApplicationNetwork, type ApplicationNetworkProps } from "./application-network";
export { DataNetwork } from "./data-tier";
export { FlowLogs, type FlowLogsProps } from "./flow-logs";
export type { NatGatewayMetrics } from "./metrics";
export { Network, type NetworkProps } from "./network";
export {
  allowFrom,
  allowFromOutside,
  allowFromPrefixList,
  ForeignSecurityGroup,
  SecurityGroup,
  type SecurityGroupProps,
} from "./security-groups";
export {
  type NetworkSettings,
  networkProblems,
  networkSettings,
  networkZones,
  VPC_CIDR,
  zoneProblems,
} from "./settings";
export { subnetCidr, tierCidr } from "./subnet-plan";
