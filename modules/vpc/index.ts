// The VPC: subnets, NAT gateways, endpoints, security groups, flow logs.

export { DataTierAcl, type DataTierAclProps } from "./data-tier-acl";
export { FlowLogs, type FlowLogsProps } from "./flow-logs";
export type { NatGatewayMetrics } from "./metrics";
export { Network, type NetworkProps } from "./network";
export {
  allowFrom,
  allowFromOutside,
  allowFromPrefixList,
  SecurityGroup,
  type SecurityGroupProps,
} from "./security-group";
export type { NetworkSettings } from "./settings";
export { LARGEST_VPC_PREFIX, SMALLEST_VPC_PREFIX, subnetCidr, tierCidr } from "./subnet-plan";
