import { check, isReference, unique } from "../foundation/checks";
import { parseCidr } from "../foundation/cidr";

/** VPC of an environment. */
export interface NetworkSettings {
  /** IPv4 block of the VPC, /16 to /21, disjoint from those of all other environments and recovery regions. */
  readonly cidr: string;
  /** Availability zones of the region, at least two. A zone's subnets keep their place whatever other zones come or go. */
  readonly zones: readonly string[];
  /** `one` shares a NAT gateway (in the first zone) and is lost with that zone; `one-per-zone` survives it and costs one each. */
  readonly natGateways: "one" | "one-per-zone";
  /** AWS services reached through PrivateLink instead of the NAT gateways. Each costs money per zone and hour. */
  readonly interfaceEndpoints: readonly InterfaceEndpointService[];
}

/**
 * AWS services that the platform can reach by an interface endpoint, by the last part of the endpoint's name.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export type InterfaceEndpointService =
  | "autoscaling"
  | "ec2"
  | "ecr.api"
  | "ecr.dkr"
  | "eks"
  | "eks-auth"
  | "elasticloadbalancing"
  | "kms"
  | "logs"
  | "monitoring"
  | "secretsmanager"
  | "sqs"
  | "ssm"
  | "sts"
  | "xray";

/** Prefix of the largest VPC that AWS allows. @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const MIN_VPC_PREFIX = 16;

/**
 * Prefix of the smallest VPC that has room for the tiers: its public subnets are then /27, the minimum of a load balancer.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
 */
export const MAX_VPC_PREFIX = 21;

/**
 * Checks the block and the zones of a network.
 * @returns every problem at once, `[]` when there is none
 */
export function networkProblems(
  where: string,
  region: string,
  { cidr, zones }: Pick<NetworkSettings, "cidr" | "zones">,
): string[] {
  return [...cidrProblems(`${where}.cidr`, cidr), ...zoneProblems(`${where}.zones`, region, zones)];
}

function cidrProblems(where: string, cidr: string): string[] {
  const block = parseCidr(cidr);
  if (block === undefined) {
    const rule = "must be an IPv4 block such as 10.0.0.0/16";
    return check(false, where, rule, cidr, "correct the address or the prefix");
  }
  return check(
    block.prefix >= MIN_VPC_PREFIX && block.prefix <= MAX_VPC_PREFIX,
    where,
    `must have a prefix from /${MIN_VPC_PREFIX} to /${MAX_VPC_PREFIX}`,
    cidr,
    block.prefix > MAX_VPC_PREFIX
      ? "a smaller block has no room for the load balancer's subnets"
      : "AWS has no larger VPC",
  );
}

/** Checks a list of zones: two or more of the region, each once. */
export function zoneProblems(where: string, region: string, zones: readonly string[]): string[] {
  const inRegion = (zone: string) => zone.startsWith(region) && /^[a-h]$/.test(zone.slice(region.length));
  return [
    ...check(
      new Set(zones).size >= 2,
      where,
      "must name at least two zones",
      zones,
      "a single zone's loss ends the service",
    ),
    ...unique(where, zones, "zone"),
    ...zones.flatMap((zone) =>
      check(
        isReference(region) || inRegion(zone),
        where,
        `must be zones ${region}a to ${region}h`,
        zone,
        "name a zone of the region",
      ),
    ),
  ];
}
