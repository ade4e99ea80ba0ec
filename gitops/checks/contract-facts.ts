import { ENVIRONMENTS, type Environment } from "../../environments";
import { shared } from "../../environments/shared";
import { rootPrefixOf, type Standby } from "../../environments/standby";
import { siteOf } from "../../modules/foundation/names";
import { isUnapplied } from "../../scripts/contract/platform-facts";

/** Names that AWS takes for a target group begin with its service's, cut to this length. */
const TARGET_GROUP_PREFIX = 5;

/**
 * Facts of a contract that AWS has given, as far as they tell where they belong: to this environment's account and names, and
 * a target group to its service. A fact that tells nothing, such as the name of a host of one's own, is taken as it is.
 * @returns one line each, `[]` when nothing is wrong
 */
export function factProblems(environment: Environment | Standby, platform: object): string[] {
  const swapped = [...strings(platform, [])].flatMap(([path, text]) => {
    const [, service = ""] = path.length > 2 ? path : [];
    const name = /:targetgroup\/([a-z0-9]+)-/.exec(text)?.[1];
    if (path.at(-1) !== "targetGroup" || name === undefined || name === service.slice(0, TARGET_GROUP_PREFIX))
      return [];
    return [`${path.join(".")} must be the target group of ${service}, got that of ${name}, ${JSON.stringify(text)}`];
  });
  const foreign = foreignValues(environment, platform).map(({ problem }) => problem);
  const remedy = `run npm run contract -- ${rootPrefixOf(environment)}`;
  const { services = {} } = platform as { readonly services?: Readonly<Record<string, Facts>> };
  const misplaced = foreign.length > 0 ? [] : addressProblems(environment, services);
  return [...foreign, ...swapped, ...misplaced].map((problem) => `platform.${problem}; ${remedy}`);
}

/** The part of a service's contract that AWS has given. */
interface Facts {
  readonly targetGroup: string;
  readonly database?: { readonly host: string; readonly readerHost: string };
  readonly redis: Readonly<
    Record<string, { readonly host: string; readonly user?: string; readonly replicationGroup?: string }>
  >;
}

/** What an address of AWS tells of itself: its region, what it answers, and whose it is. */
function addressProblems(
  { account, region }: Environment | Standby,
  services: Readonly<Record<string, Facts>>,
): string[] {
  const owners = new Map<string, string>();
  return Object.entries(services).flatMap(([service, { targetGroup, database, redis }]) => {
    const at = (key: string, rule: string, got: string) =>
      `services.${service}.${key} must ${rule}, got ${JSON.stringify(got)}`;
    const id = targetGroup.split("/").at(-1) ?? "";
    const other = isUnapplied(targetGroup) ? undefined : owners.get(id);
    owners.set(id, service);
    const { host = "", readerHost = "" } = database ?? {};
    return [
      ...(targetGroup.startsWith(`arn:aws:elasticloadbalancing:${region}:${account}:`)
        ? []
        : [at("targetGroup", `be in ${region} and account ${account}`, targetGroup)]),
      ...(other === undefined ? [] : [at("targetGroup", `be another one than that of ${other}`, targetGroup)]),
      ...[
        ["host", host],
        ["readerHost", readerHost],
      ].flatMap(([key = "", name = ""]) => {
        const [, place] = /\.([a-z0-9-]+)\.rds\.amazonaws\.com$/.exec(name) ?? [];
        return place === undefined || place === region || place === "global"
          ? []
          : [at(`database.${key}`, `be in ${region}`, name)];
      }),
      ...(/\.cluster-ro-/.test(host) ? [at("database.host", "take writes", host)] : []),
      ...(/\.cluster-(?!ro-)/.test(readerHost) ? [at("database.readerHost", "spread reads", readerHost)] : []),
      ...Object.entries(redis).flatMap(([use, { host: store, user, replicationGroup = user }]) => {
        const [, answers, group, place] = /^(\w+)\.([a-z0-9-]+)\.\w+\.(\w+)\.cache\.amazonaws\.com$/.exec(store) ?? [];
        if (answers === undefined) return [];
        return [
          ...(answers === "master" ? [] : [at(`redis.${use}.host`, "take writes", store)]),
          ...(replicationGroup === undefined || group === replicationGroup
            ? []
            : [at(`redis.${use}.host`, `be that of ${replicationGroup}`, store)]),
          ...(place === shortRegion(region) ? [] : [at(`redis.${use}.host`, `be in ${region}`, store)]),
        ];
      }),
    ];
  });
}

/** A region as the hosts of ElastiCache have it: `use1` is us-east-1, `apse2` ap-southeast-2. */
function shortRegion(region: string): string {
  return region.replace(/-(north|south)?(east|west)?(central)?-/, (_all, ...words: (string | undefined)[]) =>
    words
      .slice(0, 3)
      .map((word) => word?.[0] ?? "")
      .join(""),
  );
}

/** Text of a value that names another environment, or an account that is not this one's. */
export interface ForeignValue {
  readonly text: string;
  readonly problem: string;
}

/** The foreign texts in a value. */
export function foreignValues(environment: Environment, value: object): ForeignValue[] {
  const others = ENVIRONMENTS.filter(({ name }) => name !== environment.name);
  const accounts = [environment, shared].map(({ account }) => account);
  return [...strings(value, [])].flatMap(([path, text]) => {
    const key = path.join(".");
    // In a commit, twelve digits may follow each other.
    const account = /(?<![0-9a-z])\d{12}(?![0-9a-z])/i.exec(text)?.[0];
    const problems = [
      ...others
        .filter((other) => new RegExp(`(^|[^a-z0-9-])${siteOf(other).prefix}([^a-z0-9]|$)`).test(text))
        .map((other) => `${key} must be of ${environment.name}, got one of ${other.name}, ${JSON.stringify(text)}`),
      ...(account === undefined || accounts.includes(account)
        ? []
        : [`${key} must be in account ${environment.account}, got ${JSON.stringify(text)}`]),
    ];
    return problems.map((problem) => ({ text, problem }));
  });
}

function* strings(value: unknown, path: readonly string[]): Generator<readonly [readonly string[], string]> {
  if (typeof value === "string") yield [path, value];
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* strings(inner, [...path, key]);
}
