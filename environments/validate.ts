import { check, problem } from "../modules/foundation/checks";
import { type CidrBlock, cidrsOverlap, parseCidr } from "../modules/foundation/cidr";
import { DEFAULT_REGIONS, OPT_IN_REGIONS } from "../modules/foundation/regions";
import { type Schema, settingsProblems } from "../modules/foundation/schema";
import { accessProblems } from "../modules/iam";
import { networkProblems, zoneProblems } from "../modules/vpc";
import { foreignNameProblems, sharedProblems } from "./account-checks";
import { type AccountSettings, type Environment, environmentSchema, secondRegionOf } from "./environment";
import { pipelineProblems } from "./pipeline-checks";
import { plainCopy } from "./plain-data";
import {
  defaultRegionProblems,
  type Network,
  networksOf,
  ownNetworkProblems,
  pairs,
  sameKeyProblems,
} from "./setting-checks";
import { type SharedSettings, sharedSchema } from "./shared";
import { standbyProblems } from "./standby-checks";

/**
 * Checks each environment and the shared account by its schema, and then those whose shape is right by the rules across
 * settings and across environments. What only a module knows, such as the capacity of a cluster, the module checks.
 * @returns every problem at once, `[]` when there is none
 */
export function validateEnvironments(environments: readonly Environment[], shared: SharedSettings): string[] {
  const shapes = environments.map((environment, index) => ({
    environment,
    problems: shapeProblems(environment, environmentSchema, `environments[${index}]`),
  }));
  const sharedShape = shapeProblems(shared, sharedSchema, "shared");
  const known = sharedShape.length === 0 ? shared : "unknown";
  const valid = shapes.filter(({ problems }) => problems.length === 0).map(({ environment }) => environment);
  const accounts: readonly AccountSettings[] = known === "unknown" ? valid : [...valid, known];
  const networks = valid.flatMap(networksOf);
  return [
    ...shapes.flatMap(({ problems }) => problems),
    ...sharedShape,
    ...valid.flatMap(environmentProblems),
    ...valid.flatMap((environment) => standbyProblems(environment, known)),
    ...(known === "unknown" ? [] : sharedProblems(known)),
    ...foreignNameProblems(accounts, valid),
    ...pipelineProblems(valid, known),
    ...networks.flatMap((network) => networkProblems(network.where, network.region, network)),
    ...duplicateProblems(accounts, "name", "give each a name of its own"),
    ...duplicateProblems(accounts, "account", "give each an AWS account of its own"),
    ...duplicateProblems(accounts, "stateBucket", "give each a state bucket of its own"),
    ...sameDomainProblems(valid),
    ...overlapProblems(networks),
  ];
}

/** Checks settings as they are read from a file: nothing is known of them. @param place where they are, if they have no name */
function shapeProblems(settings: unknown, schema: Schema<unknown>, place: string): string[] {
  const { copy, problems } = plainCopy(place, settings);
  const { name } = (copy ?? {}) as { readonly name?: unknown };
  const where = typeof name === "string" && /^[\w-]{1,30}$/.test(name) ? name : place;
  return [
    ...problems.map((each) => `${where}${each.slice(place.length)}`),
    ...settingsProblems(where, schema, copy, "refused"),
  ];
}

function environmentProblems(environment: Environment): string[] {
  const { name, region, dataProtection, access, addons, cluster } = environment;
  const recovery = secondRegionOf(environment);
  return [
    ...accessProblems(`${name}.access`, access),
    ...zoneProblems(`${name}.cluster.controlPlaneZones`, region, cluster.controlPlaneZones),
    ...defaultRegionProblems(`${name}.region`, region),
    ...check(
      recovery === "none" || [...DEFAULT_REGIONS, ...OPT_IN_REGIONS].includes(recovery.region),
      `${name}.recovery.region`,
      "must be a region of AWS",
      recovery === "none" ? "none" : recovery.region,
      "copy its code from the AWS documentation; a new one belongs into modules/foundation/regions.ts",
    ),
    ...check(
      name !== "prod" || dataProtection === "retained",
      `${name}.dataProtection`,
      'must be "retained" in prod',
      dataProtection,
      "protect the learners' data",
    ),
    ...check(
      name !== "prod" || addons.availability === "zone-redundant",
      `${name}.addons.availability`,
      'must be "zone-redundant" in prod',
      addons.availability,
      "keep room for the loss of a zone",
    ),
    ...check(
      addons.metrics !== "none" || addons.alerts.paging === "off",
      `${name}.addons.alerts.paging`,
      'must be "off" where addons.metrics is "none"',
      addons.alerts.paging,
      "Alertmanager would page; turn it off, or keep metrics",
    ),
    ...check(
      addons.metrics !== "none" || cluster.containerInsights !== "none" || name !== "prod",
      `${name}.addons.metrics`,
      "must be kept in prod, or cluster.containerInsights be on",
      addons.metrics,
      "nobody would hear of nodes and pods that fail",
    ),
    ...check(
      addons.signOn === "none" || addons.signOn.adminGroup !== addons.signOn.readerGroup,
      `${name}.addons.signOn.readerGroup`,
      "must be another group than addons.signOn.adminGroup",
      addons.signOn === "none" ? addons.signOn : addons.signOn.readerGroup,
      "whoever is in both may do everything",
    ),
    ...sameKeyProblems(environment),
    ...ownNetworkProblems(environment),
    ...check(
      recovery === "none" || recovery.region !== region,
      `${name}.recovery.region`,
      "must be another region than the environment's own",
      recovery === "none" ? recovery : recovery.region,
      "choose a second region",
    ),
  ];
}

function duplicateProblems(
  accounts: readonly AccountSettings[],
  field: "name" | "account" | "stateBucket",
  remedy: string,
): string[] {
  return pairs(accounts)
    .filter(([one, other]) => one[field] === other[field])
    .map(([one, other]) =>
      problem(`${other.name}.${field}`, `must differ from ${one.name}.${field}`, other[field], remedy),
    );
}

function sameDomainProblems(environments: readonly Environment[]): string[] {
  return pairs(environments)
    .filter(([one, other]) => one.edge.domain === other.edge.domain)
    .map(([one, other]) =>
      problem(
        `${other.name}.edge.domain`,
        `must differ from ${one.name}.edge.domain`,
        other.edge.domain,
        "give each environment a site of its own",
      ),
    );
}

function overlapProblems(networks: readonly Network[]): string[] {
  const blocks = networks.flatMap((network) => {
    const block = parseCidr(network.cidr);
    return block ? [{ ...network, block }] : [];
  });
  return pairs<Network & { readonly block: CidrBlock }>(blocks)
    .filter(([one, other]) => cidrsOverlap(one.block, other.block))
    .map(([one, other]) =>
      problem(
        `${other.where}.cidr`,
        `must not overlap ${one.where}.cidr ${one.cidr}`,
        other.cidr,
        "networks that may be peered need addresses of their own",
      ),
    );
}
