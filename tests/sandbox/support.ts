import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatorEnvironment } from "../../sandbox/aws-environment";
import { Emulator } from "../../sandbox/emulator-process";
import type { AccountKind } from "../../sandbox/gateway/judgement/account";
import { findMoto } from "../../sandbox/moto";
import { chooseProviderSource, type ProviderSource } from "../../scripts/provider-source";
import { PROJECT } from "../../scripts/synth";
import { Terraform } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";

/** A new folder, outside of the project. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "lms-test-"));
}

/** A folder with programs that are shell scripts, to be the PATH of a command. */
export function fakePrograms(scripts: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** Starts one of the project's programs as npm does. */
export function startProgram(entry: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [join("scripts", "run.js"), entry, ...args], {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** How a program ended. */
export interface Ending {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for a program's end. */
export async function ending(child: ChildProcess): Promise<Ending> {
  const texts = { stdout: "", stderr: "" };
  child.stdout?.on("data", (data) => {
    texts.stdout += data;
  });
  child.stderr?.on("data", (data) => {
    texts.stderr += data;
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { exitCode, ...texts };
}

/** Runs one of the project's programs to its end. */
export function runProgram(entry: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ending> {
  return ending(startProgram(entry, args, env));
}

/** The processes below a process, with their command lines. */
export function descendants(pid: number): readonly { readonly pid: number; readonly command: string }[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .flatMap((line) => {
      const [, child, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return command === undefined ? [] : [{ pid: Number(child), parent: Number(parent), command }];
    });
  const below = (parent: number): typeof table =>
    table.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.pid)]);
  return below(pid);
}

/** Waits until a condition holds, at most four minutes: what takes a second alone takes a minute beside sandboxes. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 240_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("the condition did not come to hold within four minutes");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The account of the test emulator. */
export const ACCOUNT = "444444444444";
/** Its state bucket. */
export const BUCKET = "state-of-the-test";

/** Settings of a root whose state is in that bucket. */
export const ROOT_SETTINGS = {
  name: "test",
  account: ACCOUNT,
  region: "us-east-1",
  stateBucket: BUCKET,
  owner: "owner",
  costCenter: "cost",
};

/** A local AWS and a Terraform that works on it. */
export interface Workbench {
  readonly emulator: Emulator;
  readonly terraform: Terraform;
  readonly providers: ProviderSource;
}

/** Starts the local AWS of an account; the test ends it with `stop()`. */
export async function startEmulator(account: string, kind: AccountKind = "prepared"): Promise<Emulator> {
  const python = await findMoto(process.env, new AbortController().signal);
  return Emulator.start({ python, account, kind, port: 0, folder: temporaryFolder() });
}

/** Starts the local AWS of an account and finds Terraform for it; the test ends it with `emulator.stop()`. */
export async function startWorkbench(account: string = ACCOUNT, kind?: AccountKind): Promise<Workbench> {
  const emulator = await startEmulator(account, kind);
  const found = await Terraform.find(process.env, new AbortController().signal);
  const source = await chooseProviderSource(process.env, { folder: temporaryFolder() });
  const env = emulatorEnvironment({ ...found.env, ...source.env }, emulator.endpoint, "us-east-1");
  return { emulator, terraform: found.with({ env }), providers: source };
}

/** A root in a folder of its own, with the S3 backend of the test, and the AWS provider if it has AWS resources. */
export function writeRoot(terraform: Terraform, name: string, resource: object, more: object = {}): TerraformRoot {
  const folder = join(temporaryFolder(), name);
  mkdirSync(folder);
  const region = "us-east-1";
  const allowed_account_ids = [ACCOUNT];
  const backend = { bucket: BUCKET, key: `${name}/terraform.tfstate`, region, use_lockfile: true, allowed_account_ids };
  const usesAws = Object.keys(resource).some((type) => type.startsWith("aws_"));
  const aws = { required_providers: { aws: { source: "aws", version: ">= 5.100.0, < 7.0.0" } } };
  const provider = { aws: [{ region, allowed_account_ids, default_tags: [{ tags: { TerraformRoot: name } }] }] };
  const configuration = {
    terraform: { backend: { s3: backend }, ...(usesAws ? aws : {}) },
    ...(usesAws ? { provider } : {}),
    resource,
    ...more,
  };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration, undefined, 2));
  return new TerraformRoot(terraform, name, folder);
}

/** A request to the local AWS, as an SDK would send it. */
export function request({ endpoint }: Emulator, service: string, method: string, path: string, body?: string) {
  const scope = `test/20250101/us-east-1/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=test`;
  return fetch(`${endpoint}${path}`, { method, headers: { authorization }, ...(body === undefined ? {} : { body }) });
}
