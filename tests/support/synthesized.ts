import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selectAccounts } from "../../environments";
import { buildRoots } from "../../stacks";
import { type RootBuilder, synthesize } from "../../stacks/synthesize";

export type Attributes = Record<string, unknown>;

/** A synthesized root, read back from the JSON that Terraform would read. */
export class SynthesizedRoot {
  constructor(
    readonly name: string,
    readonly json: {
      readonly resource: Record<string, Record<string, Attributes>>;
      readonly data?: Record<string, Record<string, Attributes>>;
      readonly provider: Record<string, Attributes[]>;
      readonly terraform: Record<string, unknown>;
      readonly output: Record<string, { readonly description?: string; readonly value: unknown }>;
    },
  ) {}

  /** The part of the root that one construct makes, by the first part of its resources' names. */
  part(construct: string): SynthesizedRoot {
    const own = (byName: Record<string, Attributes>) =>
      Object.fromEntries(Object.entries(byName).filter(([name]) => name.startsWith(`${construct}_`)));
    const resource = Object.fromEntries(
      Object.entries(this.json.resource).map(([type, byName]) => [type, own(byName)] as const),
    );
    return new SynthesizedRoot(this.name, { ...this.json, resource });
  }

  /** The resources of a type by name, without cdktf's metadata. */
  resources(type: string): Record<string, Attributes> {
    return Object.fromEntries(
      Object.entries(this.json.resource[type] ?? {}).map(([name, { "//": _, ...attributes }]) => [name, attributes]),
    );
  }

  /** The data sources of a type by name. */
  data(type: string): Record<string, Attributes> {
    return this.json.data?.[type] ?? {};
  }

  /** One attribute of every resource of a type, by name. */
  attribute(type: string, attribute: string): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this.resources(type)).map(([name, values]) => [name, values[attribute]]));
  }

  /** The address of every resource, sorted. */
  addresses(): string[] {
    return Object.entries(this.json.resource)
      .flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`))
      .sort();
  }
}

/** Synthesizes roots into a temporary folder. Fails on any problem, since no test means to look at a broken root. */
export function synthesizeRoots(builders: readonly RootBuilder[]): Map<string, SynthesizedRoot> {
  const { outdir, roots, problems } = synthesize(() => builders, mkdtempSync(join(tmpdir(), "lms-synth-")));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return new Map(
    roots.map((id) => [
      id,
      new SynthesizedRoot(id, JSON.parse(readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8"))),
    ]),
  );
}

let platform: Map<string, SynthesizedRoot> | undefined;

/** Every root of every account, synthesized once for the whole test run. */
export function allRoots(): Map<string, SynthesizedRoot> {
  platform ??= synthesizeRoots(buildRoots(selectAccounts(undefined)));
  return platform;
}

/** One root of the platform, by name. */
export function root(name: string): SynthesizedRoot {
  const found = allRoots().get(name);
  if (found === undefined) throw new Error(`no root ${name}, only ${[...allRoots().keys()].join(", ")}`);
  return found;
}
