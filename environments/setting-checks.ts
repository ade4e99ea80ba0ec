import { check, problem } from "../modules/foundation/checks";
import { cidrsOverlap, parseCidr } from "../modules/foundation/cidr";
import { DEFAULT_REGIONS } from "../modules/foundation/regions";
import { type Environment, secondRegionOf } from "./environment";

/** A network of an environment or of its recovery region, with the name that messages give it. */
export interface Network {
  readonly where: string;
  readonly region: string;
  readonly cidr: string;
  readonly zones: readonly string[];
}

/** Whatever serves learners or holds images is where an account may be without opting into a region. @param purpose what it is for */
export function defaultRegionProblems(where: string, region: string, purpose = ""): string[] {
  return check(
    DEFAULT_REGIONS.includes(region),
    where,
    `must be a region that every account has from the start${purpose}`,
    region,
    `choose one of ${DEFAULT_REGIONS.join(", ")}`,
  );
}

/** CloudFront takes a key once. */
export function sameKeyProblems({ name, distribution }: Environment): string[] {
  return pairs(Object.entries(distribution.mediaSigningKeys))
    .filter(([[, one], [, other]]) => one.trim() === other.trim())
    .map(([[first], [second]]) =>
      problem(
        `${name}.distribution.mediaSigningKeys.${second}`,
        `must be another key than ${first}`,
        "the same",
        "make a new pair; CloudFront takes each once",
      ),
    );
}

/** Whoever may reach the Kubernetes API from the whole of the VPC is every pod and node in it. */
export function ownNetworkProblems(environment: Environment): string[] {
  return networksOf(environment).flatMap(({ where, cidr }) => {
    const own = parseCidr(cidr);
    return environment.cluster.privateAccess
      .filter((peer) => {
        const block = parseCidr(peer);
        return own !== undefined && block !== undefined && block.prefix <= own.prefix && cidrsOverlap(own, block);
      })
      .map((peer) =>
        problem(
          `${environment.name}.cluster.privateAccess`,
          `must not hold all of ${where}.cidr ${cidr}`,
          peer,
          "name the network at the other end, or the part of this one that people and pipelines are in",
        ),
      );
  });
}

/** The networks of an environment: its own, and that of its recovery region. */
export function networksOf(environment: Environment): Network[] {
  const { name, region, network } = environment;
  const recovery = secondRegionOf(environment);
  const own = { where: `${name}.network`, region, cidr: network.cidr, zones: network.zones };
  return recovery === "none" ? [own] : [own, { where: `${name}.recovery`, ...recovery }];
}

/** Every two of the items. */
export function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other): [T, T] => [one, other]));
}
