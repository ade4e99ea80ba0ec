/** The attributes of a resource, without sensitive values. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * The value at a path such as `scaling_config.desired_size`. A block counts as its first element, which is how Terraform
 * writes one in a plan; synthesized JSON has the object itself.
 */
export function at(values: Values | undefined, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => {
    const block = Array.isArray(value) ? value[0] : value;
    if (typeof block !== "object" || block === null || !Object.hasOwn(block, key)) return undefined;
    return (block as Record<string, unknown>)[key];
  }, values);
}

/** The text at a path, empty when there is none. */
export function textAt(values: Values | undefined, path: string): string {
  const value = at(values, path);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** The number at a path; undefined when there is none. */
export function numberAt(values: Values | undefined, path: string): number | undefined {
  const text = textAt(values, path);
  const value = Number(text);
  return text === "" || !Number.isFinite(value) ? undefined : value;
}

/** The list at a path; one value is a list of one. */
export function listAt(values: Values | undefined, path: string): readonly unknown[] {
  const value = at(values, path);
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** A list's items as texts. */
export function textsAt(values: Values | undefined, path: string): readonly string[] {
  return listAt(values, path).map(textOf);
}

/** A value as text, an object as its JSON: what comes from a plan may have a `toString` of its own. */
export function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Tells whether a value is there at all: Terraform writes what is left out as null, or as an empty list, text or block. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (typeof value === "object") return Object.values(value).every(isEmpty);
  return false;
}

/** Tells whether a path is that of a tag, which changes nothing but a bill. */
export function isTag(path: string): boolean {
  return /^tags(_all)?\b/.test(path);
}

/** A value in few words. */
export function brief(value: unknown, length = 80): string {
  if (value === undefined || value === null) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** The entry of a table, for a key that comes from a plan: `constructor` is none. */
export function entryOf<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
