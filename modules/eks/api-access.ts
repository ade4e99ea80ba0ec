import { parseCidr } from "../foundation/cidr";

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
    if (block === undefined) {
      return [
        `publicAccess: must hold IPv4 blocks such as 198.51.100.0/24, got ${JSON.stringify(cidr)}; correct the address or the prefix`,
      ];
    }
    return block.prefix >= WIDEST_PREFIX
      ? []
      : [
          `publicAccess: must not open the Kubernetes API to the internet, got ${JSON.stringify(cidr)}; ` +
            "list the networks of those who may connect",
        ];
  });
}
