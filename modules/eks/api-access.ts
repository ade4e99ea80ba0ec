import { check } from "../foundation/checks";
import { cidrsOverlap, parseCidr } from "../foundation/cidr";

/** Blocks wider than a /8 are no allow-list but a large part of the internet. */
const WIDEST_PREFIX = 8;

/**
 * Checks who may reach the Kubernetes API from the internet: an explicit list of networks, never all of it.
 * @returns every problem at once, `[]` when there is none
 */
export function publicAccessProblems(publicAccess: "none" | readonly string[]): string[] {
  if (publicAccess === "none") return [];
  if (publicAccess.length === 0) {
    return ['publicAccess: must list the CIDRs that may connect, got []; list them or say "none"'];
  }
  return publicAccess.flatMap((cidr) => {
    const block = parseCidr(cidr);
    return [
      ...check(
        block !== undefined,
        "publicAccess",
        "must hold IPv4 blocks such as 198.51.100.0/24",
        cidr,
        "write each with the first address of the block and its prefix",
      ),
      ...check(
        block === undefined || block.prefix >= WIDEST_PREFIX,
        "publicAccess",
        "must not open the Kubernetes API to the internet",
        cidr,
        "list the networks of those who may connect",
      ),
    ];
  });
}

/** The IPv4 blocks that are not routed on the internet. @see https://www.rfc-editor.org/rfc/rfc1918 https://www.rfc-editor.org/rfc/rfc6598 */
const PRIVATE_BLOCKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];
const SECURITY_GROUP = /^sg-[0-9a-f]{8,17}$/;

/**
 * Checks who may reach the Kubernetes API from within: private networks or security groups, and somebody at all.
 * @returns every problem at once, `[]` when there is none
 */
export function privateAccessProblems(
  privateAccess: readonly string[],
  publicAccess: "none" | readonly string[],
): string[] {
  if (privateAccess.length === 0 && publicAccess === "none") {
    return [
      "privateAccess: must name who may reach the Kubernetes API where the internet may not, got []; " +
        "list the network of the pipeline and of the VPN",
    ];
  }
  return privateAccess.flatMap((peer) =>
    check(
      SECURITY_GROUP.test(peer) || isPrivate(peer),
      "privateAccess",
      "must hold private IPv4 blocks such as 10.200.0.0/24 or security group ids",
      peer,
      "list what a peering, transit gateway or VPN leads to",
    ),
  );
}

function isPrivate(cidr: string): boolean {
  const block = parseCidr(cidr);
  return (
    block !== undefined &&
    PRIVATE_BLOCKS.some((text) => {
      const wide = parseCidr(text);
      return wide !== undefined && wide.prefix <= block.prefix && cidrsOverlap(wide, block);
    })
  );
}
