import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAlive } from "../../scripts/process";
import { Terraform } from "../../scripts/terraform";
import {
  descendants,
  fakePrograms,
  request,
  startWorkbench,
  temporaryFolder,
  until,
  type Workbench,
  writeRoot,
} from "./support";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
  await request(bench.emulator, "s3", "PUT", "/state-of-the-test");
});

afterAll(() => bench.emulator.stop());

const sleeps = (seconds: number, more: object = {}) => ({
  provisioner: [{ "local-exec": { command: `sleep ${seconds}` } }],
  ...more,
});

test.concurrent("an apply while another one holds the lock is refused, and told who holds it", async () => {
  const root = writeRoot(bench.terraform, "locked", { terraform_data: { slow: sleeps(4) } });
  await root.init();
  await root.plan();
  const first = root.apply();
  await until(
    async () => (await request(bench.emulator, "s3", "HEAD", "/state-of-the-test/locked/terraform.tfstate.tflock")).ok,
  );
  const second = await root.apply().catch((error: Error) => error.message);
  expect(second).toMatch(
    /^locked: the state must not be locked, got a lock that \S+@\S+ holds since \d{4}-\d\d-\d\d .* \(OperationTypeApply\); wait until that run ends, or, if it is dead, free the state with: terraform -chdir=\S*locked force-unlock -force [0-9a-f-]{36}$/,
  );
  expect((await first).counts).toMatchObject({ add: 1, change: 0, remove: 0 });
});

test.concurrent("after an apply that was killed the lock is freed with the command that the message names, and the next one goes on from there", async () => {
  // A queue takes Terraform 25 s; when it is done, Terraform writes the state, as it does every 20 s.
  const resource = {
    aws_ssm_parameter: {
      first: { name: "/first", type: "String", value: "1" },
      last: { name: "/last", type: "String", value: "2", depends_on: ["terraform_data.slow"] },
    },
    aws_sqs_queue: { jobs: { name: "jobs", depends_on: ["aws_ssm_parameter.first"] } },
    terraform_data: { slow: sleeps(60, { depends_on: ["aws_sqs_queue.jobs"] }) },
  };
  const pidFile = join(temporaryFolder(), "pid");
  const wrapper = fakePrograms({ terraform: `echo $$ > ${pidFile}\nexec ${bench.terraform.binary} "$@"` });
  const env = { ...bench.terraform.env, TERRAFORM_BINARY_NAME: join(wrapper, "terraform") };
  const wrapped = await Terraform.find(env, new AbortController().signal);
  const root = writeRoot(wrapped, "killed", resource);
  await root.init();
  await root.plan();
  const killed = root.apply().catch((error: Error) => error.message);
  const pid = () => Number(readFileSync(pidFile, "utf8"));
  await until(() => existsSync(pidFile) && descendants(pid()).some(({ command }) => command.includes("sleep 60")));
  const processes = descendants(pid());
  process.kill(pid(), "SIGKILL");
  expect(await killed).toBe("killed: terraform apply must succeed, got ended by a signal");
  await until(() => processes.every((child) => !isAlive(child.pid)));

  const refused = await root.plan().catch((error: Error) => error.message);
  const command = /terraform -chdir=\S+ (force-unlock -force [0-9a-f-]{36})$/.exec(String(refused))?.[1] ?? "";
  expect(refused).toContain("(OperationTypeApply); wait until that run ends, or, if it is dead, free the state with:");
  await bench.terraform.run("killed", root.folder, command.split(" "));

  expect((await root.pullState()).resources.map(({ type, name }) => `${type}.${name}`)).toEqual([
    "aws_sqs_queue.jobs",
    "aws_ssm_parameter.first",
  ]);

  const file = join(root.folder, "cdk.tf.json");
  writeFileSync(file, readFileSync(file, "utf8").replace("sleep 60", "sleep 0"));
  await root.plan();
  expect((await root.apply()).counts).toMatchObject({ add: 2, change: 0, remove: 0 });
  expect((await root.plan()).empty).toBe(true);
});

test.concurrent("Terraform's errors are told with the resource and its place", async () => {
  const root = writeRoot(bench.terraform, "invalid", {
    aws_ssm_parameter: { p: { name: "/p", type: "Text", value: "1" } },
  });
  await root.init();
  await expect(root.plan()).rejects.toThrow(
    [
      "invalid: terraform plan must succeed, got 1 error:",
      '  Error: expected type to be one of ["String" "StringList" "SecureString"], got Text',
      "    with aws_ssm_parameter.p, cdk.tf.json line 42",
    ].join("\n"),
  );
});

test.concurrent("a root with a lock file gets the provider that is locked, or none", async () => {
  const root = writeRoot(bench.terraform, "pinned", { aws_sqs_queue: { jobs: { name: "jobs" } } });
  await root.init();
  const file = join(root.folder, ".terraform.lock.hcl");
  const chosen = readFileSync(file, "utf8");
  const hash = `h1:${"A".repeat(43)}=`;
  // The lock file of a synth names no constraints.
  const others = chosen
    .replace(/^.*constraints.*\n/m, "")
    .replace(/"(h1|zh):[^"]+",\s*/g, "")
    .replace("[", `["${hash}"`);
  writeFileSync(file, others);
  await expect(root.init()).rejects.toThrow(/pinned: terraform init must succeed, got 1 error:[\s\S]*checksums/);
  expect(readFileSync(file, "utf8")).toBe(others);
  const written = chosen.replace(/^.*constraints.*\n/m, "");
  writeFileSync(file, written);
  await root.init();
  expect(readFileSync(file, "utf8")).toBe(written);
});
