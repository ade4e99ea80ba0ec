import { expect, it } from "vitest";
import { findExecutable } from "../../scripts/process";
import { runProgram, temporaryFolder } from "./support";

const TOFU = findExecutable("tofu", process.env);
if (TOFU === undefined) console.warn("tests/sandbox/opentofu.test.ts: OpenTofu is not tried, there is no tofu in PATH");

it.skipIf(TOFU === undefined)(
  "takes an account through its life, its roots synthesized for it",
  async () => {
    const env = { TERRAFORM_BINARY_NAME: "tofu", LMS_SANDBOX_FOLDER: temporaryFolder() };
    const { exitCode, stdout } = await runProgram("sandbox/cli.ts", ["shared"], env);
    expect(stdout).toMatch(/shared-registry {2}plan again +\d+\.\d s {2}no changes/);
    expect(stdout).toMatch(/shared-registry {2}destroy +\d+\.\d s {2}\d+ destroyed/);
    expect(exitCode).toBe(0);
  },
  300_000,
);
