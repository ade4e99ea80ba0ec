import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../scripts/failure";
import { isAlive } from "../scripts/process";
import { PROJECT } from "../scripts/synth";
import type { AccountKind } from "./gateway/judgement/account";

const STOP_TIMEOUT_MS = 5_000;

/** How the local AWS of one environment is started. */
export interface EmulatorOptions {
  /** The Python that runs moto. */
  readonly python: string;
  /** The AWS account that it is. */
  readonly account: string;
  /** What AWS lets the account have; by default what README says to ask for. */
  readonly kind?: AccountKind;
  /** S3 buckets that other accounts have; none by default. */
  readonly takenBuckets?: readonly string[];
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Where its logs go. */
  readonly folder: string;
  /** ARNs of identities of other accounts, by the access key that each uses. */
  readonly outsiders?: Readonly<Record<string, string>>;
}

/** The local AWS of one environment, a process that ends with this one unless it is kept. */
export class Emulator {
  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
    readonly port: number,
  ) {}

  /** Starts it and waits until it answers. @throws Failure with one line that says why it does not */
  static async start(given: EmulatorOptions): Promise<Emulator> {
    const { python, account, kind = "prepared", takenBuckets = [], port, folder, outsiders = {} } = given;
    const options = ["--python", python, "--account", account, "--port", String(port), "--folder", folder];
    options.push("--kind", kind, "--taken", takenBuckets.join(","), "--outsiders", JSON.stringify(outsiders));
    const logFile = join(folder, "emulator.log");
    const log = openSync(logFile, "w");
    const child = spawn(process.execPath, [join("scripts", "run.js"), join("sandbox", "emulator.ts"), ...options], {
      cwd: PROJECT,
      detached: true,
      stdio: ["pipe", "pipe", log],
    });
    closeSync(log);
    const { pid, stdout } = child;
    if (pid === undefined || stdout === null)
      throw new Failure(`emulator: ${process.execPath} must start, got no process`);
    const line = await Promise.race([
      once(createInterface({ input: stdout }), "line").then(([first]) => String(first)),
      once(child, "exit").then(([code]) =>
        JSON.stringify({ error: `emulator: must start, got exit code ${code}; ${logFile} tells why` }),
      ),
    ]);
    const answer = JSON.parse(line) as { readonly port?: number; readonly error?: string };
    if (answer.port === undefined) throw new Failure(answer.error ?? `emulator: must tell its port, got ${line}`);
    return new Emulator(child, pid, answer.port);
  }

  /** Where it listens. */
  get endpoint(): string {
    return endpointOf(this.port);
  }

  /** Lets it live on when this process ends. */
  async keep(): Promise<void> {
    const { stdin, stdout } = this.child;
    await new Promise((resolve) => stdin?.end("keep\n", () => resolve(undefined)));
    stdout?.destroy();
    this.child.unref();
  }

  /** Ends it and waits until it is gone. */
  async stop(): Promise<void> {
    this.child.stdin?.end();
    await waitUntilGone(this.pid);
  }
}

/** The URL of a port on this machine. */
export function endpointOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** Whether something listens on a port of this machine. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** Ends a kept one by its process id. */
export async function stopKept(pid: number): Promise<void> {
  if (isAlive(pid)) process.kill(pid, "SIGTERM");
  await waitUntilGone(pid);
}

/** Waits for the process group that the emulator leads, moto and all; what does not end is killed. */
async function waitUntilGone(pid: number): Promise<void> {
  const start = Date.now();
  while (isAlive(-pid)) {
    const waited = Date.now() - start;
    // Where nobody waits for orphans, a killed one stays.
    if (waited > 2 * STOP_TIMEOUT_MS) return;
    if (waited > STOP_TIMEOUT_MS) process.kill(-pid, "SIGKILL");
    await sleep(20);
  }
}
