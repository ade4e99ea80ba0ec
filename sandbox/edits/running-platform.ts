import { cpSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Environment } from "../../environments";
import type { CodeEdit, Writable } from "../../environments/edits";
import { formatChanges } from "../../scripts/drift";
import { Failure } from "../../scripts/failure";
import { releaseOverride } from "../../scripts/protection";
import { bootstrapStateBucket } from "../../scripts/state-bucket";
import { RELEASE_FILE } from "../../scripts/take-down-steps";
import type { Terraform } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";
import { LOCK_FILE } from "../../stacks/provider-locks";
import { PARALLELISM } from "../root-cycle";
import { passGate } from "./passed-gate";
import type { ProjectCopy } from "./project-copy";

/** A kept platform, and who may change it. */
export interface ChangingPlatform {
  readonly environment: Environment;
  /** The folder of the sandbox. */
  readonly folder: string;
  readonly planner: Terraform;
  readonly deployer: Terraform;
  readonly administrator: Terraform;
  readonly copy: ProjectCopy;
  readonly say: (line: string) => void;
}

/** A change that is applied. */
export interface AppliedChange {
  /** What it is, for whoever watches. */
  readonly name: string;
  /** Tells that something is lost that cannot be made again: the gate must refuse it, and let it through by overrides. */
  readonly loses?: boolean;
  /** Who applies it; the deployer by default. */
  readonly by?: "deployer" | "administrator";
  /** Happens between the plan and its apply. */
  readonly meanwhile?: () => Promise<void>;
}

/** A platform that runs and is changed, each time on top of what is before. */
export class RunningPlatform {
  private readonly environment: Writable<Environment>;
  private readonly code: CodeEdit[] = [];
  private readonly root: TerraformRoot;
  private readonly state: TerraformRoot;

  constructor(private readonly platform: ChangingPlatform) {
    const { environment, folder, planner, administrator } = platform;
    const { name } = environment;
    this.environment = structuredClone(environment) as unknown as Writable<Environment>;
    const at = (root: string) => join(folder, "cdktf.out", "stacks", root);
    this.root = new TerraformRoot(planner, `${name}-platform`, at(`${name}-platform`));
    this.state = new TerraformRoot(administrator, `state-${name}`, at(`state-${name}`));
  }

  /** Edits the settings. */
  settle(edit: (environment: Writable<Environment>) => void): void {
    edit(this.environment);
    this.platform.copy.settle(this.environment);
  }

  /** Edits the code. */
  rewrite(edit: CodeEdit): void {
    this.code.push(edit);
  }

  /** Plans what was edited as the planner, and applies it. @throws Failure when either is refused */
  async apply({ name, loses = false, by = "deployer", meanwhile }: AppliedChange): Promise<void> {
    const { [by]: worker, say } = this.platform;
    await this.write();
    await this.root.plan("-refresh=false");
    await passGate(this.root, name, loses);
    await meanwhile?.();
    const { counts } = await this.root.with(worker).apply(PARALLELISM);
    say(`applied: ${name} (${counts.add} created, ${counts.change} changed, ${counts.remove} destroyed)`);
  }

  /** Lifts the protection of some parts as an administrator, as `npm run take-down` tells. */
  async release(parts: readonly string[]): Promise<void> {
    const { administrator, say } = this.platform;
    await this.write();
    const file = join(this.root.folder, RELEASE_FILE);
    const prefixes = parts.map((part) => `${part}_`);
    writeFileSync(file, JSON.stringify(releaseOverride(this.root.configuration(), prefixes)));
    try {
      await this.root.plan("-refresh=false");
      const { counts } = await this.root.with(administrator).apply(PARALLELISM);
      say(`released: ${parts.join(" ")} (${counts.change} changed)`);
    } finally {
      rmSync(file, { force: true });
    }
  }

  /** Applies the root of the state bucket, as `npm run bootstrap` does. */
  async bootstrap(): Promise<void> {
    const { environment, folder, say } = this.platform;
    await this.write();
    const options = { environment, root: this.state, localState: join(folder, "terraform.tfstate"), say: () => {} };
    const count = await bootstrapStateBucket({ ...options, approve: async () => true });
    say(`bootstrapped: ${count} created or changed`);
  }

  /** Plans once more. @throws Failure when there is anything to do */
  async expectNothing(after: string): Promise<void> {
    await this.write();
    if ((await this.root.plan(PARALLELISM)).empty) return this.platform.say(`a plan after ${after} changes nothing`);
    const changes = formatChanges(await this.root.plannedChanges());
    throw new Failure(`${this.root.name}: a plan after ${after} must change nothing, got:\n${changes}`);
  }

  private async write(): Promise<void> {
    const { copy } = this.platform;
    const { configuration, problems } = await copy.synthesizeCode(this.code);
    if (configuration === undefined) throw new Failure(problems.join("\n"));
    // The providers stay those that the platform was applied with.
    const filter = (path: string) => basename(path) !== LOCK_FILE;
    for (const { name, folder } of [this.root, this.state]) {
      cpSync(join(copy.outdir, "stacks", name), folder, { recursive: true, force: true, filter });
    }
  }
}
