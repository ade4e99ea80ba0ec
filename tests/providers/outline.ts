/**
 * Writes what the tests know of the locked providers, from their schemas. In the folder of a root that was initialized
 * with them:
 *
 *     terraform providers schema -json | (cd <project> && node scripts/run.js tests/providers/outline.ts)
 *     npx biome check --write tests/providers
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectLocks } from "../../stacks/provider-locks";
import type { AttributeOutline, BlockOutline, ProviderOutline } from "../support/provider-outline";
import { USED_RESOURCES } from "./used-resources";

/** An attribute as `terraform providers schema -json` prints it. */
interface Attribute {
  readonly type?: string | readonly string[];
  readonly nested_type?: { readonly nesting_mode: string; readonly attributes: Readonly<Record<string, Attribute>> };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly deprecated?: boolean;
}

interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<
    Record<
      string,
      { readonly block: Block; readonly nesting_mode: string; readonly min_items?: number; readonly max_items?: number }
    >
  >;
}

interface Schemas {
  readonly provider_schemas: Readonly<
    Record<
      string,
      {
        readonly provider: { readonly block: Block };
        readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>>;
      }
    >
  >;
}

const { provider_schemas } = JSON.parse(readFileSync(0, "utf8")) as Schemas;
const folder = join("tests", "providers");
mkdirSync(folder, { recursive: true });
for (const [name, types] of Object.entries(USED_RESOURCES)) {
  const lock = projectLocks().find(({ address }) => address.endsWith(`/${name}`));
  const schema = provider_schemas[lock?.address ?? ""];
  if (lock === undefined || schema === undefined) continue;
  const outline: ProviderOutline = {
    provider: blockOutline(schema.provider.block),
    resources: Object.fromEntries(
      types.map((type) => [type, blockOutline(schema.resource_schemas[type]?.block ?? {})]),
    ),
  };
  writeFileSync(join(folder, `${name}-${lock.version}.json`), JSON.stringify(outline, undefined, 2));
}

function blockOutline({ attributes = {}, block_types = {} }: Block): BlockOutline {
  return {
    attributes: mapSorted(attributes, attributeOutline),
    blocks: mapSorted(block_types, ({ block, nesting_mode, min_items = 0, max_items = 0 }) => ({
      ...(min_items > 0 ? { atLeast: min_items } : {}),
      ...(max_items > 0 || nesting_mode === "single" ? { atMost: max_items || 1 } : {}),
      ...blockOutline(block),
    })),
  };
}

function attributeOutline({ type = "", nested_type, required, optional, deprecated }: Attribute): AttributeOutline {
  if (!required && !optional) return "read-only";
  if (nested_type !== undefined) {
    const attributes = mapSorted(nested_type.attributes, attributeOutline);
    return { ...(required ? { required } : {}), nested: nested_type.nesting_mode, attributes };
  }
  const words = [required ? "required" : "", deprecated ? "deprecated" : "", [type].flat().join(" of ")];
  return words.filter((word) => word !== "").join(" ");
}

function mapSorted<T, R>(map: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((name) => [name, change(map[name] as T)]),
  );
}
