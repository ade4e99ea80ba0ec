import type { Site } from "../../modules/foundation/names";
import { PORTS } from "../../modules/foundation/ports";
import { LMS_SERVICE_NAMES, type LmsServiceName } from "../../modules/foundation/services";
import { STORE_USES, type StoreUse } from "../../modules/foundation/store-uses";

/** Address that something listens on. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Facts of a deployed platform that only AWS knows. */
export interface PlatformFacts {
  /** ARNs of target groups by service; a service that was not applied yet has none. */
  readonly targetGroups: Readonly<Partial<Record<LmsServiceName, string>>>;
  /** Host that takes the database's writes, the one that spreads reads, and the name of the database there. */
  readonly database: { readonly host: string; readonly readerHost: string; readonly name: string };
  readonly redis: Readonly<Record<StoreUse, HostAndPort>>;
}

/** A host and a target group that are none, for what the platform was not applied with yet. */
const UNAPPLIED = { host: "unapplied.invalid", targetGroup: "targetgroup/unapplied/0000000000000000" } as const;

/** The facts, with addresses that lead nowhere in place of those that AWS has not given yet. */
export function withUnapplied(
  { account, region }: Pick<Site, "account" | "region">,
  { targetGroups, database, redis }: PlatformFacts,
): PlatformFacts {
  const nowhere = `arn:aws:elasticloadbalancing:${region}:${account}:${UNAPPLIED.targetGroup}`;
  return {
    targetGroups: byName(LMS_SERVICE_NAMES, (service) => targetGroups[service] ?? nowhere),
    database: {
      host: database.host || UNAPPLIED.host,
      readerHost: database.readerHost || UNAPPLIED.host,
      name: database.name || "lms",
    },
    redis: byName(Object.keys(STORE_USES) as StoreUse[], (use) =>
      redis[use].host === "" ? { host: UNAPPLIED.host, port: PORTS.redis } : redis[use],
    ),
  };
}

/** Tells whether something in a contract has an address that AWS has not given yet. */
export function isUnapplied(contract: unknown): boolean {
  const text = JSON.stringify(contract) ?? "";
  return Object.values(UNAPPLIED).some((address) => text.includes(address));
}

/** Output of `terraform output -json`. */
export type Outputs = Readonly<Record<string, { readonly value: unknown }>>;

/** The facts, or everything that is wrong with the outputs. */
export type FactsOrProblems =
  | { readonly facts: PlatformFacts }
  /** Each as `<output>: <rule>, got <value>`. */
  | { readonly problems: readonly string[] };

const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Its user information holds the name of a secret, which may have a slash in it. */
const DATABASE_URL = /^postgresql:\/\/.+\/([a-z_][a-z0-9_]*)(?:\?[^/]*)?$/;

/** Reads the facts from the outputs of an environment's platform root; those of another account or region are refused. */
export function platformFacts(
  { account, region }: Pick<Site, "account" | "region">,
  outputs: Outputs,
): FactsOrProblems {
  const problems: string[] = [];
  const read = (path: readonly [string, ...string[]], pattern: RegExp, rule: string): string => {
    const found = path.slice(1).reduce((value, key) => member(value, key), outputs[path[0]]?.value);
    if (typeof found === "string" && pattern.test(found)) return found;
    problems.push(`${path.join(".")}: must be ${rule}, got ${found === undefined ? "nothing" : JSON.stringify(found)}`);
    return "";
  };
  const arn = new RegExp(`^arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/[A-Za-z0-9-]+/[0-9a-f]+$`);
  const targetGroup = (service: LmsServiceName) =>
    read(["target_groups", service], arn, `the ARN of a target group of ${account} in ${region}`);
  const store = (use: StoreUse) =>
    hostAndPort(
      read(["redis_endpoints", use], /^[a-z0-9.-]+:\d+$/, "a host and a port such as cache.example.com:6379"),
    );
  const facts = {
    targetGroups: byName(LMS_SERVICE_NAMES, targetGroup),
    database: {
      host: read(["db_endpoint"], HOST, "a host name"),
      readerHost: read(["db_reader_endpoint"], HOST, "a host name"),
      name: databaseIn(read(["connection_string"], DATABASE_URL, "the URL of a database")),
    },
    redis: byName(Object.keys(STORE_USES) as StoreUse[], store),
  };
  return problems.length === 0 ? { facts } : { problems };
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function databaseIn(url: string): string {
  return DATABASE_URL.exec(url)?.[1] ?? "";
}

function hostAndPort(endpoint: string): HostAndPort {
  const [host = "", port] = endpoint.split(":");
  return { host, port: Number(port) };
}

/** A value for each name. */
export function byName<Name extends string, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>;
}
