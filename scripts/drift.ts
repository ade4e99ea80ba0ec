import type { ChangeDocument, PlanDocument } from "./plan-document";

/** An action of Terraform. A `move`, an `import` and a `forget` change the state alone. */
export type Action = "create" | "update" | "replace" | "delete" | "read" | "move" | "import" | "forget";

/** Effect of a plan on one resource or output. */
export interface Change {
  readonly address: string;
  readonly action: Action;
  /** Each attribute that differs, as `path: before -> after`; empty for what is created or deleted as a whole. */
  readonly attributes: readonly string[];
}

/** One attribute that differs. Of a sensitive one the values are left out. */
export interface Difference {
  /** Such as `rule[0].days`, or empty for the whole value. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** Only the apply will tell the value after it. */
  readonly unknown: boolean;
  readonly sensitive: boolean;
  /** It forces a replacement. */
  readonly forced: boolean;
}

/** Longer values are cut: a policy document fills the screen otherwise. */
const MAX_VALUE_LENGTH = 200;

/** Everything that a plan would change, attribute by attribute. JSON inside a string is compared as JSON. */
export function driftOf(plan: PlanDocument): readonly Change[] {
  const resources = (plan.resource_changes ?? []).map(({ address, change, previous_address }) => ({
    address,
    change,
    action: actionOf(change, previous_address),
  }));
  const outputs = Object.entries(plan.output_changes ?? {}).map(([name, change]) => ({
    address: `output.${name}`,
    change,
    action: actionOf(change),
  }));
  return [...resources, ...outputs].flatMap(({ address, change, action }) => {
    if (action === undefined) return [];
    const attributes = action === "update" || action === "replace" ? differencesOf(change).map(formatDifference) : [];
    return [{ address, action, attributes }];
  });
}

/** The changes as text: a line per resource, below it a line per attribute. */
export function formatChanges(changes: readonly Change[]): string {
  return changes
    .flatMap(({ address, action, attributes }) => [
      `  ${address} (${action})`,
      ...attributes.map((line) => `    ${line}`),
    ])
    .join("\n");
}

/**
 * The action on an object; undefined when nothing is.
 * @param previousAddress where it was, when it moves
 */
export function actionOf({ actions, importing }: ChangeDocument, previousAddress?: string): Action | undefined {
  if (actions.includes("create") && actions.length === 2) return "replace";
  const [action] = actions;
  switch (action) {
    case "create":
    case "update":
    case "delete":
    case "read":
    case "forget":
      return action;
    default:
      if (importing !== undefined) return "import";
      return previousAddress === undefined ? undefined : "move";
  }
}

/** One difference as text, such as `days: 1 -> 2`. */
export function formatDifference({ path, before, after, unknown, sensitive, forced }: Difference): string {
  const values = sensitive ? "(sensitive)" : `${show(before)} -> ${unknown ? "(known after apply)" : show(after)}`;
  return `${path || "value"}: ${values}${forced ? " (forces replacement)" : ""}`;
}

/** Every attribute in which an object differs before and after. JSON inside a string is compared as JSON. */
export function differencesOf(change: ChangeDocument): readonly Difference[] {
  const forced = (change.replace_paths ?? []).map((path) => pathText(path));
  const isForced = (path: string) =>
    forced.some((other) => path === other || path.startsWith(`${other}[`) || path.startsWith(`${other}.`));
  const found: Difference[] = [];
  const visit = (path: string, before: unknown, after: unknown, unknown: unknown, sensitive: unknown): void => {
    if (unknown !== true && equal(before, after) && !hasTrue(unknown)) return;
    const [left, right] = parsedTogether(before, after);
    if (sensitive !== true && unknown !== true && isContainer(left) && isContainer(right)) {
      for (const key of new Set([
        ...Object.keys(left),
        ...Object.keys(right),
        ...(isContainer(unknown) ? Object.keys(unknown) : []),
      ])) {
        visit(
          childPath(path, key, Array.isArray(right)),
          child(left, key),
          child(right, key),
          child(unknown, key),
          child(sensitive, key),
        );
      }
      return;
    }
    // A mark further down, in a value that is told as a whole, hides the whole.
    const hidden = hasTrue(sensitive);
    if (hidden && unknown !== true && !hasValue(before) && !hasValue(after)) return;
    found.push({
      path,
      ...(hidden ? {} : { before, after }),
      unknown: unknown === true,
      sensitive: hidden,
      forced: isForced(path),
    });
  };
  const sensitive = mergeMarks(change.before_sensitive, change.after_sensitive);
  visit("", change.before, change.after, change.after_unknown, sensitive);
  return found;
}

function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, key) => childPath(text, String(key), typeof key === "number"), "");
}

function childPath(path: string, key: string, inList: boolean): string {
  if (inList) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function child(value: unknown, key: string): unknown {
  if (!isContainer(value)) return value === true ? true : undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Two JSON documents in strings as their values, so that the differing part shows; other values as they are. */
function parsedTogether(before: unknown, after: unknown): [unknown, unknown] {
  if (typeof before !== "string" || typeof after !== "string") return [before, after];
  try {
    const parsed: [unknown, unknown] = [JSON.parse(before), JSON.parse(after)];
    return parsed.every(isContainer) && !equal(parsed[0], parsed[1]) ? parsed : [before, after];
  } catch {
    return [before, after];
  }
}

/** Marks are `true`, or containers of marks: what is marked in either is marked. */
function mergeMarks(a: unknown, b: unknown): unknown {
  if (a === true || b === true) return true;
  if (!isContainer(a)) return b;
  if (!isContainer(b)) return a;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...keys].map((key) => [key, mergeMarks(child(a, key), child(b, key))]));
}

/** Tells whether there is anything in a value: null and an empty list are two ways to write nothing. */
function hasValue(value: unknown): boolean {
  return isContainer(value)
    ? Object.values(value).some(hasValue)
    : value !== null && value !== undefined && value !== "";
}

function hasTrue(mark: unknown): boolean {
  return mark === true || (isContainer(mark) && Object.values(mark).some(hasTrue));
}

function equal(a: unknown, b: unknown): boolean {
  if (!isContainer(a) || !isContainer(b)) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Array.isArray(a) === Array.isArray(b) && [...keys].every((key) => equal(child(a, key), child(b, key)));
}

function show(value: unknown): string {
  const text = value === undefined ? "(absent)" : JSON.stringify(value);
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}...` : text;
}
