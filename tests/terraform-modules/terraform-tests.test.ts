import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { chooseProviderSource } from "../../scripts/provider-source";
import { Terraform } from "../../scripts/terraform";
import type { Module } from "../../terraform-modules/module";
import { isTestable } from "../../terraform-modules/terraform-tests";
import { writeModules } from "../../terraform-modules/write";
import { temporaryFolder } from "../sandbox/support";
import { academy, prod } from "./structures";

// The tests that come with the modules, run by Terraform: that of one, or with LMS_EXAMPLES=all, which takes minutes, of all.

let terraform: Terraform;
let prodModules: readonly Module[];
const [academyOut, prodOut] = [temporaryFolder(), temporaryFolder()];

beforeAll(async () => {
  const found = await Terraform.find(process.env, new AbortController().signal);
  const source = await chooseProviderSource(process.env, { folder: temporaryFolder() });
  terraform = found.with({ env: { ...found.env, ...source.env } });
  writeModules(academy, academyOut);
  prodModules = writeModules(prod, prodOut);
});

/** What Terraform says in the end of the tests of a module. */
async function tested(out: string, name: string): Promise<string | undefined> {
  const folder = join(out, "modules", name);
  await terraform.run(name, folder, ["init", "-backend=false"]);
  return (await terraform.run(name, folder, ["test", "-no-color"])).stdout.trim().split("\n").at(-1);
}

it("all that is written is formatted as Terraform does it", async () => {
  expect((await terraform.run("fmt", academyOut, ["fmt", "-check", "-recursive"])).stdout).toBe("");
});

it("the VPC has what its variables say, and refuses wrong ones and another region's key", async () => {
  expect(await tested(academyOut, "vpc")).toBe("Success! 4 passed, 0 failed.");
});

it("a file names each run once, also where settings of two parts have one name", () => {
  const file = readFileSync(
    join(prodOut, "modules", "disaster-recovery", "tests", "disaster-recovery.tftest.hcl"),
    "utf8",
  );
  expect(file.match(/^run .*/gm)).toEqual([
    'run "plan" {',
    'run "refuses_cloudwatch_log_group_retention_in_days" {',
    'run "refuses_cidr" {',
    'run "refuses_kms_key_arns_of_another_region" {',
    'run "refuses_sns_topics_of_another_region" {',
  ]);
});

it("a module that makes a password by an ephemeral resource, which Terraform cannot mock, has no tests and says so", () => {
  const without = prodModules.filter(({ name }) => !existsSync(join(prodOut, "modules", name, "tests")));
  expect(without.map(({ name }) => name)).toEqual(["rds"]);
  expect(readFileSync(join(prodOut, "modules", "rds", "README.md"), "utf8")).toContain(
    "## Tests\n\nNone: the mock providers of Terraform 1.11 have no ephemeral resources",
  );
});

it.runIf(process.env.LMS_EXAMPLES === "all").each([academy, prod])(
  "so does each module like $name",
  {
    timeout: 1_800_000,
  },
  async (like) => {
    const out = temporaryFolder();
    for (const { name } of writeModules(like, out).filter(isTestable)) {
      expect([name, await tested(out, name)]).toEqual([
        name,
        expect.stringMatching(/^Success! \d+ passed, 0 failed\.$/),
      ]);
    }
  },
);
