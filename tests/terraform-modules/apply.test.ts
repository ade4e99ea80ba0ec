import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { defaultTags } from "../../environments/environment";
import { query } from "../../sandbox/local-aws";
import { TerraformRoot } from "../../scripts/terraform-root";
import { PlatformStack } from "../../stacks/platform-stack";
import { synthesize } from "../../stacks/synthesize";
import { writeFolder } from "../../terraform-modules/files";
import type { Module } from "../../terraform-modules/module";
import { takingOverVpc } from "../../terraform-modules/taking-over-vpc";
import { writeModules } from "../../terraform-modules/write";
import { startWorkbench, temporaryFolder, type Workbench } from "../sandbox/support";
import { academy } from "./structures";
import { vpcOfOthers } from "./vpc-of-others";

// What a team does that writes HCL, on a local AWS.

let bench: Workbench;
let out: string;
let modules: readonly Module[];

beforeAll(async () => {
  bench = await startWorkbench(academy.account);
  out = temporaryFolder();
  modules = writeModules(academy, out);
});

afterAll(async () => {
  await bench.emulator.stop();
});

/** Cut as the module would cut it, in other zones than the environment's. */
const THEIR_VPC = vpcOfOthers("10.40.0.0/16", {
  azs: ["us-west-2a", "us-west-2c"],
  public: ["10.40.132.0/22", "10.40.140.0/22"],
  private: ["10.40.16.0/20", "10.40.48.0/20"],
  database: ["10.40.164.0/22", "10.40.172.0/22"],
});

const PARALLELISM = "-parallelism=30";

/**
 * Applies a root, plans it again, and destroys it.
 * @param meanwhile is done while it is there
 * @returns how many resources it has
 */
async function live(
  name: string,
  folder: string,
  meanwhile: (outputs: Readonly<Record<string, unknown>>) => Promise<void> = async () => {},
): Promise<number> {
  const root = new TerraformRoot(bench.terraform, name, folder);
  await root.init();
  await root.plan();
  const { add } = (await root.apply(PARALLELISM)).counts;
  expect((await root.plan()).empty).toBe(true);
  const { outputs } = await root.pullState();
  await meanwhile(Object.fromEntries(Object.entries(outputs).map(([output, { value }]) => [output, value])));
  expect((await root.destroy(PARALLELISM)).counts.remove).toBe(add);
  return add;
}

/** An example of what is made in a VPC that is there. */
async function liveIn(vpc: Readonly<Record<string, unknown>>, example: string): Promise<number> {
  const folder = join(out, "examples", example);
  writeFileSync(join(folder, "terraform.tfvars.json"), JSON.stringify({ ...vpc, name: `lms-${example.slice(0, 3)}` }));
  return live(example, folder);
}

it.concurrent("the example of the VPC lives, and those in it, and they leave nothing to change", async () => {
  const topic = { Action: "CreateTopic", Version: "2010-03-31", Name: "alerts" };
  await query({ endpoint: bench.emulator.endpoint, region: academy.region }, "sns", topic);
  const sns_topics = { warning: `arn:aws:sns:${academy.region}:${academy.account}:alerts` };
  const resources = await live("vpc-only", join(out, "examples", "vpc-only"), async (vpc) => {
    const inside = [liveIn(vpc, "eks-on-existing-vpc"), liveIn({ ...vpc, sns_topics }, "database-only")];
    for (const count of await Promise.all(inside)) expect(count).toBeGreaterThan(20);
  });
  expect(resources).toBeGreaterThan(40);
});

it.concurrent("a root has the VPC twice, by another name", async () => {
  const folder = join(out, "examples", "twice");
  mkdirSync(folder);
  const one = (name: string) => `
module "kms_${name}" {
  source = "../../modules/kms"
  name   = "${name}"
}

module "vpc_${name}" {
  source       = "../../modules/vpc"
  name         = "${name}"
  kms_key_arns = module.kms_${name}.kms_key_arns
}
`;
  const provider = 'provider "aws" {\n  region = "us-west-2"\n}\n';
  writeFileSync(join(folder, "main.tf"), [provider, one("north"), one("south")].join(""));
  expect(await live("twice", folder)).toBeGreaterThan(80);
});

it("modules take over what an environment's root holds, and change nothing of it", async () => {
  const moved = readFileSync(join(out, "taking-over", "moved.tf"), "utf8").match(
    /moved \{[^}]*module\.(vpc|kms)\.[^}]*\}/g,
  );
  const called = readFileSync(join(out, "taking-over", "main.tf"), "utf8").matchAll(/source = "(\.\..*)"/g);
  const sources = [...called].map(([, source = ""]) => join(out, "taking-over", source, "main.tf.json"));
  expect(sources.filter((file) => existsSync(file))).toHaveLength(modules.length);
  const folder = join(out, "examples", "taken-over");
  mkdirSync(folder);
  const own = new Set(moved?.map((block) => /from = (\S+)/.exec(block)?.[1]));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(partOfRoot(own)));
  const root = new TerraformRoot(bench.terraform, "taken-over", folder);
  await root.init();
  await root.plan();
  const { add } = (await root.apply(PARALLELISM)).counts;
  expect(add).toBe(own.size);

  rmSync(join(folder, "main.tf.json"));
  cpSync(join(out, "examples", "vpc-only", "main.tf"), join(folder, "main.tf"));
  writeFileSync(join(folder, "moved.tf"), moved?.join("\n") ?? "");
  await root.init();

  await root.plan();
  const changes = (await root.plannedChanges()).filter(({ address }) => !address.startsWith("output."));
  expect(changes.filter(({ action }) => action !== "move")).toEqual([]);
  expect(changes.length).toBe(own.size);
  expect((await root.apply()).counts).toMatchObject({ add: 0, change: 0, remove: 0 });
  expect((await root.plan()).empty).toBe(true);
  await root.destroy(PARALLELISM);
});

// What it makes stays, so it is the last.
it("the module of the VPC takes over that of another root, and replaces nothing", async () => {
  const folder = temporaryFolder();
  const theirs = new TerraformRoot(bench.terraform, "theirs", folder);
  const provider = { aws: [{ region: academy.region }] };
  mkdirSync(join(folder, "vpc"));
  writeFileSync(join(folder, "vpc", "main.tf.json"), JSON.stringify(THEIR_VPC));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ provider, module: { vpc: { source: "./vpc" } } }));
  await theirs.init();
  await theirs.plan();
  await theirs.apply(PARALLELISM);
  const state = (await bench.terraform.run("theirs", folder, ["show", "-json"])).stdout;

  const { files, report } = takingOverVpc(academy, modules, state);
  writeFolder(join(out, "taking-over-vpc"), files);
  expect(report[0]).toBe("25 resources are imported");
  const ours = new TerraformRoot(bench.terraform, "ours", join(out, "taking-over-vpc"));
  await ours.init();
  await ours.plan();
  const { resource_changes: planned = [] } = await ours.planDocument();
  expect(planned.filter(({ change }) => change.importing !== undefined)).toHaveLength(25);
  expect(planned.filter(({ change }) => change.actions.includes("delete"))).toEqual([]);
  await ours.apply(PARALLELISM);
  expect((await ours.plan()).empty).toBe(true);

  const removed = [{ from: "module.vpc", lifecycle: { destroy: false } }];
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ provider, removed }));
  expect((await theirs.plan()).counts).toMatchObject({ add: 0, change: 0, remove: 0 });
});

/** Some resources of the environment's own root, whose permissions boundary is in another. */
function partOfRoot(own: ReadonlySet<string | undefined>): object {
  const folder = temporaryFolder();
  synthesize(() => [(app) => new PlatformStack(app, academy)], folder);
  const file = join(folder, "stacks", "academy-platform", "cdk.tf.json");
  const { resource } = JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, object>>;
  const kept = Object.entries(resource ?? {}).map(([type, named]) => {
    const blocks = Object.entries(named).filter(([name]) => own.has(`${type}.${name}`));
    return [
      type,
      Object.fromEntries(blocks.map(([name, block]) => [name, { ...block, permissions_boundary: undefined }])),
    ];
  });
  const tags = defaultTags(academy, "academy-platform");
  return {
    provider: { aws: [{ region: academy.region, default_tags: [{ tags }] }] },
    resource: Object.fromEntries(kept.filter(([, named]) => Object.keys(named as object).length > 0)),
  };
}
