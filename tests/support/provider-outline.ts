/** What a provider's schema says of an attribute: words such as `required string` or `read-only`, or attributes within. */
export type AttributeOutline =
  | string
  | {
      readonly required?: boolean;
      /** `single`, or `list` for many. */
      readonly nested: string;
      readonly attributes: Readonly<Record<string, AttributeOutline>>;
    };

/** What a block may hold, and how many of each block. */
export interface BlockOutline {
  readonly attributes: Readonly<Record<string, AttributeOutline>>;
  readonly blocks: Readonly<Record<string, BlockOutline & { readonly atLeast?: number; readonly atMost?: number }>>;
}

/** The part of a provider's schema that the platform uses. */
export interface ProviderOutline {
  readonly provider: BlockOutline;
  readonly resources: Readonly<Record<string, BlockOutline>>;
}

/** Terraform's own arguments, which every resource takes. */
const META = ["//", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner", "connection"];

/**
 * What Terraform and the provider would refuse of a block, or warn of: arguments that do not exist, are missing, of
 * another type, deprecated or the provider's own to set, and blocks too few or too many.
 * @param where its address, in the messages
 * @returns one line a problem; `[]` when there is none
 */
export function outlineProblems(where: string, values: object, { attributes, blocks }: BlockOutline): string[] {
  const given = Object.entries(values).filter(([name]) => !META.includes(name));
  const unknown = given
    .filter(([name]) => attributes[name] === undefined && blocks[name] === undefined)
    .map(([name]) => `${where}: must have known arguments, got ${name}; choose from ${known(attributes, blocks)}`);
  const own = Object.fromEntries(given);
  return [
    ...unknown,
    ...Object.entries(attributes).flatMap(([name, outline]) =>
      attributeProblems(`${where}.${name}`, own[name], outline),
    ),
    ...Object.entries(blocks).flatMap(([name, outline]) => {
      const items = [own[name] ?? []].flat() as object[];
      const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = outline;
      const bounds = atMost === Number.POSITIVE_INFINITY ? `at least ${atLeast}` : `${atLeast} to ${atMost}`;
      const count =
        items.length < atLeast || items.length > atMost
          ? [`${where}.${name}: must be given ${bounds} times, got ${items.length}`]
          : [];
      return [
        ...count,
        ...items.flatMap((item, index) => outlineProblems(`${where}.${name}[${index}]`, item, outline)),
      ];
    }),
  ];
}

function attributeProblems(where: string, value: unknown, outline: AttributeOutline): string[] {
  if (typeof outline !== "string") {
    if (value === undefined) return outline.required ? [`${where}: must be given`] : [];
    const items = [value].flat() as object[];
    const within = { attributes: outline.attributes, blocks: {} };
    return items.flatMap((item, index) =>
      outlineProblems(outline.nested === "single" ? where : `${where}[${index}]`, item, within),
    );
  }
  const words = outline.split(" ");
  if (value === undefined) return words[0] === "required" ? [`${where}: must be given`] : [];
  if (words.includes("read-only")) return [`${where}: must be left to the provider, got ${JSON.stringify(value)}`];
  const deprecated = words.includes("deprecated") ? [`${where}: must not be deprecated; leave it out`] : [];
  const type = outline.replace(/^(required |deprecated )+/, "");
  const fits = isExpression(value) || FITS[type]?.(value);
  return [...deprecated, ...(fits ? [] : [`${where}: must be ${type}, got ${JSON.stringify(value)}`])];
}

/** Whether Terraform takes a JSON value for a type; it converts scalars into each other where nothing is lost. */
const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: isScalar,
  number: (value) => typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)),
  bool: (value) => typeof value === "boolean" || value === "true" || value === "false",
  "list of string": (value) => Array.isArray(value) && value.every(isScalar),
  "set of string": (value) => Array.isArray(value) && value.every(isScalar),
  "map of string": (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(isScalar),
};

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** A value that is one expression: its type is known when Terraform evaluates it. */
function isExpression(value: unknown): boolean {
  return typeof value === "string" && /^\$\{[\s\S]*\}$/.test(value);
}

function known(attributes: BlockOutline["attributes"], blocks: BlockOutline["blocks"]): string {
  return [...Object.keys(attributes), ...Object.keys(blocks)].sort().join(", ");
}
