import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fakePrograms, runProgram, temporaryFolder } from "./support";

const PROGRAM = "sandbox/tools-cli.ts";

test("the tests are told beforehand where their programs come from", async () => {
  const PATH = fakePrograms({
    terraform: `echo '{"terraform_version": "1.11.4"}'`,
    moto_server: "exit 0",
    python3: "echo 5.2.1",
  });
  const configuration = join(temporaryFolder(), "own.tfrc");
  writeFileSync(configuration, "provider_installation {\n}\n");
  const env = { PATH, TF_CLI_CONFIG_FILE: configuration, HELM: "/opt/helm", TERRAFORM_BINARY_NAME: "" };
  expect(await runProgram(PROGRAM, [], env)).toEqual({
    exitCode: 0,
    stdout: [
      `terraform  ${PATH}/terraform`,
      `moto       run by ${PATH}/python3`,
      `providers  as ${configuration} says`,
      "helm       /opt/helm\n",
    ].join("\n"),
    stderr: "",
  });
});

test("where one is missing, they say in one line what to install, and do not begin", async () => {
  const PATH = fakePrograms({ terraform: `echo '{"terraform_version": "1.11.4"}'` });
  const env = { PATH, TERRAFORM_BINARY_NAME: "", XDG_CACHE_HOME: temporaryFolder() };
  expect(await runProgram(PROGRAM, [], env)).toEqual({
    exitCode: 1,
    stdout: "",
    stderr: "moto: must have a Python, got no program python3 in PATH; install Python 3.10 or newer\n",
  });
});
