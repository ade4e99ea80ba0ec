import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasHashes, LOCK_FILE } from "../stacks/provider-locks";
import { type Change, driftOf } from "./drift";
import type { PlanDocument } from "./plan-document";
import type { Terraform, TerraformResult } from "./terraform";
import type { Progress } from "./terraform-messages";

/** The S3 backend of a root, as it stands in the synthesized JSON. */
export interface S3BackendSettings {
  readonly bucket: string;
  readonly key: string;
}

/** The parts of a synthesized root that tools look at. */
export interface RootConfiguration {
  readonly terraform: {
    readonly backend: { readonly s3?: S3BackendSettings };
    readonly required_providers: Readonly<Record<string, { readonly source?: string }>>;
  };
  readonly provider?: Readonly<
    Record<
      string,
      readonly { readonly alias?: string; readonly region?: string; readonly allowed_account_ids?: readonly string[] }[]
    >
  >;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** The parts of a state that tools look at; `lineage` is empty while the backend holds no state. */
export interface State {
  readonly lineage: string;
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly resources: readonly {
    readonly mode: "managed" | "data";
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

/** One Terraform root in its folder, and what can be done with it. */
export class TerraformRoot {
  constructor(
    private readonly terraform: Terraform,
    readonly name: string,
    readonly folder: string,
    private readonly onProgress: (progress: Progress) => void = () => {},
  ) {}

  /** The same root, worked on by another Terraform, such as one with other credentials. */
  with(terraform: Terraform): TerraformRoot {
    return new TerraformRoot(terraform, this.name, this.folder, this.onProgress);
  }

  /** The same root as another synth wrote it, in its folder. */
  at(folder: string): TerraformRoot {
    return new TerraformRoot(this.terraform, this.name, folder, this.onProgress);
  }

  /** The synthesized JSON of the root. */
  configuration(): RootConfiguration {
    return readConfiguration(this.folder);
  }

  /**
   * Installs the providers, the locked ones where the folder has a lock file, and connects the backend that the folder
   * names, whatever it was before.
   */
  async init(): Promise<void> {
    await this.install("-reconfigure");
  }

  /** Checks the configuration against the providers' schemas; needs no backend. */
  async validate(): Promise<void> {
    await this.install("-backend=false");
    await this.run(["validate"]);
  }

  /** Plans into the file `plan`. @returns whether there is anything to do, and the counts */
  async plan(...flags: readonly string[]): Promise<TerraformResult & { readonly empty: boolean }> {
    const args = ["plan", "-json", "-input=false", "-out=plan", "-detailed-exitcode", ...flags];
    const result = await this.run(args, [0, 2]);
    return { ...result, empty: result.exitCode === 0 };
  }

  /** Applies the plan that `plan` wrote. */
  async apply(...flags: readonly string[]): Promise<TerraformResult> {
    return this.run(["apply", "-json", "-input=false", ...flags, "plan"]);
  }

  /** Destroys everything in the state. */
  async destroy(...flags: readonly string[]): Promise<TerraformResult> {
    return this.run(["destroy", "-json", "-input=false", "-auto-approve", ...flags]);
  }

  /** The plan that `plan` wrote, as text for a reader. */
  async planText(): Promise<string> {
    return (await this.run(["show", "-no-color", "plan"])).stdout;
  }

  /** Writes the plan that `plan` wrote as JSON, with every value that is known. @returns the file */
  async exportPlan(): Promise<string> {
    const file = join(this.folder, "plan.json");
    writeFileSync(file, (await this.run(["show", "-json", "plan"])).stdout);
    return file;
  }

  /** The plan that `plan` wrote, as JSON. It holds every value, the sensitive ones too. */
  async planDocument(): Promise<PlanDocument> {
    return JSON.parse((await this.run(["show", "-json", "plan"])).stdout) as PlanDocument;
  }

  /** The differences that the plan which `plan` wrote would apply. */
  async plannedChanges(): Promise<readonly Change[]> {
    return driftOf(await this.planDocument());
  }

  /** The state that the backend holds. */
  async pullState(): Promise<State> {
    return JSON.parse((await this.run(["state", "pull"])).stdout) as State;
  }

  /** Writes a state file into the backend; Terraform refuses to replace a state of another lineage or a newer one. */
  async pushState(file: string, ...flags: readonly string[]): Promise<void> {
    await this.run(["state", "push", ...flags, file]);
  }

  private async install(backend: string): Promise<void> {
    const lockFile = join(this.folder, LOCK_FILE);
    const isLocked = existsSync(lockFile) && hasHashes(readFileSync(lockFile, "utf8"));
    const locked = isLocked ? ["-lockfile=readonly"] : [];
    await this.run(["init", "-json", "-input=false", backend, ...locked]);
  }

  private run(args: readonly string[], expect: readonly number[] = [0]): Promise<TerraformResult> {
    return this.terraform.run(this.name, this.folder, args, { expect, onProgress: this.onProgress });
  }
}

/** The synthesized JSON of the root in a folder. */
export function readConfiguration(folder: string): RootConfiguration {
  return JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as RootConfiguration;
}

/**
 * Flags of a root's plan. What is in the cluster is compared with its state and not with the cluster itself: to read Helm's
 * releases there is to read secrets, so the planner is not let in.
 * @see https://helm.sh/docs/topics/advanced/#storage-backends
 */
export function planFlags(root: TerraformRoot): readonly string[] {
  const isInCluster = "helm" in (root.configuration().provider ?? {});
  return isInCluster ? ["-refresh=false"] : [];
}
