// What else is slow or out of date in cdktf, mended; how it resolves tokens is in cdktf-resolve.ts. The output stays the same, byte by byte.
import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { AssetType, type Manifest, TerraformAsset, type TerraformStack } from "cdktf";

type SnakeCase = (object: object) => unknown;

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

/** Keeps cdktf from giving names in snake case to the arguments that an element does not have, which are nearly all. */
export function withoutAbsentArguments(): void {
  const module = require("cdktf/lib/util") as { keysToSnakeCase: SnakeCase & { readonly original?: SnakeCase } };
  if (module.keysToSnakeCase.original !== undefined) return;
  const original = module.keysToSnakeCase;
  const keysToSnakeCase: SnakeCase = (object) =>
    Array.isArray(object) || object.constructor !== Object
      ? original(object)
      : original(Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));
  module.keysToSnakeCase = Object.assign(keysToSnakeCase, { original });
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
