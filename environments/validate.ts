import { check, matches, oneOf, problem } from "../modules/foundation/checks";
import { type CidrBlock, cidrsOverlap, parseCidr } from "../modules/foundation/cidr";
import { isRegion, regionProblems } from "../modules/foundation/formats";
import { GLOBAL_REGION } from "../modules/foundation/regions";
import { accessProblems, pipelineProblems } from "../modules/iam";
import { networkProblems, zoneProblems } from "../modules/vpc";
import { type AccountSettings, type Environment, secondRegionOf } from "./environment";
import type { SharedSettings } from "./shared";

/**
 * The retention periods that CloudWatch Logs knows, in days.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A network of an environment or of its recovery region, with the name that messages give it. */
interface Network {
  readonly where: string;
  readonly region: string;
  readonly cidr: string;
  readonly zones: readonly string[];
}

/**
 * Checks what types cannot: each environment and the shared account by itself, and all of them against each other.
 * What only a module knows, such as the capacity of a cluster, the module checks.
 * @returns every problem at once, `[]` when there is none
 */
export function validateEnvironments(environments: readonly Environment[], shared: SharedSettings): string[] {
  const accounts = [...environments, shared];
  const networks = environments.flatMap(networksOf);
  return [
    ...accounts.flatMap(accountProblems),
    ...environments.flatMap(environmentProblems),
    ...networks.flatMap((network) => networkProblems(network.where, network.region, network)),
    ...pipelineProblems(`${shared.name}.imagePublisher`, shared.imagePublisher),
    ...duplicateProblems(accounts, "name", "give each a name of its own"),
    ...duplicateProblems(accounts, "account", "give each an AWS account of its own"),
    ...duplicateProblems(accounts, "stateBucket", "give each a state bucket of its own"),
    ...sameDomainProblems(environments),
    ...overlapProblems(networks),
  ];
}

function accountProblems({ name, account, region, stateBucket }: AccountSettings): string[] {
  return [
    ...matches(
      `${name}.name`,
      name,
      /^[a-z][a-z0-9]{1,9}$/,
      "2-10 lower-case letters or digits, a letter first",
      "shorten it; it is part of every resource's name",
    ),
    ...matches(`${name}.account`, account, /^\d{12}$/, "an AWS account id of 12 digits", "copy it from the console"),
    ...regionProblems(`${name}.region`, region),
    ...matches(
      `${name}.stateBucket`,
      stateBucket,
      /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
      "an S3 bucket name of 3-63 lower-case letters, digits or hyphens",
      "rename it before the bootstrap",
    ),
  ];
}

function environmentProblems(environment: Environment): string[] {
  const { name, region, dataProtection, logRetentionDays, access, cluster } = environment;
  const recovery = secondRegionOf(environment);
  return [
    ...accessProblems(`${name}.access`, access),
    ...zoneProblems(`${name}.cluster.controlPlaneZones`, region, cluster.controlPlaneZones),
    ...check(
      !isRegion(region) || region === GLOBAL_REGION,
      `${name}.region`,
      `must be ${GLOBAL_REGION}, where CloudFront and Route 53 write logs and metrics`,
      region,
      "another one needs a logs key and alert topics there first",
    ),
    ...check(
      name !== "prod" || dataProtection === "retained",
      `${name}.dataProtection`,
      'must be "retained" in prod',
      dataProtection,
      "protect the learners' data",
    ),
    ...oneOf(`${name}.logRetentionDays`, logRetentionDays, LOG_RETENTION_DAYS, "choose one that CloudWatch Logs knows"),
    ...check(
      recovery === "none" || recovery.region !== region,
      `${name}.recovery.region`,
      "must be another region than the environment's own",
      recovery === "none" ? recovery : recovery.region,
      "choose a second region",
    ),
  ];
}

function networksOf(environment: Environment): Network[] {
  const { name, region, network } = environment;
  const recovery = secondRegionOf(environment);
  const own = { where: `${name}.network`, region, cidr: network.cidr, zones: network.zones };
  return recovery === "none" ? [own] : [own, { where: `${name}.recovery`, ...recovery }];
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

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other): [T, T] => [one, other]));
}
