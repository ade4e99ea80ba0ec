// What else is slow or out of date in cdktf, mended; how it resolves tokens is in cdktf-resolve.ts. The output stays the same, byte by byte.
import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { AssetType, type Manifest, TerraformAsset, type TerraformStack } from "cdktf";

/** What cdktf does with the arguments of an element before it resolves them. */
interface ArgumentInternals {
  keysToSnakeCase: ((object: object) => unknown) & { readonly original?: ArgumentInternals["keysToSnakeCase"] };
  processDynamicAttributes: (attributes: object) => object;
}

/** What cdktf keeps to itself of an asset. */
interface AssetInternals {
  readonly stack: TerraformStack;
  readonly path: string;
  readonly fileName: string;
  readonly sourcePath: string;
  readonly type: AssetType;
  _onSynthesize: (this: AssetInternals, session: { readonly manifest: Manifest }) => void;
  original?: AssetInternals["_onSynthesize"];
}

/** Keeps cdktf from capturing a stack trace for each token, half of a synth's time, which is nowhere in the output. */
export function withoutTokenStackTraces(): void {
  const module = require("cdktf/lib/tokens/private/stack-trace") as { captureStackTrace: () => string[] };
  module.captureStackTrace = () => [];
}

/** Gives cdktf the `util.isArray` that newer versions of Node warn of, or have no more. */
export function withoutDeprecatedCalls(): void {
  const util = require("node:util") as { isArray: (value: unknown) => boolean };
  util.isArray = Array.isArray;
}

/**
 * Keeps cdktf from copying the arguments that an element does not have, and from giving them names in snake case: they are nearly
 * all, would be resolved, too, and take a twentieth of a synth's time.
 */
export function withoutAbsentArguments(): void {
  const module = require("cdktf/lib/util") as ArgumentInternals;
  if (module.keysToSnakeCase.original !== undefined) return;
  const original = module.keysToSnakeCase;
  const keysToSnakeCase = (object: object) => {
    if (object.constructor !== Object) return original(object);
    const present = Object.entries(object).filter(([, value]) => value !== undefined);
    return present.length === 0 ? {} : original(Object.fromEntries(present));
  };
  module.keysToSnakeCase = Object.assign(keysToSnakeCase, { original });
  module.processDynamicAttributes = presentAttributes;
}

/** The attributes that are there, with the dynamic blocks as Terraform has them. */
function presentAttributes(attributes: object): object {
  const present: Record<string, unknown> = {};
  let dynamic: Record<string, unknown> | undefined;
  for (const key of Object.keys(attributes)) {
    const value: unknown = attributes[key as keyof typeof attributes];
    if (typeof value !== "object" || value === null) {
      if (value !== undefined) present[key] = value;
    } else if (value.constructor === Object) {
      present[key] = presentAttributes(value);
    } else if (isDynamicBlock(value)) {
      dynamic ??= {};
      dynamic[key] = value.toTerraformDynamicBlockJson();
    } else {
      present[key] = value;
    }
  }
  return dynamic === undefined ? present : { ...present, dynamic };
}

function isDynamicBlock(value: object): value is { toTerraformDynamicBlockJson(): unknown } {
  return "toTerraformDynamicBlockJson" in value;
}

/** Has cdktf write over the file of an asset that is there, not remove its folder and make it anew. */
export function writeOverAssets(): void {
  const { prototype } = TerraformAsset as unknown as { prototype: AssetInternals };
  if (prototype.original !== undefined) return;
  const { _onSynthesize: original } = prototype;
  prototype.original = original;
  prototype._onSynthesize = function (session) {
    const { manifest } = session;
    const target = join(manifest.outdir, manifest.forStack(this.stack).workingDirectory, this.path);
    const folder = dirname(target);
    const known = this.type === AssetType.FILE && existsSync(folder) && readdirSync(folder).join() === this.fileName;
    if (known) copyFileSync(this.sourcePath, target);
    else original.call(this, session);
  };
}
