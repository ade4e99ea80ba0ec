import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../environments";
import { formatChanges } from "../scripts/drift";
import { Failure } from "../scripts/failure";
import { bootstrapStateBucket } from "../scripts/state-bucket";
import type { SynthesizedRoot } from "../scripts/synth";
import { type Terraform, TerraformError } from "../scripts/terraform";
import { TerraformRoot } from "../scripts/terraform-root";
import { protectedAddresses, releaseOverride } from "./protection";
import type { RootResult } from "./result";

/** Hears what a root is at: a status while a step runs, a line when it is done. */
export interface StepListener {
  status(text: string): void;
  line(text: string): void;
}

/** Most resources wait for AWS, not for the processor: more of them at a time than Terraform's own 10. */
const PARALLELISM = "-parallelism=30";

/** Takes one root through its life, step by step, and keeps the time of each. */
export class RootCycle {
  readonly root: TerraformRoot;
  private readonly seconds: Record<string, number> = {};
  private resources = 0;
  private outputs: Readonly<Record<string, unknown>> = {};
  private at = "";

  constructor(
    terraform: Terraform,
    { name, folder }: SynthesizedRoot,
    private readonly listener: StepListener,
  ) {
    this.root = new TerraformRoot(terraform, name, folder, ({ done, total, slowest }) => {
      const waiting = slowest === undefined ? "" : `, ${slowest.address} since ${slowest.seconds} s`;
      listener.status(`${name} ${this.at} ${done}/${total}${waiting}`);
    });
  }

  get result(): RootResult {
    const { resources, seconds, outputs } = this;
    return { root: this.root.name, resources, seconds, outputs };
  }

  /** Runs one step: shows it, and keeps its time. `tell` says in a few words what came of it. */
  async step<T>(name: string, action: () => Promise<T>, tell: (value: T) => string = () => ""): Promise<T> {
    this.at = name;
    this.listener.status(`${this.root.name} ${name}`);
    const start = performance.now();
    const value = await action();
    const seconds = (performance.now() - start) / 1000;
    this.seconds[name] = (this.seconds[name] ?? 0) + seconds;
    this.listener.line(
      `${this.root.name}  ${name.padEnd(10)}  ${seconds.toFixed(1).padStart(6)} s  ${tell(value)}`.trimEnd(),
    );
    return value;
  }

  /** Applies the root of the state bucket, and moves its state in there. */
  async bootstrap(environment: Environment, localState: string): Promise<void> {
    const { root } = this;
    const approve = async () => true;
    const options = { environment, root, localState, approve, say: () => {} };
    await this.step(
      "bootstrap",
      () => bootstrapStateBucket(options),
      (count) => `${count} created, state moved in`,
    );
    this.resources = await this.countResources();
  }

  /** init, validate, plan, apply, and a second plan that must be empty. @throws Failure with the drift if it is not */
  async apply(): Promise<void> {
    const { root } = this;
    await this.step("init", () => root.init());
    await this.step("validate", () => root.validate());
    await this.step(
      "plan",
      () => root.plan(),
      ({ counts }) => `${counts.add} to create`,
    );
    await this.step(
      "apply",
      () => root.apply(PARALLELISM),
      ({ counts }) => `${counts.add} created`,
    );
    await this.step(
      "plan again",
      () => this.planAgain(),
      () => "no changes",
    );
    this.resources = await this.countResources();
    this.outputs = await root.outputs();
  }

  /**
   * Destroys the root and looks for what is left in its state. What the code protects must first be refused, and is
   * then given free as an operator would do it. @param refresh whether something may have changed since the last plan
   */
  async destroy(refresh: boolean): Promise<void> {
    const { root } = this;
    const release = releaseOverride(root.configuration());
    const file = join(root.folder, "release_override.tf.json");
    if (release !== undefined) {
      await this.step(
        "protection",
        () => this.refusesDestroy(),
        (count) => `${count} resources refuse to be destroyed`,
      );
      writeFileSync(file, JSON.stringify(release, undefined, 2));
      await this.step("release", async () => {
        if (!(await root.plan("-refresh=false")).empty) await root.apply(PARALLELISM);
      });
    }
    const flags = [PARALLELISM, ...(refresh ? [] : ["-refresh=false"])];
    await this.step(
      "destroy",
      () => root.destroy(...flags),
      ({ counts }) => `${counts.remove} destroyed`,
    );
    rmSync(file, { force: true });
    const left = await root.stateList();
    if (left.length > 0) {
      throw new Failure(`${root.name}: a destroy must leave nothing in the state, got ${left.join(", ")}`);
    }
  }

  /** How many resources a destroy is refused for. @throws Failure if one that the code protects would be destroyed */
  private async refusesDestroy(): Promise<number> {
    const { root } = this;
    const addresses = protectedAddresses(root.configuration());
    const text = await root.plan("-destroy", "-refresh=false").then(
      () => "",
      (error) => {
        if (error instanceof TerraformError) return error.message;
        throw error;
      },
    );
    const open = addresses.filter((address) => !text.includes(address));
    if (open.length === 0) return addresses.length;
    throw new Failure(`${root.name}: a destroy must be refused for what is protected, got none for ${open.join(", ")}`);
  }

  private async planAgain(): Promise<void> {
    const { root } = this;
    if ((await root.plan(PARALLELISM)).empty) return;
    const changes = formatChanges(await root.plannedChanges());
    throw new Failure(`${root.name}: a second plan must change nothing, got:\n${changes}`);
  }

  private async countResources(): Promise<number> {
    return (await this.root.stateList()).filter((address) => !/(^|\.)data\./.test(address)).length;
  }
}
