import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "../scripts/failure";
import { isAlive } from "../scripts/process";
import { PROJECT } from "../scripts/synth";
import { endpointOf } from "./emulator-process";

/** What is known of a sandbox that runs or is kept. */
export interface SandboxRecord {
  /** The process that runs the cycle; while the sandbox is kept, its emulator. */
  readonly pid: number;
  /** When it was started, as an ISO time. */
  readonly since: string;
  /** Where the kept emulator listens; absent while the cycle runs. */
  readonly keptPort?: number;
}

/** The folder of all sandboxes: LMS_SANDBOX_FOLDER, by default .sandbox in the project. */
export function sandboxFolder(): string {
  return resolve(process.env.LMS_SANDBOX_FOLDER || join(PROJECT, ".sandbox"));
}

/** The folder in a sandbox that outlives it: the providers that Terraform downloaded. */
export const PLUGINS = "plugins";

/** The file in a sandbox that outlives it: how long its last runs took. */
export const LAST_RUN = "last-run.json";

const LASTING = ["sandbox.json", PLUGINS, LAST_RUN];

/** The right to use an environment's sandbox folder: one program at a time has it. */
export class Lease {
  private constructor(
    readonly folder: string,
    private readonly file: string,
  ) {}

  /** Takes the sandbox of an environment and empties its folder. @throws Failure while one runs or is kept */
  static acquire(environment: string): Lease {
    const folder = join(sandboxFolder(), environment);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "sandbox.json");
    const taken = readRecord(folder);
    if (taken !== undefined && isSandbox(taken.pid)) throw new Failure(refusal(environment, taken));
    rmSync(file, { force: true });
    const record: SandboxRecord = { pid: process.pid, since: new Date().toISOString() };
    try {
      writeFileSync(file, JSON.stringify(record), { flag: "wx" });
    } catch {
      throw new Failure(refusal(environment, readRecord(folder) ?? record));
    }
    for (const name of readdirSync(folder).filter((name) => !LASTING.includes(name))) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
    return new Lease(folder, file);
  }

  /** Takes over a kept sandbox: its emulator's process and port. @throws Failure when none is kept */
  static takeKept(environment: string): { lease: Lease; pid: number; port: number } {
    const folder = join(sandboxFolder(), environment);
    const record = readRecord(folder);
    if (record !== undefined && record.keptPort === undefined && isSandbox(record.pid)) {
      throw new Failure(refusal(environment, record));
    }
    if (record?.keptPort === undefined) {
      throw new Failure(`sandbox ${environment}: must be kept before it is destroyed, got none; start one with --keep`);
    }
    return { lease: new Lease(folder, join(folder, "sandbox.json")), pid: record.pid, port: record.keptPort };
  }

  /** Leaves the sandbox to an emulator that lives on. */
  keep(emulatorPid: number, port: number): void {
    const record: SandboxRecord = { pid: emulatorPid, since: new Date().toISOString(), keptPort: port };
    writeFileSync(this.file, JSON.stringify(record));
  }

  /** Gives the sandbox back; its logs stay. */
  release(): void {
    rmSync(this.file, { force: true });
  }
}

/** A process id is used again, in a container soon: another program with it holds no sandbox. */
function isSandbox(pid: number): boolean {
  if (!isAlive(pid)) return false;
  const { status, stdout } = spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  return status !== 0 || stdout.includes("sandbox");
}

function readRecord(folder: string): SandboxRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "sandbox.json"), "utf8")) as SandboxRecord;
  } catch {
    return undefined;
  }
}

function refusal(environment: string, { pid, since, keptPort }: SandboxRecord): string {
  const rule = `sandbox ${environment}: only one may run or be kept at a time`;
  return keptPort === undefined
    ? `${rule}, got one that process ${pid} runs since ${since}; wait for it or end it`
    : `${rule}, got one that is kept at ${endpointOf(keptPort)} since ${since}; end it with: npm run sandbox -- ${environment} --destroy`;
}
