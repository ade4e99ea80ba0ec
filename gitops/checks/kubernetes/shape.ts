/**
 * What a value may be: a scalar as TypeScript writes it (`string`, `number|string`, `'Owner'|'Merge'`, `any`), a list
 * of one shape, a map of its known keys (`?` at the end: may be left out; `*`: every other key), or a function that
 * gives the shape when it is needed.
 */
export type Shape = string | readonly [Shape] | { readonly [key: string]: Shape } | (() => Shape);

/**
 * How a value differs from a shape.
 * @param path where the value is, in the messages
 * @returns one line a problem, `<path>: must be …, got …`; `[]` when there is none
 */
export function shapeProblems(value: unknown, shape: Shape, path = ""): string[] {
  if (typeof shape === "function") return shapeProblems(value, shape(), path);
  if (typeof shape === "string") return scalarProblems(value, shape, path);
  if (isList(shape)) {
    if (!Array.isArray(value)) return [wrong(path, "a list", value)];
    return value.flatMap((element, index) => shapeProblems(element, shape[0], `${path}[${index}]`));
  }
  return isMap(value) ? mapProblems(value, shape, path) : [wrong(path, "a map", value)];
}

function scalarProblems(value: unknown, shape: string, path: string): string[] {
  const fits = shape
    .split("|")
    .some((word) => word === "any" || word === typeof value || (typeof value === "string" && word === `'${value}'`));
  return fits ? [] : [wrong(path, shape.split("|").join(" or "), value)];
}

function mapProblems(map: Readonly<Record<string, unknown>>, shape: { readonly [key: string]: Shape }, path: string) {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  const missing = Object.keys(shape)
    .filter((key) => key !== "*" && !key.endsWith("?") && map[key] === undefined)
    .map((key) => `${at(key)}: must be given`);
  return [
    ...missing,
    ...Object.entries(map).flatMap(([key, value]) => {
      const known = shape[key] ?? shape[`${key}?`] ?? shape["*"];
      return known === undefined ? [unknownKey(at(key), Object.keys(shape))] : shapeProblems(value, known, at(key));
    }),
  ];
}

function unknownKey(path: string, known: readonly string[]): string {
  const names = known.map((key) => key.replace(/\?$/, "")).join(", ");
  return `${path}: must be a known key; choose from ${names === "" ? "none" : names}`;
}

function wrong(path: string, expected: string, value: unknown): string {
  return `${path}: must be ${expected}, got ${JSON.stringify(value)}`;
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
