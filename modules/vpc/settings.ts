import { check, isReference, type Rule } from "../foundation/checks";
import { type CidrBlock, cidrsOverlap, parseCidr } from "../foundation/cidr";
import { block, matching } from "../foundation/conditions";
import { ZONE } from "../foundation/formats";
import { either, group, list, type SettingsOf, settingsProblems, text, word } from "../foundation/schema";

/** Prefix of the largest VPC that AWS allows. @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const MIN_VPC_PREFIX = 16;

/**
 * Prefix of the smallest VPC that has room for the tiers: its public subnets are then /27, the minimum of a load balancer.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
 */
export const MAX_VPC_PREFIX = 21;

/** Blocks that no host can have an address of. @see https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml */
const UNUSABLE_CIDRS = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"];
const UNUSABLE = UNUSABLE_CIDRS.map(parseCidr).filter((block): block is CidrBlock => block !== undefined);

/** Rule of the block of a VPC. @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const VPC_CIDR: Rule<string> = {
  must: `be an IPv4 block of /${MIN_VPC_PREFIX} to /${MAX_VPC_PREFIX} such as 10.0.0.0/16, of addresses that hosts can have`,
  holds: (cidr) => {
    const block = parseCidr(cidr);
    if (block === undefined || UNUSABLE.some((unusable) => cidrsOverlap(block, unusable))) return false;
    return block.prefix >= MIN_VPC_PREFIX && block.prefix <= MAX_VPC_PREFIX;
  },
  condition: block(MIN_VPC_PREFIX, MAX_VPC_PREFIX, UNUSABLE_CIDRS),
  remedy: "AWS has no larger VPC, and a smaller one has no room for the load balancer's subnets",
};

const VPC_ID_FORM = /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/;

/** Rule of the VPC of a network. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html */
const VPC_ID: Rule<string> = {
  must: 'be "created", or the id of a VPC such as vpc-0a1b2c3d4e5f60718',
  holds: (id) => VPC_ID_FORM.test(id),
  condition: matching(VPC_ID_FORM),
  remedy: "take the id from aws ec2 describe-vpcs",
};

/** Zones of a network: as many as its tiers have room for. */
export const networkZones = list(text(ZONE), {
  least: 2,
  most: 8,
  each: "zone",
  remedy: "a single zone's loss ends the service",
});

/**
 * AWS services that the platform can reach by an interface endpoint, by the last part of the endpoint's name.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
const INTERFACE_ENDPOINT_SERVICES = [
  "autoscaling",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "kms",
  "logs",
  "monitoring",
  "secretsmanager",
  "sqs",
  "ssm",
  "sts",
  "xray",
] as const;

/** AWS service that the platform can reach by an interface endpoint. */
export type InterfaceEndpointService = (typeof INTERFACE_ENDPOINT_SERVICES)[number];

/** Schema of the VPC of an environment. */
export const networkSettings = group({
  /**
   * `created`: the VPC is made. Or the id of one that the account has: it must have the block `cidr`, with nothing else in it, DNS
   * host names, and an internet gateway, and stays as it is. One that another account shares lets no subnets be made. Never changes.
   */
  vpc: either(["created"], text(VPC_ID)),
  /** IPv4 block of the VPC, /16 to /21, disjoint from those of all other environments and recovery regions. */
  cidr: text(VPC_CIDR),
  /** Availability zones of the region, at least two. A zone's subnets keep their place whatever other zones come or go. */
  zones: networkZones,
  /**
   * `one` shares a NAT gateway (in the first zone) and is lost with that zone; `one-per-zone` survives it and costs one each.
   * `none` costs none: each node has a public address of its own, which answers only what it asked for, since no security
   * group lets anyone in from outside. Addresses change with the nodes, so no partner can let them in by address.
   */
  natGateways: word(["none", "one", "one-per-zone"]),
  /** AWS services reached through PrivateLink instead of the NAT gateways. Each costs money per zone and hour. */
  interfaceEndpoints: list(word(INTERFACE_ENDPOINT_SERVICES), {
    least: 0,
    most: INTERFACE_ENDPOINT_SERVICES.length,
    each: "service",
    remedy: "remove some",
  }),
});

/** VPC of an environment. */
export interface NetworkSettings extends SettingsOf<typeof networkSettings> {}

/** Where a network is: its block and its zones. */
const placement = group({ cidr: text(VPC_CIDR), zones: networkZones });

/**
 * Checks the block and the zones of a network, and that these are in its region.
 * @returns every problem at once, `[]` when there is none
 */
export function networkProblems(
  where: string,
  region: string,
  { cidr, zones }: Pick<NetworkSettings, "cidr" | "zones">,
): string[] {
  const problems = settingsProblems(where, placement, { cidr, zones });
  return problems.length > 0 ? problems : zoneProblems(`${where}.zones`, region, zones);
}

/** Checks that zones are those of a region. */
export function zoneProblems(where: string, region: string, zones: readonly string[]): string[] {
  if (isReference(region)) return [];
  return zones.flatMap((zone) =>
    check(
      zone.slice(0, -1) === region,
      where,
      `must be zones ${region}a to ${region}h`,
      zone,
      "name a zone of the region",
    ),
  );
}
