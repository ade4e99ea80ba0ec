import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { dev } from "../../environments/dev";
import { emulatorEnvironment } from "../../sandbox/aws-environment";
import type { Emulator } from "../../sandbox/emulator-process";
import { Terraform } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";
import { type Ending, request, runProgram, startEmulator, temporaryFolder } from "../sandbox/support";
import { ENVIRONMENT_LIST } from "../support/names";
import { DEV_OUTPUTS, targetGroup } from "./contract-facts";

const PROGRAM = "scripts/contract.ts";
const contract = (...args: string[]) => runProgram(PROGRAM, args);

function outputsFile(outputs: object): string {
  const file = join(temporaryFolder(), "outputs.json");
  writeFileSync(file, JSON.stringify(outputs));
  return file;
}

/** What it printed as the contract of dev. */
const printed = ({ stdout }: Pick<Ending, "stdout">) => parse(stdout).platform;

describe("npm run contract", () => {
  it("writes the contract that the outputs in a file make", async () => {
    const out = join(temporaryFolder(), "dev.yaml");
    const args = ["dev", "--outputs", outputsFile(DEV_OUTPUTS), "--out", out];
    expect(await contract(...args)).toEqual({ exitCode: 0, stdout: `${out}: written; commit it\n`, stderr: "" });
    const text = readFileSync(out, "utf8");
    expect(text.split("\n").slice(0, 3)).toEqual([
      "# Written by `npm run contract -- dev` from environments/dev.ts and the outputs of dev-platform.",
      "# Do not edit: run it again when either has changed.",
      "platform:",
    ]);
    expect(parse(text).platform.services.web.targetGroup).toBe(targetGroup("web"));
    expect((await contract(...args)).stdout).toBe(`${out}: nothing to change\n`);
  });

  it("takes the outputs from stdin, and prints the contract where it is told to", () => {
    const args = ["scripts/run.js", PROGRAM, "dev", "--outputs", "-", "--out", "-"];
    const stdout = execFileSync(process.execPath, args, { input: JSON.stringify(DEV_OUTPUTS), encoding: "utf8" });
    expect(printed({ stdout }).services.courses.database).toEqual({
      host: "writer.example.com",
      readerHost: "reader.example.com",
      name: "lms",
      poolSize: 3,
      port: 5432,
    });
  });

  it("writes what the code tells anew, offline, and keeps the addresses", async () => {
    const committed = readFileSync("gitops/platform/dev.yaml", "utf8");
    expect((await contract("dev", "--offline", "--out", "-")).stdout).toBe(committed);
  });

  it("tells how it is used", async () => {
    const { exitCode, stdout } = await contract("--help");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^npm run contract -- <environment> \[--offline \| --outputs <file>\] \[--out <file>\]\n/);
    expect(stdout).toContain(`<environment>      one of ${ENVIRONMENT_LIST}\n`);
  });

  const { target_groups: _groups, ...withoutGroups } = DEV_OUTPUTS;
  it.each([
    [[], `contract: must name one environment, got 0; choose from ${ENVIRONMENT_LIST}\n`],
    [["nowhere"], `contract: must name a known environment, got "nowhere"; choose from ${ENVIRONMENT_LIST}\n`],
    [["dev", "prod"], `contract: must name one environment, got 2; choose from ${ENVIRONMENT_LIST}\n`],
    [
      ["dev", "--offline", "--outputs", "-"],
      "contract: must have one source, got --offline and --outputs; leave one out\n",
    ],
    [["dev", "--force"], /^contract: Unknown option '--force'.*; see --help\n$/],
    [
      ["dev", "--outputs", "no-such-file"],
      /^contract: no-such-file must hold what `terraform output -json` prints, got ENOENT.*; write it anew\n$/,
    ],
    [
      ["dev", "--outputs", "README.md"],
      /^contract: README\.md must hold what `terraform output -json` prints, got Unexpected token.*; write it anew\n$/,
    ],
    [
      ["dev", "--outputs", "environments/overrides.json"],
      /^contract: environments\/overrides\.json must hold what `terraform output -json` prints, got \[\]; write it anew\n$/,
    ],
    [
      ["staging", "--outputs", outputsFile({ ...withoutGroups, db_endpoint: { value: 5 } })],
      /^staging-platform: the outputs must tell all that the contract holds; apply the root, or give the outputs of this environment:\n {2}- target_groups\.web: must be the ARN of a target group of 222222222222 in us-east-1, got nothing\n(.*\n){7} {2}- db_endpoint: must be a host name, got 5\n$/,
    ],
  ])("refuses %j", async (args, message) => {
    expect(await contract(...args)).toEqual({ exitCode: 1, stdout: "", stderr: expect.stringMatching(message) });
  });
});

describe("with the state of a deployed environment", () => {
  let aws: Emulator;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    aws = await startEmulator(dev.account);
    await request(aws, "s3", "PUT", `/${dev.stateBucket}`);
    env = emulatorEnvironment(process.env, aws.endpoint, dev.region);
  });
  afterAll(() => aws.stop());

  it("says that nothing was applied yet, and then reads what was", async () => {
    const read = (more = {}) => runProgram(PROGRAM, ["dev", "--out", "-"], { ...env, ...more });
    expect((await read()).stderr).toContain("  - db_endpoint: must be a host name, got nothing\n");

    const folder = temporaryFolder();
    const s3 = { bucket: dev.stateBucket, key: "dev-platform/terraform.tfstate", region: dev.region };
    const configuration = { terraform: { backend: { s3 } }, output: DEV_OUTPUTS };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration));
    const terraform = (await Terraform.find(env, new AbortController().signal)).with({ env });
    const root = new TerraformRoot(terraform, "dev-platform", folder);
    await root.init();
    await root.plan();
    await root.apply();
    // The state of a real root has resources of AWS, whose provider this machine need not have.
    const state = await root.pullState();
    const provider = 'provider["registry.terraform.io/hashicorp/aws"]';
    const vpc = { mode: "managed", type: "aws_vpc", name: "a", provider, instances: [{ attributes: { id: "vpc-1" } }] };
    const body = JSON.stringify({ ...state, serial: 9, resources: [vpc] });
    await request(aws, "s3", "PUT", `/${dev.stateBucket}/dev-platform/terraform.tfstate`, body);
    const mirror = `provider_installation {\n  filesystem_mirror {\n    path = "${temporaryFolder()}"\n  }\n}\n`;
    const TF_CLI_CONFIG_FILE = join(temporaryFolder(), "none.tfrc");
    writeFileSync(TF_CLI_CONFIG_FILE, mirror);

    expect(printed(await read({ TF_CLI_CONFIG_FILE })).services.courses).toMatchObject({
      targetGroup: targetGroup("courses"),
      database: { host: "writer.example.com", name: "lms", port: 5432 },
      redis: { cache: { host: "cache.example.com", port: 6380, user: "lms-dev-cache" } },
    });
  });
});
