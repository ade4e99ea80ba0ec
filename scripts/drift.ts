/** What a plan would do to one resource or output. */
export interface Change {
  readonly address: string;
  readonly action: "create" | "update" | "replace" | "delete" | "read";
  /** Each attribute that differs, as `path: before -> after`; empty for what is created or deleted as a whole. */
  readonly attributes: readonly string[];
}

interface ChangeDocument {
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

/** The parts of `terraform show -json <plan>` that tell what would change. */
export interface PlanDocument {
  readonly resource_changes?: readonly { readonly address: string; readonly change: ChangeDocument }[];
  readonly output_changes?: Readonly<Record<string, ChangeDocument>>;
}

/** Longer values are cut: a policy document fills the screen otherwise. */
const MAX_VALUE_LENGTH = 200;

/** Everything that a plan would change, attribute by attribute. JSON inside a string is compared as JSON. */
export function driftOf(plan: PlanDocument): readonly Change[] {
  const changes: [string, ChangeDocument][] = [
    ...(plan.resource_changes ?? []).map(({ address, change }): [string, ChangeDocument] => [address, change]),
    ...Object.entries(plan.output_changes ?? {}).map(([name, change]): [string, ChangeDocument] => [
      `output.${name}`,
      change,
    ]),
  ];
  return changes.flatMap(([address, change]) => {
    const action = actionOf(change.actions);
    if (action === undefined) return [];
    const attributes = action === "update" || action === "replace" ? differences(change) : [];
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

function actionOf(actions: readonly string[]): Change["action"] | undefined {
  if (actions.length === 2) return "replace";
  const [action] = actions;
  return action === "create" || action === "update" || action === "delete" || action === "read" ? action : undefined;
}

function differences(change: ChangeDocument): string[] {
  const forced = new Set((change.replace_paths ?? []).map((path) => pathText(path)));
  const lines: string[] = [];
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
    const values =
      sensitive === true
        ? "(sensitive)"
        : `${show(before)} -> ${unknown === true ? "(known after apply)" : show(after)}`;
    lines.push(`${path || "value"}: ${values}${forced.has(path) ? " (forces replacement)" : ""}`);
  };
  const sensitive = mergeMarks(change.before_sensitive, change.after_sensitive);
  visit("", change.before, change.after, change.after_unknown, sensitive);
  return lines;
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
  return isContainer(value) ? value[key] : value === true ? true : undefined;
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
  return Object.fromEntries([...Object.keys(a), ...Object.keys(b)].map((key) => [key, mergeMarks(a[key], b[key])]));
}

function hasTrue(mark: unknown): boolean {
  return mark === true || (isContainer(mark) && Object.values(mark).some(hasTrue));
}

function equal(a: unknown, b: unknown): boolean {
  if (!isContainer(a) || !isContainer(b)) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Array.isArray(a) === Array.isArray(b) && [...keys].every((key) => equal(a[key], b[key]));
}

function show(value: unknown): string {
  const text = value === undefined ? "(absent)" : JSON.stringify(value);
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}...` : text;
}
