import { isObject } from "../../json";
import {
  all,
  any,
  arn,
  arnOf,
  arns,
  both,
  each,
  ifGiven,
  on,
  passRole,
  type Rule,
  serviceTable,
  type Target,
} from "../table";

const named = (type: string, field: string) => arn(`${type}/{${field}}`);
// What is new, or known to EC2 alone, has no id in the request.
const some = (type: string): Target => arn(`${type}/*`);
const vpc = named("vpc", "VpcId");
const subnet = named("subnet", "SubnetId");
const routeTable = named("route-table", "RouteTableId");
const networkAcl = named("network-acl", "NetworkAclId");
const securityGroup = named("security-group", "GroupId");
const internetGateway = named("internet-gateway", "InternetGatewayId");
const launchTemplate = named("launch-template", "LaunchTemplateId");

/**
 * What is made with tags takes the right to make tags too.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
const tagsOnCreate: Rule = (call) =>
  call.items("TagSpecification").flatMap((specification) => {
    const type = isObject(specification) ? String(specification.ResourceType) : "";
    const context = { "ec2:createaction": call.operation };
    return [{ action: "ec2:CreateTags", resource: arnOf(call, `${type}/*`), context }];
  });
const makes = (type: string, ...others: readonly Target[]) => all(on(both(some(type), ...others)), tagsOnCreate);

/** What a resource's id begins with, and its type in ARNs. */
const TYPES: Readonly<Record<string, string>> = {
  acl: "network-acl",
  eipalloc: "elastic-ip",
  fl: "vpc-flow-log",
  igw: "internet-gateway",
  lt: "launch-template",
  nat: "natgateway",
  rtb: "route-table",
  sg: "security-group",
  sgr: "security-group-rule",
  subnet: "subnet",
  vpc: "vpc",
  vpce: "vpc-endpoint",
};
const tagged: Target = (call) =>
  call.texts("ResourceId").map((id) => arnOf(call, `${TYPES[id.slice(0, id.lastIndexOf("-"))] ?? "*"}/${id}`));

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
export const ec2 = serviceTable(
  { name: "ec2" },
  {
    CreateVpc: makes("vpc"),
    CreateSubnet: makes("subnet", vpc),
    CreateRouteTable: makes("route-table", vpc),
    CreateNetworkAcl: makes("network-acl", vpc),
    CreateSecurityGroup: makes("security-group", ifGiven("VpcId", vpc)),
    CreateInternetGateway: makes("internet-gateway"),
    AllocateAddress: makes("elastic-ip"),
    CreateNatGateway: makes("natgateway", subnet, ifGiven("AllocationId", named("elastic-ip", "AllocationId"))),
    CreateLaunchTemplate: makes("launch-template"),
    CreateVpcEndpoint: makes(
      "vpc-endpoint",
      vpc,
      arns("route-table/{}", "RouteTableId"),
      arns("security-group/{}", "SecurityGroupId"),
      arns("subnet/{}", "SubnetId"),
    ),
    CreateFlowLogs: all(makes("vpc-flow-log", arns("vpc/{}", "ResourceId")), (call) =>
      passRole("vpc-flow-logs.amazonaws.com", call.text("DeliverLogsPermissionArn")),
    ),
    ...each(on(vpc), "DeleteVpc", "DescribeVpcAttribute", "ModifyVpcAttribute"),
    ...each(on(subnet), "DeleteSubnet", "ModifySubnetAttribute"),
    ...each(on(routeTable), "CreateRoute", "DeleteRoute", "DeleteRouteTable", "ReplaceRoute"),
    AssociateRouteTable: on(both(routeTable, ifGiven("SubnetId", subnet))),
    DisassociateRouteTable: on(both(some("route-table"), some("subnet"))),
    ReplaceRouteTableAssociation: on(both(routeTable, some("subnet"))),
    ...each(
      on(networkAcl),
      "CreateNetworkAclEntry",
      "DeleteNetworkAcl",
      "DeleteNetworkAclEntry",
      "ReplaceNetworkAclEntry",
    ),
    ReplaceNetworkAclAssociation: on(both(networkAcl, some("subnet"))),
    ...each(all(on(securityGroup), tagsOnCreate), "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress"),
    ...each(
      on(securityGroup),
      "DeleteSecurityGroup",
      "ModifySecurityGroupRules",
      "RevokeSecurityGroupEgress",
      "RevokeSecurityGroupIngress",
    ),
    ...each(on(both(internetGateway, vpc)), "AttachInternetGateway", "DetachInternetGateway"),
    DeleteInternetGateway: on(internetGateway),
    ReleaseAddress: on(named("elastic-ip", "AllocationId")),
    // By the association, of which the address is not told.
    DisassociateAddress: on(some("elastic-ip")),
    DeleteNatGateway: on(named("natgateway", "NatGatewayId")),
    ...each(on(launchTemplate), "CreateLaunchTemplateVersion", "DeleteLaunchTemplate", "ModifyLaunchTemplate"),
    ModifyVpcEndpoint: on(named("vpc-endpoint", "VpcEndpointId")),
    DeleteVpcEndpoints: on(arns("vpc-endpoint/{}", "VpcEndpointId")),
    DeleteFlowLogs: on(arns("vpc-flow-log/{}", "FlowLogId")),
    // AWS's own lists are shared with all accounts.
    GetManagedPrefixListEntries: on(arn("prefix-list/{PrefixListId}", { account: "aws" })),
    ...each(on(tagged), "CreateTags", "DeleteTags"),
    ...each(
      on(any),
      "DescribeAccountAttributes",
      "DescribeAddresses",
      "DescribeAddressesAttribute",
      "DescribeAvailabilityZones",
      "DescribeFlowLogs",
      "DescribeImages",
      "DescribeInstances",
      "DescribeInstanceTypes",
      "DescribeInternetGateways",
      "DescribeLaunchTemplates",
      "DescribeLaunchTemplateVersions",
      "DescribeManagedPrefixLists",
      "DescribeNatGateways",
      "DescribeNetworkAcls",
      "DescribeNetworkInterfaces",
      "DescribePrefixLists",
      "DescribeRegions",
      "DescribeRouteTables",
      "DescribeSecurityGroupRules",
      "DescribeSecurityGroups",
      "DescribeSubnets",
      "DescribeTags",
      "DescribeVolumes",
      "DescribeVpcEndpoints",
      "DescribeVpcEndpointServices",
      "DescribeVpcs",
      "DisableEbsEncryptionByDefault",
      "DisableSnapshotBlockPublicAccess",
      "EnableEbsEncryptionByDefault",
      "EnableSnapshotBlockPublicAccess",
      "GetEbsDefaultKmsKeyId",
      "GetEbsEncryptionByDefault",
      "GetSnapshotBlockPublicAccessState",
      "ModifyEbsDefaultKmsKeyId",
      "ResetEbsDefaultKmsKeyId",
    ),
  },
);
