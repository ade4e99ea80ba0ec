import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { App, AssetType, Lazy, TerraformAsset, TerraformIterator, TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { withoutAbsentArguments, writeOverAssets } from "../../stacks/cdktf-internals";
import { Resolver } from "../../stacks/cdktf-resolve";
import { temporaryFolder } from "../sandbox/support";

interface Util {
  keysToSnakeCase: (object: object) => unknown;
  processDynamicAttributes: (attributes: object) => object;
}

describe("withoutAbsentArguments", () => {
  const util: Util & { keysToSnakeCase: { original?: Util["keysToSnakeCase"] } } = require("cdktf/lib/util");
  const { processDynamicAttributes: byCdktf } = util;
  withoutAbsentArguments();

  it("names what is there as cdktf does, and leaves the rest out", () => {
    const { original } = util.keysToSnakeCase;
    const token = Lazy.stringValue({ produce: () => "produced" });
    const present = { dependsOn: ["a.b"], lifecycle: { preventDestroy: true, ignoreChanges: ["x"] }, forEach: token };
    expect(util.keysToSnakeCase({ ...present, count: undefined })).toEqual({
      depends_on: ["a.b"],
      lifecycle: { prevent_destroy: true, ignore_changes: ["x"] },
      for_each: token,
    });
    for (const object of [present, [present, "text"], Lazy.anyValue({ produce: () => present })]) {
      expect(util.keysToSnakeCase(object)).toEqual(original?.(object));
    }
  });

  it("has of attributes what cdktf has, but for what is absent", () => {
    const { TerraformDynamicBlock } = require("cdktf/lib/terraform-dynamic-block");
    const stack = new TerraformStack(new App(), "stack");
    const resolver = new Resolver(stack);
    const block = () => new TerraformDynamicBlock({ forEach: TerraformIterator.fromList(["a"]), content: { x: 1 } });
    const attributes = {
      name: "a",
      none: null,
      zero: 0,
      absent: undefined,
      list: [{ a: undefined, b: 1 }],
      nested: { absent: undefined, deep: { on: false, rule: block() } },
      token: Lazy.stringValue({ produce: () => "produced" }),
      rule: block(),
    };
    const present = util.processDynamicAttributes(attributes);
    expect(Object.keys(present)).not.toContain("absent");
    expect(resolver.resolve(present)).toEqual(resolver.resolve(byCdktf(attributes)));
    expect(resolver.resolve(present)).toMatchObject({ dynamic: { rule: { iterator: "each" } } });
  });
});

describe("writeOverAssets", () => {
  const outdir = temporaryFolder();
  const source = join(temporaryFolder(), "code.zip");

  /** Synthesizes a stack with one asset. @returns the files that are there of it */
  function synthesize(file: string, text: string): Record<string, string> {
    writeFileSync(file, text);
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "stack");
    const asset = new TerraformAsset(stack, "code", { path: file, type: AssetType.FILE, assetHash: "." });
    app.synth();
    const folder = join(outdir, "stacks", "stack", dirname(asset.path));
    return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  }

  it("leaves the file of this synth, and no other", () => {
    writeOverAssets();
    expect(synthesize(source, "first")).toEqual({ "code.zip": "first" });
    expect(synthesize(source, "second")).toEqual({ "code.zip": "second" });
    expect(synthesize(join(dirname(source), "other.zip"), "third")).toEqual({ "other.zip": "third" });
  });
});
