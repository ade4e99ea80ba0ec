import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AccountSettings } from "../environments";
import { formatChanges } from "../scripts/drift";
import { Failure } from "../scripts/failure";
import { protectedAddresses, releaseOverride } from "../scripts/protection";
import { bootstrapStateBucket } from "../scripts/state-bucket";
import type { SynthesizedRoot } from "../scripts/synth";
import { RELEASE_FILE } from "../scripts/take-down-steps";
import { type Terraform, TerraformError } from "../scripts/terraform";
import { type Progress, progressText } from "../scripts/terraform-messages";
import { type State, TerraformRoot } from "../scripts/terraform-root";
import { addReaders, deleteAddedReaders } from "./added-readers";
import { checkDeliveries } from "./at-work/check";
import { Account, type Standing } from "./at-work/delivery";
import type { Runtime } from "./at-work/lambda";
import { walkRotations } from "./at-work/rotation";
import { walkUpload, whileEnabled } from "./at-work/upload";
import { ownRegionOf } from "./configuration";
import type { LocalAws } from "./local-aws";
import { reviewUpgrade } from "./previous-release";
import type { RootResult } from "./result";
import { type StepListener, Steps } from "./steps";

/** A root as the previous release has it. */
export interface PreviousRoot {
  /** The release: a tag or commit. */
  readonly ref: string;
  readonly folder: string;
}

/** Terraform as the identities that change an environment run it. */
export interface Identities {
  readonly planner: Terraform;
  readonly deployer: Terraform;
}

/** Most resources wait for AWS, not for the processor: more of them at a time than Terraform's own 10. */
export const PARALLELISM = "-parallelism=30";

const LIFECYCLE_RULES = /^aws_s3_bucket_lifecycle_configuration\./;

/** Takes one root through its life, step by step, and keeps the time of each. */
export class RootCycle {
  readonly root: TerraformRoot;
  private planner: TerraformRoot;
  private deployer: TerraformRoot;
  readonly steps: Steps;
  private resources = 0;
  private outputs: Readonly<Record<string, unknown>> = {};
  private onProgress: (progress: Progress) => void = () => {};

  constructor(terraform: Terraform, { name, folder }: SynthesizedRoot, listener: StepListener) {
    this.steps = new Steps(name, listener);
    this.root = new TerraformRoot(terraform, name, folder, (progress) => {
      listener.status(name, `${this.steps.at} ${progressText(progress)}`);
      this.onProgress(progress);
    });
    this.planner = this.root;
    this.deployer = this.root;
  }

  /** Leaves all further steps to the identities that change an environment; until then its administrator works. */
  workAs({ planner, deployer }: Identities): void {
    this.planner = this.root.with(planner);
    this.deployer = this.root.with(deployer);
  }

  get result(): RootResult {
    const { resources, steps, outputs } = this;
    return { root: this.root.name, resources, seconds: steps.seconds, outputs };
  }

  /**
   * Applies the root of the state bucket, and moves its state in there.
   * @param onBucketReady called when other roots can use the bucket: when AWS, which takes a minute over it, is only
   * left to confirm the lifecycle rules
   * @param previous the folder of the root as the previous release has it, which is then bootstrapped before
   */
  async bootstrap(
    environment: AccountSettings,
    localState: string,
    onBucketReady: () => void,
    previous?: string,
  ): Promise<void> {
    const { root } = this;
    const approve = async () => true;
    const options = { environment, root, localState, approve, say: () => {} };
    if (previous !== undefined) {
      const before = { ...options, root: root.at(previous) };
      await this.steps.run(
        "previous",
        () => bootstrapStateBucket(before),
        (count) => `${count} created`,
      );
    }
    this.onProgress = ({ done, total, running }) => {
      if (done + running.length === total && running.every(({ address }) => LIFECYCLE_RULES.test(address))) {
        onBucketReady();
      }
    };
    await this.steps.run(
      "bootstrap",
      () => bootstrapStateBucket(options),
      (count) => (previous === undefined ? `${count} created, state moved in` : `${count} created or changed`),
    );
    await this.readState();
  }

  /** Checks the configuration, for which no state bucket is needed. */
  async validate(): Promise<void> {
    await this.steps.run("validate", () => this.root.validate());
  }

  /**
   * init, plan, apply, what services and roles do then, and a second plan that must be empty.
   * @param runtime what functions run on
   * @param beside resources of the roots before
   * @param previous the root as the previous release has it, which is then applied before, and the plan reviewed
   * @returns the resources of this one
   * @throws Failure with what is refused, or with the drift
   */
  async apply(
    runtime: Omit<Runtime, "folder">,
    beside: readonly Standing[],
    previous?: PreviousRoot,
  ): Promise<readonly Standing[]> {
    const { planner, deployer } = this;
    if (previous !== undefined) {
      await this.steps.run(
        "previous",
        () => this.applyPrevious(previous),
        (told) => told,
      );
    }
    await this.steps.run("init", () => planner.init());
    await this.steps.run(
      "plan",
      () => planner.plan(),
      ({ counts }) => `${counts.add} to create, ${counts.change} to change, ${counts.remove} to destroy`,
    );
    if (previous !== undefined) {
      await this.steps.run(
        "review",
        () => reviewUpgrade(planner, previous.ref),
        (review) => `\n${review}`,
      );
    }
    await this.steps.run(
      "apply",
      () => deployer.apply(PARALLELISM),
      ({ counts }) => `${counts.add} created`,
    );
    const standing = await this.readState();
    await this.steps.run(
      "at work",
      () => this.work(standing, beside, runtime),
      (told) => told,
    );
    await this.steps.run(
      "plan again",
      () => this.planAgain(),
      () => "no changes",
    );
    return standing;
  }

  /**
   * Destroys the root and looks for what is left in its state. What the code protects must first be refused, and is
   * then given free and destroyed as an administrator would do it. @param refresh whether something may have changed since the last plan
   */
  async destroy(refresh: boolean, aws: LocalAws): Promise<void> {
    const { root } = this;
    const release = releaseOverride(root.configuration());
    // Who deploys may not delete what is protected: that is the administrator's.
    const destroyer = release === undefined ? this.deployer : root;
    const file = join(root.folder, RELEASE_FILE);
    try {
      if (release !== undefined) {
        await this.steps.run(
          "protection",
          () => this.refusesDestroy(),
          (count) => `a destroy is refused for ${count} resources`,
        );
        writeFileSync(file, JSON.stringify(release, undefined, 2));
        await this.steps.run("release", async () => {
          if (!(await root.plan("-refresh=false")).empty) await root.apply(PARALLELISM);
        });
      }
      if ((await addReaders(aws, root.configuration())) > 0) {
        await this.steps.run(
          "readers",
          () => deleteAddedReaders(aws),
          (count) => `${count} deleted that autoscaling had added`,
        );
      }
      const flags = [PARALLELISM, ...(refresh ? [] : ["-refresh=false"])];
      const { counts } = await this.steps.run(
        "destroy",
        () => destroyer.destroy(...flags),
        ({ counts }) => `${counts.remove} destroyed`,
      );
      this.resources ||= counts.remove;
    } finally {
      rmSync(file, { force: true });
    }
    const left = await this.stateAddresses();
    if (left.length > 0) {
      throw new Failure(`${root.name}: a destroy must leave nothing in the state, got ${left.join(", ")}`);
    }
  }

  /**
   * Applies the root as the previous release has it. What that is refused here, which this release may have mended, is told and no
   * failure. @returns what became of it
   */
  private async applyPrevious({ folder }: PreviousRoot): Promise<string> {
    try {
      const planner = this.planner.at(folder);
      await planner.init();
      await planner.plan();
      const { counts } = await this.deployer.at(folder).apply(PARALLELISM);
      return `${counts.add} created`;
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      return `refused here, and this release goes on from what was made: ${error.message}`;
    }
  }

  /** Has services and roles do what the applied root is for. @returns what was done, in a few words */
  private async work(
    standing: readonly Standing[],
    beside: readonly Standing[],
    { place: at, ...others }: Omit<Runtime, "folder">,
  ): Promise<string> {
    const { name, folder } = this.root;
    const place = { ...at, region: ownRegionOf(this.root.configuration()) };
    const account = new Account(place.account, place.region, standing, beside);
    const runtime = { ...others, place, folder };
    const rights = `${await checkDeliveries(name, place, account)} rights of services and roles`;
    const upload = await whileEnabled(place, account, () => walkUpload(name, account, runtime));
    return [rights, upload, await walkRotations(name, account, runtime)]
      .filter((told) => told !== undefined)
      .join("; ");
  }

  /** Plans once more. @throws Failure with the drift if the plan is not empty */
  async planAgain(): Promise<void> {
    const { planner } = this;
    if ((await planner.plan(PARALLELISM)).empty) return;
    const changes = formatChanges(await planner.plannedChanges());
    throw new Failure(`${planner.name}: a second plan must change nothing, got:\n${changes}`);
  }

  /**
   * For how many resources a destroy is refused. Terraform goes no further from one that it refuses, so what that one
   * depends on is kept without being named. @throws Failure if a protected resource would be destroyed
   */
  private async refusesDestroy(): Promise<number> {
    const { root } = this;
    const there = await this.stateAddresses();
    const addresses = protectedAddresses(root.configuration()).filter((address) => there.includes(address));
    const refusal = await this.planner.plan("-destroy", "-refresh=false").then(
      () => "",
      (error) => {
        if (error instanceof TerraformError) return error.message;
        throw error;
      },
    );
    const refused = addresses.filter((address) => refusal.includes(address));
    if (refused.length > 0 || addresses.length === 0) return refused.length;
    throw new Failure(
      `${root.name}: a destroy must be refused while ${addresses.join(", ")} are protected, got a plan for it`,
    );
  }

  private async stateAddresses(): Promise<readonly string[]> {
    const { resources } = await this.planner.pullState();
    return resources.map(({ type, name }) => `${type}.${name}`);
  }

  private async readState(): Promise<readonly Standing[]> {
    const { resources, outputs } = await this.planner.pullState();
    const standing = standingIn({ resources });
    this.resources = standing.length;
    this.outputs = Object.fromEntries(
      Object.entries(outputs).map(([name, { value, sensitive }]) => [name, sensitive ? "(sensitive)" : value]),
    );
    return standing;
  }
}

/** The resources of a state that Terraform manages. */
export function standingIn({ resources }: Pick<State, "resources">): readonly Standing[] {
  const managed = resources.filter(({ mode }) => mode === "managed");
  return managed.flatMap(({ type, instances }) => instances.map(({ attributes }) => ({ type, values: attributes })));
}
