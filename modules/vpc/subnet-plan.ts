import { Fn, Op, Token } from "cdktf";
import { isReference, problem } from "../foundation/checks";
import { cidrSize, formatCidr, parseCidr, subdivide } from "../foundation/cidr";
import type { Tier } from "../foundation/contracts";

/**
 * Part of the VPC that each tier has: half for pods, an eighth each for the public and the data tier, a sixteenth for the
 * control plane, whose subnets may be as small as a /28, and the rest stays free.
 * Running environments depend on it: a change here moves their subnets.
 */
const TIER_PARTS: Readonly<Record<Tier, { readonly newBits: number; readonly index: number }>> = {
  "private-app": { newBits: 1, index: 0 },
  public: { newBits: 3, index: 4 },
  "private-data": { newBits: 3, index: 5 },
  "control-plane": { newBits: 4, index: 12 },
};

/** Each tier has eight places, one per zone letter, so a zone that comes or goes never moves another zone's subnet. */
const ZONE_BITS = 3;
const ZONE_LETTERS = "abcdefgh";

/** CIDR of all subnets of a tier, in whatever zones: `10.0.0.0/17` for the pods of 10.0.0.0/16. */
export function tierCidr(vpcCidr: string, tier: Tier): string {
  const { newBits, index } = TIER_PARTS[tier];
  return partOf(vpcCidr, newBits, index);
}

/**
 * CIDR of the subnet of a tier in a zone, by the zone's letter: `10.0.16.0/20` for pods in us-east-1b of 10.0.0.0/16.
 * @throws RangeError for a malformed CIDR, a VPC that is too small, or a zone whose name does not end in a-h
 */
export function subnetCidr(vpcCidr: string, tier: Tier, zone: string): string {
  const place = ZONE_LETTERS.indexOf(zone.slice(-1));
  if (place < 0) {
    throw new RangeError(problem("zones", "must end in a letter from a to h", zone, "name a zone such as us-east-1a"));
  }
  const { newBits, index } = TIER_PARTS[tier];
  return partOf(vpcCidr, newBits + ZONE_BITS, index * 2 ** ZONE_BITS + place);
}

/** Addresses of each subnet of a tier, those that AWS reserves included. */
export function subnetSize(vpcCidr: string, tier: Tier): number {
  const bits = TIER_PARTS[tier].newBits + ZONE_BITS;
  if (!isReference(vpcCidr)) return cidrSize(parse(vpcCidr)) / 2 ** bits;
  const vpcPrefix = Fn.element(Fn.split("/", vpcCidr), 1);
  return Token.asNumber(Fn.pow(2, Token.asNumber(Op.sub(32 - bits, vpcPrefix))));
}

/** One of the equal parts of a block; Terraform cuts a block that it alone knows. */
function partOf(cidr: string, newBits: number, index: number): string {
  return isReference(cidr) ? Fn.cidrsubnet(cidr, newBits, index) : formatCidr(subdivide(parse(cidr), newBits, index));
}

function parse(cidr: string) {
  const block = parseCidr(cidr);
  if (block !== undefined) return block;
  throw new RangeError(
    problem("cidr", "must be an IPv4 block such as 10.0.0.0/16", cidr, "correct the address or the prefix"),
  );
}
