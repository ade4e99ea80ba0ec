import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isListening, stopKept } from "../../sandbox/emulator-process";
import { isAlive } from "../../scripts/process";
import { synthesizeEnvironment } from "../../scripts/synth";
import { descendants, ending, runProgram, startEmulator, startProgram, temporaryFolder, until } from "./support";

/** Starts a sandbox without a cluster, whose programs might be built for minutes, and waits until its first apply is under way. */
async function startAndWaitForApply(LMS_SANDBOX_FOLDER: string) {
  const env = { LMS_SANDBOX_FOLDER, KUBEBUILDER_ASSETS: temporaryFolder() };
  const child = startProgram("sandbox/cli.ts", ["dev"], env);
  const pid = child.pid ?? 0;
  const ended = ending(child);
  await until(() => descendants(pid).some(({ command }) => /terraform apply/.test(command)));
  await until(() => descendants(pid).filter(({ command }) => /provider-aws/.test(command)).length > 0);
  return { child, pid, ended, processes: programs(pid) };
}

/** The processes below one, but for esbuild's service: it ends by itself, a moment after the one that started it. */
function programs(pid: number) {
  return descendants(pid).filter(({ command }) => !/esbuild --service/.test(command));
}

test("Ctrl-C ends Terraform, its providers, the gateway and moto; nothing that was applied differs from the synth", async () => {
  const folder = temporaryFolder();
  const { child, pid, ended, processes } = await startAndWaitForApply(folder);
  const commands = processes.map(({ command }) => command).join("\n");
  for (const part of ["terraform apply", "provider-aws", "sandbox/emulator.ts", "moto"])
    expect(commands).toContain(part);

  const second = await runProgram("sandbox/cli.ts", ["dev"], { LMS_SANDBOX_FOLDER: folder });
  expect(second.exitCode).toBe(1);
  expect(second.stderr.replace(/\d{4}-\S+Z/, "TIME")).toBe(
    `sandbox dev: only one may run or be kept at a time, got one that process ${pid} runs since TIME; wait for it or end it\n`,
  );

  child.kill("SIGINT");
  const { exitCode, stderr } = await ended;
  expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: "interrupted\n" });
  expect(processes.filter((process) => isAlive(process.pid))).toEqual([]);
  expect(existsSync(join(folder, "dev", "sandbox.json"))).toBe(false);

  const again = await synthesizeEnvironment("dev", temporaryFolder(), process.env, new AbortController().signal);
  for (const root of [again.state, ...again.roots]) {
    const applied = join(folder, "dev", "cdktf.out", "stacks", root.name, "cdk.tf.json");
    expect(readFileSync(applied, "utf8")).toBe(readFileSync(join(root.folder, "cdk.tf.json"), "utf8"));
  }
});

test("a sandbox that is killed takes its emulator with it", async () => {
  const { child, ended, processes } = await startAndWaitForApply(temporaryFolder());
  child.kill("SIGKILL");
  await ended;
  await until(() => processes.every((process) => !isAlive(process.pid)));
});

test("a kept emulator lives on without its parent, until it is stopped", async () => {
  const emulator = await startEmulator("111111111111");
  await emulator.keep();
  expect(await isListening(emulator.port)).toBe(true);
  const processes = [emulator.pid, ...programs(emulator.pid).map(({ pid }) => pid)];
  expect(processes.length).toBe(2);
  await stopKept(emulator.pid);
  expect(processes.filter(isAlive)).toEqual([]);
});
