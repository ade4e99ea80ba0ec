import { ENVIRONMENTS, type Environment } from "../../environments";
import { shared } from "../../environments/shared";
import { rootPrefixOf, type Standby } from "../../environments/standby";
import { siteOf } from "../../modules/foundation/names";

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
  return [...foreign, ...swapped].map((problem) => `platform.${problem}; ${remedy}`);
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
