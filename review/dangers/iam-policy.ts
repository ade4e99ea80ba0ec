import { textOf } from "../plan/values";

/** One right that a policy gives or denies: one action on one resource for one principal. */
export interface Grant {
  readonly effect: "Allow" | "Deny";
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The conditions as JSON, empty when there are none. */
  readonly condition: string;
}

/** Difference of two policies in what they let happen. */
export interface PolicyChange {
  /** Rights that are given now and were not, or that nothing denies any more. */
  readonly wider: readonly string[];
  /** Rights that are taken away. */
  readonly narrower: readonly string[];
}

/** More rights than any reader compares; a policy of AWS's largest size stays below. */
const MOST_GRANTS = 20_000;

/**
 * Compares two policies as sets of rights: their order, and the way in which they are written, do not count.
 * @param account the own account, so that others are marked
 */
export function comparePolicies(before: unknown, after: unknown, account: string | undefined): PolicyChange {
  const [old, now] = [grantsOf(before), grantsOf(after)];
  const missing = (from: readonly Grant[], effect: Grant["effect"], among: readonly Grant[]) => {
    const rivals = among.filter((grant) => grant.effect === effect);
    const same = new Set(rivals.map(keyOf));
    return from.filter(
      (grant) => grant.effect === effect && !same.has(keyOf(grant)) && !rivals.some((rival) => covers(rival, grant)),
    );
  };
  return {
    wider: [
      ...describe(missing(now, "Allow", old), "allows", account),
      ...describe(missing(old, "Deny", now), "denies no longer", account),
    ],
    narrower: [
      ...describe(missing(old, "Allow", now), "allows no longer", account),
      ...describe(missing(now, "Deny", old), "denies", account),
    ],
  };
}

/** Every right of a policy document, given as JSON or as its text. What is no policy gives none. */
export function grantsOf(policy: unknown): readonly Grant[] {
  const document = typeof policy === "string" ? parse(policy) : policy;
  const grants: Grant[] = [];
  for (const statement of list(property(document, "Statement"))) {
    const effect = property(statement, "Effect") === "Deny" ? "Deny" : "Allow";
    const condition = property(statement, "Condition");
    for (const principal of principalsOf(statement)) {
      for (const action of either(statement, "Action")) {
        for (const resource of either(statement, "Resource")) {
          if (grants.length >= MOST_GRANTS) return grants;
          grants.push({
            effect,
            principal,
            action,
            resource,
            condition: condition === undefined ? "" : stableJson(condition),
          });
        }
      }
    }
  }
  return grants;
}

/** Tells whether a grant holds all that another one does, by its wildcards and with the same conditions or none. */
function covers(wide: Grant, narrow: Grant): boolean {
  const sameWhen =
    wide.effect === "Allow"
      ? wide.condition === "" || wide.condition === narrow.condition
      : wide.condition === narrow.condition;
  return (
    sameWhen &&
    matches(wide.principal, narrow.principal) &&
    matches(wide.action.toLowerCase(), narrow.action.toLowerCase()) &&
    matches(wide.resource, narrow.resource)
  );
}

/** Tells whether a pattern of IAM, with `*` and `?`, holds a text, which may be a pattern itself. */
function matches(pattern: string, text: string): boolean {
  if (pattern === text || pattern === "*") return true;
  if (!/[*?]/.test(pattern) || pattern.startsWith("all but ") || text.startsWith("all but ")) return false;
  let [at, from] = [0, 0];
  let [star, mark] = [-1, 0];
  while (at < text.length) {
    if (pattern[from] === "*") {
      star = from++;
      mark = at;
    } else if (pattern[from] === text[at] || (pattern[from] === "?" && text[at] !== "*")) {
      from++;
      at++;
    } else if (star >= 0) {
      from = star + 1;
      at = ++mark;
    } else return false;
  }
  while (pattern[from] === "*") from++;
  return from === pattern.length;
}

/** The grants as few lines: what differs in the action alone stands in one. */
function describe(grants: readonly Grant[], verb: string, account: string | undefined): string[] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const key = JSON.stringify([grant.principal, grant.condition, grant.resource]);
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  const byActions = new Map<string, Grant[]>();
  for (const group of groups.values()) {
    const [first] = group;
    const key = JSON.stringify([first?.principal, first?.condition, group.map(({ action }) => action).sort()]);
    byActions.set(key, [...(byActions.get(key) ?? []), ...group]);
  }
  return [...byActions.values()].map((group) => {
    const [first] = group;
    const who = first === undefined || first.principal === "" ? "" : `${principalText(first.principal, account)}: `;
    const actions = some([...new Set(group.map(({ action }) => marked(action)))]);
    const resources = some([...new Set(group.map(({ resource }) => marked(resource)))]);
    const when = first === undefined || first.condition === "" ? "" : ` if ${first.condition}`;
    return `${who}${verb} ${actions} on ${resources}${when}`;
  });
}

/** A principal, with a mark when it is everyone or someone of another account. */
export function principalText(principal: string, account: string | undefined): string {
  if (/^(AWS )?\*$/.test(principal)) return "ANYONE (*)";
  const foreign = /\b(\d{12})\b/.exec(principal)?.[1];
  const other = foreign !== undefined && account !== undefined && foreign !== account;
  return `${principal}${other ? ` (OTHER ACCOUNT ${foreign})` : ""}`;
}

function marked(value: string): string {
  return value === "*" ? "EVERYTHING (*)" : value;
}

function some(values: readonly string[]): string {
  const shown = values.slice(0, 4).join(", ");
  return values.length > 4 ? `${shown} and ${values.length - 4} more` : shown;
}

function principalsOf(statement: unknown): string[] {
  const except = property(statement, "NotPrincipal");
  if (except !== undefined) return [`all but ${stableJson(except)}`];
  const principal = property(statement, "Principal");
  if (principal === undefined) return [""];
  if (typeof principal !== "object" || principal === null) return [textOf(principal)];
  return Object.entries(principal).flatMap(([kind, values]) =>
    list(values).map((value) => (kind === "AWS" ? textOf(value) : `${kind} ${textOf(value)}`)),
  );
}

/** The actions or resources that a statement names, or everything but those. A trust policy names no resource. */
function either(statement: unknown, name: "Action" | "Resource"): string[] {
  const except = property(statement, `Not${name}`);
  if (except !== undefined) return [`all but ${stableJson(except)}`];
  const named = property(statement, name);
  return named === undefined ? [name === "Resource" ? "it" : "nothing"] : list(named).map(textOf);
}

function keyOf({ principal, action, resource, condition }: Grant): string {
  return JSON.stringify([principal, action.toLowerCase(), resource, condition]);
}

/** JSON with sorted keys and sorted lists of texts: in a condition their order says nothing. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (Array.isArray(item)) return item.every((entry) => typeof entry === "string") ? [...item].sort() : item;
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function property(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  const found = (value as Record<string, unknown>)[key];
  return found === null ? undefined : found;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
