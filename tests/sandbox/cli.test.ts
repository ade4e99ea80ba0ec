import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { ACCOUNT_LIST } from "../support/names";
import { fakePrograms, runProgram, temporaryFolder } from "./support";

const TERRAFORM = `echo '{"terraform_version": "1.11.4"}'`;
const sandbox = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => runProgram("sandbox/cli.ts", args, env);
const refused = (message: string) => ({ exitCode: 1, stdout: "", stderr: `${message}\n` });

describe("the sandbox refuses, in one line and with exit code 1,", () => {
  test.each([
    [[], `sandbox: must name at least one environment, got none; choose from ${ACCOUNT_LIST}`],
    [["nowhere"], `sandbox: must name a known environment, got "nowhere"; choose from ${ACCOUNT_LIST}`],
    [["dev", "--keep", "--destroy"], "sandbox: --keep and --destroy must not be given together, got both; choose one"],
    [["dev", "--port", "high"], 'sandbox: --port must be a number from 1 to 65535, got "high"'],
    [["dev", "--port", "0"], 'sandbox: --port must be a number from 1 to 65535, got "0"'],
    [
      ["dev", "prod", "--port", "4566"],
      "sandbox: --port must go with one environment, got 2; leave it out for free ports",
    ],
    [["dev", "--destory"], expect.stringMatching(/^sandbox: Unknown option '--destory'.*; see --help\n$/)],
  ])("the arguments %j", async (args, message) => {
    expect(await sandbox(args)).toEqual(
      typeof message === "string" ? refused(message) : { exitCode: 1, stdout: "", stderr: message },
    );
  });

  const advice = "install Terraform 1.11.0 or newer, or set TERRAFORM_BINARY_NAME";
  // A port where nobody listens.
  const offline = () => ({ XDG_CACHE_HOME: temporaryFolder(), LMS_TERRAFORM_MIRROR: "http://127.0.0.1:9" });
  const url = `http://127.0.0.1:9/terraform/1.11.4/terraform_1.11.4_${process.platform}_${process.arch.replace("x64", "amd64")}.zip`;

  test("a machine without Terraform, where it cannot be downloaded", async () => {
    const env = { ...offline(), PATH: fakePrograms({}), TERRAFORM_BINARY_NAME: "" };
    expect(await sandbox(["dev"], env)).toEqual(
      refused(
        `terraform: must be 1.11.0 or newer in PATH, got no program terraform, and ${url} cannot be read (bad port); ${advice}`,
      ),
    );
  });

  test("a Terraform that is too old, where it is named", async () => {
    const PATH = fakePrograms({ tofu: `echo '{"terraform_version": "1.10.5"}'` });
    expect(await sandbox(["dev"], { PATH, TERRAFORM_BINARY_NAME: "tofu" })).toEqual(
      refused(`terraform: must be 1.11.0 or newer in PATH, got 1.10.5; ${advice}`),
    );
  });

  test("a Terraform that does not run, where another one cannot be downloaded", async () => {
    const PATH = fakePrograms({ terraform: "exit 3" });
    expect(await sandbox(["dev"], { ...offline(), PATH })).toEqual(
      refused(
        `terraform: must be 1.11.0 or newer in PATH, got no version from ${PATH}/terraform, and ${url} cannot be read (bad port); ${advice}`,
      ),
    );
  });

  test("a machine without moto and Python", async () => {
    const PATH = fakePrograms({ terraform: TERRAFORM });
    expect(await sandbox(["dev"], { ...offline(), PATH })).toEqual(
      refused("moto: must have a Python, got no program python3 in PATH; install Python 3.10 or newer"),
    );
  });

  test.each(["echo 5.1.22", "exit 1"])(
    "a moto that is too old or lost, and a Python that does not run",
    async (script) => {
      const PATH = fakePrograms({ terraform: TERRAFORM, moto_server: "exit 0", python3: script });
      expect(await sandbox(["dev"], { ...offline(), PATH })).toEqual(
        refused("moto: must have a Python that runs, got: no words; install Python 3.10 or newer"),
      );
    },
  );

  test("a port that is in use", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const result = await sandbox(["dev", "--port", String(port)]);
    server.close();
    expect(result).toEqual(
      refused(`sandbox: --port must be free, got ${port}, where another program listens; choose another or none`),
    );
  });

  test("to destroy what is not kept", async () => {
    const LMS_SANDBOX_FOLDER = temporaryFolder();
    const { exitCode, stderr } = await sandbox(["dev", "--destroy"], { LMS_SANDBOX_FOLDER });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "sandbox dev: must be kept before it is destroyed, got none; start one with --keep\n",
    });
  });
});

test("--help tells how it is used", async () => {
  const { exitCode, stdout, stderr } = await sandbox(["--help"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout.split("\n")[0]).toBe(
    "npm run sandbox -- <environment...> [--keep | --destroy] [--account KIND] [--taken-bucket NAME]...",
  );
});
