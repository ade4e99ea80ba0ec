import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { Failure } from "../../scripts/failure";
import { type CommandResult, run } from "../../scripts/process";
import { clusterProgram } from "../../scripts/tools";
import type { KubernetesObject } from "./api";

/** A chart in a folder, and what is released of it. */
export interface ChartRelease {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly values: object;
}

/** What a chart's template makes: an object, or several in a list. */
interface Document extends KubernetesObject {
  readonly items?: readonly KubernetesObject[];
}

/** `kubectl` and `helm` on a cluster. */
export class ClusterCommands {
  /** @param folder where what they are given is written */
  constructor(
    private readonly kubeconfig: string,
    private readonly folder: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Applies objects on the server, in their order, as the owner of their fields. */
  async apply(objects: readonly KubernetesObject[], owner: string): Promise<void> {
    // It takes an empty list for a mistake.
    if (objects.length === 0) return;
    await this.withFile(objects, (file) => this.kubectl("apply", ...serverSide(owner), "--filename", file));
  }

  /** The differences that applying objects again would make, as `diff` shows them; empty without any. */
  async diff(objects: readonly KubernetesObject[], owner: string): Promise<string> {
    return this.withFile(objects, async (file) => {
      const args = ["diff", ...serverSide(owner), "--filename", file];
      const { exitCode, stdout, stderr } = await this.run("kubectl", args);
      if (exitCode === 0 || exitCode === 1) return stdout;
      throw new Failure(`kubectl diff: ${stderr.trim()}`);
    });
  }

  /** Deletes objects and waits until they are gone. */
  async delete(objects: readonly KubernetesObject[]): Promise<void> {
    if (objects.length === 0) return;
    const flags = ["--ignore-not-found", "--timeout=120s"];
    await this.withFile(objects, (file) => this.kubectl("delete", ...flags, "--filename", file));
  }

  /** Installs or upgrades a release as the Helm provider does, whatever became of it before. */
  async release({ name, namespace, chart, values }: ChartRelease, ...flags: readonly string[]): Promise<void> {
    const file = join(this.folder, `${name}.values.json`);
    writeFileSync(file, JSON.stringify(values));
    await this.helm("upgrade", name, chart, "--install", "--namespace", namespace, "--values", file, ...flags);
  }

  /** The objects that a chart makes. */
  async render({ name, namespace, chart, values }: ChartRelease): Promise<KubernetesObject[]> {
    const file = join(this.folder, `${name}.values.json`);
    writeFileSync(file, JSON.stringify(values));
    const text = await this.helm("template", name, chart, "--include-crds", "--namespace", namespace, "--values", file);
    const documents = parseAllDocuments(text).flatMap((document) => (document.toJS() as Document | null) ?? []);
    return documents.flatMap((document) => (document.kind === "List" ? (document.items ?? []) : [document]));
  }

  kubectl(...args: readonly string[]): Promise<string> {
    return this.must("kubectl", args);
  }

  helm(...args: readonly string[]): Promise<string> {
    return this.must("helm", args);
  }

  /** Starts Helm, and kills it once it has come as far as a condition says. @throws Failure when it ends before */
  async killHelm(args: readonly string[], reached: () => Promise<boolean>): Promise<void> {
    const child = spawn(clusterProgram("helm", process.env), args, {
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const gone = once(child, "exit");
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        said += text;
      });
    }
    for (;;) {
      const hasEnded = child.exitCode !== null;
      if (await reached()) break;
      if (hasEnded) throw new Failure(`helm ${args[0]}: must not end before it is killed, got ${said.trim()}`);
    }
    child.kill("SIGKILL");
    if (child.exitCode === null) await gone;
  }

  private async must(name: "helm" | "kubectl", args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(name, args);
    if (exitCode === 0) return stdout;
    throw new Failure(`${name} ${args.slice(0, 2).join(" ")}: ${stderr.trim() || stdout.trim()}`);
  }

  /** Nothing of the user's own configuration, repositories or caches. */
  private get env(): NodeJS.ProcessEnv {
    return { PATH: process.env.PATH ?? "", HOME: join(this.folder, "home"), KUBECONFIG: this.kubeconfig };
  }

  private run(name: "helm" | "kubectl", args: readonly string[]): Promise<CommandResult> {
    return run({
      command: clusterProgram(name, process.env),
      args: [...args],
      env: this.env,
      signal: this.signal,
      graceMs: 5_000,
    });
  }

  private async withFile<T>(objects: readonly KubernetesObject[], action: (file: string) => Promise<T>): Promise<T> {
    const file = join(this.folder, `objects-${Math.random().toString(36).slice(2)}.json`);
    writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
    try {
      return await action(file);
    } finally {
      rmSync(file, { force: true });
    }
  }
}

function serverSide(owner: string): readonly string[] {
  return ["--server-side", "--force-conflicts", `--field-manager=${owner}`];
}
