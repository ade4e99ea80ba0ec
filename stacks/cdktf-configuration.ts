// How cdktf makes the configuration of a stack, made faster. The output stays the same, byte by byte.
import { TerraformElement, TerraformOutput, type TerraformStack } from "cdktf";
import { Resolver } from "./cdktf-resolve";
import type { TerraformConfiguration } from "./guardrails";

type Block = Record<string, unknown>;

/** What cdktf keeps to itself of a stack. */
interface StackInternals {
  readonly cdktfVersion: unknown;
  readonly rawOverrides: Block;
}

/**
 * The configuration of a stack without others in it. cdktf copies each element into it, and then resolves all of it a second
 * time, though only what is overridden can still have tokens: a twentieth of a synth's time.
 */
export function configurationOf(stack: TerraformStack): TerraformConfiguration {
  // Required, not imported: cdktf keeps it to itself.
  const { deepMerge } = require("cdktf/lib/util") as { deepMerge: (target: object, source: object) => object };
  const { cdktfVersion, rawOverrides } = stack as unknown as StackInternals;
  const overridden = Object.keys(rawOverrides);
  const resolver = new Resolver(stack);
  const elements = stack.node.findAll().filter(TerraformElement.isTerraformElement);
  const overrides = overridden.length > 0 ? { overrides: { stack: overridden } } : {};
  const metadata = { version: cdktfVersion, stackName: stack.node.id, backend: "local", ...overrides };
  const outputs: Block = {};
  const configuration: Block = { "//": { metadata, outputs } };
  for (const element of elements) {
    deepMerge(metadata, resolver.resolve(element.toMetadata()) as Block);
    if (TerraformOutput.isTerraformOutput(element)) add(outputs, nested(element.node.path, element.friendlyUniqueId));
    add(configuration, resolver.resolve(element.toTerraform()) as Block);
  }
  deepMerge(configuration, rawOverrides);
  for (const block of overridden) configuration[block] = resolver.resolve(configuration[block]);
  return configuration;
}

/** A value below each part of a path. */
function nested(path: string, value: string): Block {
  return path.split("/").reduceRight<unknown>((inner, part) => ({ [part]: inner }), value) as Block;
}

/** Adds to a block what is nobody else's; lists that both have follow each other. */
function add(target: Block, source: Block): void {
  for (const [key, value] of Object.entries(source)) {
    const there = target[key];
    if (isBlock(there) && isBlock(value)) add(there, value);
    else target[key] = Array.isArray(there) && Array.isArray(value) ? [...there, ...value] : value;
  }
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
