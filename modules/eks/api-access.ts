import { check, isReference } from "../foundation/checks";
import { type CidrBlock, cidrsOverlap, parseCidr } from "../foundation/cidr";
import { block } from "../foundation/conditions";

// Who may reach the Kubernetes API, from the internet and from within.

/** Blocks wider than a /8 are no allow-list but a large part of the internet. */
const WIDEST_PREFIX = 8;

const parsed = (blocks: readonly string[]) =>
  blocks.map(parseCidr).filter((block): block is CidrBlock => block !== undefined);

/** The IPv4 blocks that are not routed on the internet. @see https://www.rfc-editor.org/rfc/rfc1918 https://www.rfc-editor.org/rfc/rfc6598 */
const PRIVATE_CIDRS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];
const PRIVATE_BLOCKS = parsed(PRIVATE_CIDRS);

/** Blocks of which no one on the internet has an address. @see https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml */
const UNUSABLE_CIDRS = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"];
const UNUSABLE_BLOCKS = parsed(UNUSABLE_CIDRS);

const SECURITY_GROUP = /^sg-[0-9a-f]{8,17}$/;

/**
 * Tells whether a text is a block of the internet, and not all of it. EKS refuses reserved and private addresses.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html
 */
export function isPublicBlock(cidr: string): boolean {
  const block = parseCidr(cidr);
  if (block === undefined || block.prefix < WIDEST_PREFIX) return false;
  return ![...PRIVATE_BLOCKS, ...UNUSABLE_BLOCKS].some((other) => cidrsOverlap(other, block));
}

/** `isPublicBlock` in Terraform's language. */
export const PUBLIC_BLOCK_CONDITION = block(WIDEST_PREFIX, 32, [...PRIVATE_CIDRS, ...UNUSABLE_CIDRS]);

/** Tells whether a text is a private block or the id of a security group. */
export function isPrivatePeer(peer: string): boolean {
  const block = parseCidr(peer);
  if (block === undefined) return SECURITY_GROUP.test(peer);
  return PRIVATE_BLOCKS.some((wide) => wide.prefix <= block.prefix && cidrsOverlap(wide, block));
}

/** Checks that somebody may reach the Kubernetes API at all. @returns every problem at once, `[]` when there is none */
export function apiAccessProblems(
  privateAccess: readonly string[],
  publicAccess: "none" | readonly string[],
): string[] {
  return check(
    isReference(publicAccess) || publicAccess !== "none" || privateAccess.length > 0,
    "privateAccess",
    "must name who may reach the Kubernetes API where the internet may not",
    privateAccess,
    "list the network of the pipeline and of the VPN",
  );
}
