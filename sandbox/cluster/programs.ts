import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure, Interrupted } from "../../scripts/failure";
import { isAlive } from "../../scripts/process";
import { PROJECT } from "../../scripts/synth";
import { buildWithGo } from "../../scripts/tools";
import { type Archive, publishedArchives, unpackPublished } from "./published";

/** The programs of a cluster, each with the Go package that it is built from. */
export const PROGRAMS = {
  "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
  "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
  "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
  etcd: "go.etcd.io/etcd/server/v3",
} as const;

/** The module that pins the programs: its go.sum has the hash of each source. */
const MODULE = join(PROJECT, "sandbox", "cluster", "programs");

/** Where the programs are, or in a few words why there are none. */
export type FoundPrograms = { readonly folder: string } | { readonly missing: string };

/**
 * Finds the programs: in the folder KUBEBUILDER_ASSETS, else in the cache, `lms-platform/cluster` in XDG_CACHE_HOME or
 * ~/.cache. On the first use they come there: as they are published, else built with Go from the Go module proxy, which takes a
 * quarter of an hour of one processor.
 * @param archives as published for this machine
 */
export async function findClusterPrograms(
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  archives: readonly Archive[] = publishedArchives(process.platform, process.arch),
): Promise<FoundPrograms> {
  const named = env.KUBEBUILDER_ASSETS;
  if (named) {
    const lacking = Object.keys(PROGRAMS).filter((name) => !existsSync(join(named, name)));
    return lacking.length === 0 ? { folder: named } : { missing: `KUBEBUILDER_ASSETS has no ${lacking.join(", ")}` };
  }
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "lms-platform", "cluster");
  const folder = join(cache, pinned());
  mkdirSync(cache, { recursive: true });
  while (!existsSync(folder)) {
    const lock = Lock.take(`${folder}.building`);
    if (lock === undefined) {
      await sleep(1_000, undefined, { signal }).catch(() => {
        throw new Interrupted();
      });
      continue;
    }
    try {
      const missing = await make(folder, archives, env, signal);
      if (missing !== undefined) return { missing };
    } finally {
      lock.release();
    }
  }
  return { folder };
}

/** The Kubernetes release that the programs are of, such as `v1.35.4`. */
export function kubernetesRelease(): string {
  const found = /^\s*k8s\.io\/kubernetes (v\S+)/m.exec(readFileSync(join(MODULE, "go.mod"), "utf8"))?.[1];
  if (found === undefined) throw new Error(`${MODULE}/go.mod must require k8s.io/kubernetes`);
  return found;
}

function pinned(): string {
  const files = ["go.mod", "go.sum"].map((name) => readFileSync(join(MODULE, name)));
  return createHash("sha256").update(Buffer.concat(files)).digest("hex").slice(0, 16);
}

/** Brings all programs, and moves them into place at once. @returns why they cannot be had, by either way */
async function make(
  folder: string,
  archives: readonly Archive[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string | undefined> {
  const partial = `${folder}.partial`;
  const reasons: string[] = [];
  try {
    for (const bring of [() => fetchAll(archives, partial, env, signal), () => build(partial, env, signal)]) {
      rmSync(partial, { recursive: true, force: true });
      const reason = await bring();
      if (reason === undefined) {
        renameSync(partial, folder);
        return undefined;
      }
      reasons.push(reason);
    }
    return reasons.join("; ");
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

async function fetchAll(
  archives: readonly Archive[],
  folder: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (archives.length === 0) return `none are published for ${process.platform} ${process.arch}`;
  try {
    await unpackPublished(archives, folder, env, signal);
    return undefined;
  } catch (error) {
    if (error instanceof Interrupted || !(error instanceof Failure)) throw error;
    return error.message;
  }
}

function build(folder: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | undefined> {
  const [, major = "", minor = ""] = /^v(\d+)\.(\d+)/.exec(kubernetesRelease()) ?? [];
  const version = { gitVersion: kubernetesRelease(), gitMajor: major, gitMinor: minor };
  const stamps = Object.entries(version).map(([name, value]) => `k8s.io/component-base/version.${name}=${value}`);
  return buildWithGo({ module: MODULE, packages: PROGRAMS, stamps }, folder, env, signal);
}

/** The right to build: one process at a time has it. */
class Lock {
  private constructor(private readonly file: string) {}

  /** Takes it, also from a process that has ended. @returns undefined while another has it */
  static take(file: string): Lock | undefined {
    if (existsSync(file) && !isAlive(Number(readFileSync(file, "utf8")))) rmSync(file, { force: true });
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return new Lock(file);
    } catch {
      return undefined;
    }
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}
