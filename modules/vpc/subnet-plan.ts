import { type CidrBlock, cidrSize, formatCidr, parseCidr, subdivide } from "../foundation/cidr";
import type { Tier } from "../foundation/contracts";

/** Largest VPC that AWS allows. @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const LARGEST_VPC_PREFIX = 16;

/**
 * Smallest VPC that this plan can cut: its public subnets are then /27, the least that a load balancer takes.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
 */
export const SMALLEST_VPC_PREFIX = 21;

/**
 * Which part of the VPC each tier has: half for pods, an eighth each for the others, and the last quarter stays free.
 * Part of the addresses of running environments: a change here moves their subnets.
 */
const TIER_PARTS: Readonly<Record<Tier, { readonly newBits: number; readonly index: number }>> = {
  "private-app": { newBits: 1, index: 0 },
  public: { newBits: 3, index: 4 },
  "private-data": { newBits: 3, index: 5 },
};

/** Each tier has eight places, one per zone letter, so a zone that comes or goes never moves another zone's subnet. */
const ZONE_BITS = 3;
const ZONE_LETTERS = "abcdefgh";

/** The CIDR that holds all subnets of a tier, whatever zones there are: `10.0.0.0/17` for the pods of 10.0.0.0/16. */
export function tierCidr(vpcCidr: string, tier: Tier): string {
  return formatCidr(tierBlock(vpcCidr, tier));
}

/**
 * The CIDR of the subnet of a tier in a zone, by the zone's letter: `10.0.16.0/20` for pods in us-east-1b of 10.0.0.0/16.
 * @throws RangeError for a malformed CIDR, a VPC that is too small, or a zone whose name does not end in a-h
 */
export function subnetCidr(vpcCidr: string, tier: Tier, zone: string): string {
  const place = ZONE_LETTERS.indexOf(zone.slice(-1));
  if (place < 0) throw new RangeError(`zone "${zone}" does not end in a letter from a to h`);
  return formatCidr(subdivide(tierBlock(vpcCidr, tier), ZONE_BITS, place));
}

/** How many addresses each subnet of a tier has, with those that AWS reserves. */
export function subnetSize(vpcCidr: string, tier: Tier): number {
  return cidrSize(tierBlock(vpcCidr, tier)) / 2 ** ZONE_BITS;
}

function tierBlock(vpcCidr: string, tier: Tier): CidrBlock {
  const vpc = parseCidr(vpcCidr);
  if (!vpc) throw new RangeError(`"${vpcCidr}" is not a CIDR block`);
  const { newBits, index } = TIER_PARTS[tier];
  return subdivide(vpc, newBits, index);
}
