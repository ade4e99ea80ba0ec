import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TerraformRoot } from "../../scripts/terraform-root";
import { writeModules } from "../../terraform-modules/write";
import { startWorkbench, temporaryFolder, type Workbench } from "../sandbox/support";
import { academy } from "./structures";

// What a team does that writes HCL, on a local AWS.

let bench: Workbench;
let out: string;

beforeAll(async () => {
  bench = await startWorkbench();
  out = temporaryFolder();
  writeModules(academy, out);
});

afterAll(async () => {
  await bench.emulator.stop();
});

/** Applies a root, plans it again, and destroys it. @returns how many resources it has */
async function live(name: string, folder: string): Promise<number> {
  const root = new TerraformRoot(bench.terraform, name, folder);
  await root.init();
  await root.plan();
  const { add } = (await root.apply("-parallelism=30")).counts;
  expect((await root.plan()).empty).toBe(true);
  expect((await root.destroy("-parallelism=30")).counts.remove).toBe(add);
  return add;
}

it.concurrent("the example of the VPC lives, and leaves nothing to change", { timeout: 300_000 }, async () => {
  expect(await live("vpc-only", join(out, "examples", "vpc-only"))).toBeGreaterThan(40);
});

it.concurrent("a root has the VPC twice, by another name", { timeout: 300_000 }, async () => {
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
  const provider = 'provider "aws" {\n  region = "us-east-1"\n}\n';
  writeFileSync(join(folder, "main.tf"), [provider, one("north"), one("south")].join(""));
  expect(await live("twice", folder)).toBeGreaterThan(80);
});
