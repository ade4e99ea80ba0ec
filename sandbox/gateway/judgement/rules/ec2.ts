import { isObject, type JsonObject, objectsAt, stringAt } from "../../json";
import { elementAt, elementsAt, textAt } from "../../xml";
import { describeEc2, numbered, type Rule, type Rules, refuse, type Scene } from "../rule";
import { networkUsers } from "./network-users";
import { subnetsOf } from "./subnets";

/** Rules of one direction in a security group. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
const MAX_RULES = 60;

/** Tags of one resource. */
const MAX_TAGS = 50;

/**
 * What a prefix list of AWS weighs in a security group, by the end of its name; its entries count for lists of one's own.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
const WEIGHTS: readonly (readonly [ending: string, weight: number])[] = [
  ["cloudfront.origin-facing", 55],
  ["route53-healthchecks", 25],
  ["dynamodb", 1],
  ["s3", 1],
];

/** EC2: quotas, and what cannot be deleted while something else needs it. */
export const ec2Rules: Rules = {
  AllocateAddress: async (_parameters, scene) => {
    const addresses = await describeEc2(scene, "DescribeAddresses", "addressesSet");
    if (addresses.length < scene.owner.elasticIps) return;
    refuse("AddressLimitExceeded", "The maximum number of addresses has been reached.");
  },
  CreateVpc: async (parameters, scene) => {
    const vpcs = await describeEc2(scene, "DescribeVpcs", "vpcSet");
    if (vpcs.length >= scene.owner.vpcs) {
      refuse("VpcLimitExceeded", "The maximum number of VPCs has been reached.");
    }
    requireFewTags(parameters);
  },
  CreateTags: requireFewTags,
  CreateNatGateway: async (parameters, scene) => {
    const [asked] = await subnetsOf([stringAt(parameters, "SubnetId") ?? ""], scene);
    const gateways = await describeEc2(scene, "DescribeNatGateways", "natGatewaySet");
    const living = gateways.filter((gateway) => textAt(gateway, "state") !== "deleted");
    const others = await subnetsOf([...new Set(living.flatMap((gateway) => textAt(gateway, "subnetId") ?? []))], scene);
    const zoneOf = new Map(others.map(({ id, zone }) => [id, zone]));
    const inZone = living.filter((gateway) => zoneOf.get(textAt(gateway, "subnetId") ?? "") === asked?.zone);
    if (inZone.length < scene.owner.natGatewaysPerZone) return;
    refuse(
      "NatGatewayLimitExceeded",
      `The maximum number of NAT Gateways in the zone ${asked?.zone} has been reached.`,
    );
  },
  AuthorizeSecurityGroupIngress: respectsRuleLimit("false"),
  AuthorizeSecurityGroupEgress: respectsRuleLimit("true"),

  /** Moto takes smaller ones. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html */
  CreateSubnet: (parameters) => {
    const block = stringAt(parameters, "CidrBlock") ?? "";
    const size = Number(block.split("/")[1]);
    if (size < 16 || size > 28) refuse("InvalidSubnet.Range", `The CIDR '${block}' is invalid.`);
  },

  DeleteSecurityGroup: async (parameters, scene) => {
    const id = stringAt(parameters, "GroupId") ?? "";
    const referring = await describeEc2(scene, "DescribeSecurityGroups", "securityGroupInfo");
    const isReferred = referring.some(
      (group) =>
        textAt(group, "groupId") !== id &&
        ["ipPermissions", "ipPermissionsEgress"]
          .flatMap((direction) => elementsAt(elementAt(group, direction), "item"))
          .flatMap((permission) => elementsAt(elementAt(permission, "groups"), "item"))
          .some((peer) => textAt(peer, "groupId") === id),
    );
    const users = await networkUsers(scene);
    if (!isReferred && !users.some(({ securityGroups }) => securityGroups.includes(id))) return;
    // @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
    refuse("DependencyViolation", `resource ${id} has a dependent object`);
  },

  DeleteSubnet: async (parameters, scene) => {
    const id = stringAt(parameters, "SubnetId") ?? "";
    const users = await networkUsers(scene);
    if (!users.some(({ subnets }) => subnets.includes(id))) return;
    refuse("DependencyViolation", `The subnet '${id}' has dependencies and cannot be deleted.`);
  },

  /** Moto looks for subnets and route tables. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html */
  DeleteVpc: async (parameters, scene) => {
    const id = stringAt(parameters, "VpcId") ?? "";
    const inVpc = (name: string) => ({ "Filter.1.Name": name, "Filter.1.Value.1": id });
    const gateways = await describeEc2(
      scene,
      "DescribeInternetGateways",
      "internetGatewaySet",
      inVpc("attachment.vpc-id"),
    );
    const groups = await describeEc2(scene, "DescribeSecurityGroups", "securityGroupInfo", inVpc("vpc-id"));
    const own = groups.filter((group) => textAt(group, "groupName") !== "default");
    if (gateways.length + own.length === 0) return;
    refuse("DependencyViolation", `The vpc '${id}' has dependencies and cannot be deleted.`);
  },

  /** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html */
  DetachInternetGateway: async (parameters, scene) => {
    const vpc = stringAt(parameters, "VpcId") ?? "";
    const users = (await networkUsers(scene)).filter(({ isPublic }) => isPublic);
    const subnets = await subnetsOf([...new Set(users.flatMap((user) => user.subnets))], scene);
    if (!subnets.some((subnet) => subnet.vpc === vpc)) return;
    refuse(
      "DependencyViolation",
      `Network ${vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    );
  },
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
function requireFewTags(parameters: JsonObject): void {
  const specified = objectsAt(parameters, "TagSpecifications").flatMap((one) => objectsAt(one, "Tags"));
  if (objectsAt(parameters, "Tags").length + specified.length <= MAX_TAGS) return;
  refuse("TagLimitExceeded", `The maximum number of tags (${MAX_TAGS}) for this resource has been reached.`);
}

/** Moto counts addresses and groups, not prefix lists, which weigh as much as their entries. */
function respectsRuleLimit(isEgress: "true" | "false"): Rule {
  return async (parameters, scene) => {
    const id = stringAt(parameters, "GroupId") ?? "";
    const filter = { "Filter.1.Name": "group-id", "Filter.1.Value.1": id };
    const rules = await describeEc2(scene, "DescribeSecurityGroupRules", "securityGroupRuleSet", filter);
    const there = rules.filter((rule) => textAt(rule, "isEgress") === isEgress);
    const listsThere = there.flatMap((rule) => textAt(rule, "prefixListId") ?? []);
    const asked = objectsAt(parameters, "IpPermissions");
    const listsAsked = asked.flatMap((permission) => peersOf(permission, "PrefixListIds"));
    const peersAsked = asked.flatMap((permission) =>
      ["IpRanges", "Ipv6Ranges", "UserIdGroupPairs"].flatMap((kind) => peersOf(permission, kind)),
    );
    const lists = [...listsThere, ...listsAsked.map((list) => stringAt(list, "PrefixListId") ?? "")];
    const weight = lists.length === 0 ? 0 : await weightOf(lists, scene);
    if (there.length - listsThere.length + peersAsked.length + weight <= MAX_RULES) return;
    refuse("RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached.");
  };
}

function peersOf(permission: JsonObject, kind: string): JsonObject[] {
  return objectsAt(permission, kind).filter(isObject);
}

async function weightOf(lists: readonly string[], scene: Scene): Promise<number> {
  const described = await describeEc2(
    scene,
    "DescribeManagedPrefixLists",
    "prefixListSet",
    numbered("PrefixListId", [...new Set(lists)]),
  );
  const weights = new Map(
    described.map((list) => {
      const name = textAt(list, "prefixListName") ?? "";
      const ofAws = WEIGHTS.find(([ending]) => name.endsWith(ending))?.[1];
      return [textAt(list, "prefixListId") ?? "", ofAws ?? Number(textAt(list, "maxEntries") ?? 1)] as const;
    }),
  );
  return lists.reduce((sum, list) => sum + (weights.get(list) ?? 1), 0);
}
