import { cpSync } from "node:fs";
import { basename, join } from "node:path";
import type { Environment } from "../../environments";
import { recovery } from "../../environments/edits/edit";
import { rootPrefixOf, type Standby, type StandbyMode, standbyOf } from "../../environments/standby";
import { Failure } from "../../scripts/failure";
import type { Terraform } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";
import { LOCK_FILE } from "../../stacks/provider-locks";
import { Account, type Standing } from "../at-work/delivery";
import { walkUpload } from "../at-work/upload";
import { passGate } from "../edits/passed-gate";
import type { ProjectCopy } from "../edits/project-copy";
import type { RunningPlatform } from "../edits/running-platform";
import { PARALLELISM, RootCycle } from "../root-cycle";
import type { DrillLog } from "./log";

/** What has an application stand by. */
export interface StandingByOptions {
  readonly environment: Environment;
  readonly mode: StandbyMode;
  readonly endpoint: string;
  readonly folder: string;
  readonly python: string;
  readonly signal: AbortSignal;
  readonly planner: Terraform;
  readonly deployer: Terraform;
  readonly administrator: Terraform;
  readonly copy: ProjectCopy;
  readonly home: RunningPlatform;
  /** The resources of home, once it has handed over. */
  readonly standingAtHome: () => Promise<readonly Standing[]>;
  readonly say: (line: string) => void;
}

/** An application that stands by on the local AWS, made beside a home that runs. */
export class StandingBy {
  private constructor(
    private readonly options: StandingByOptions,
    private inSizes: Standby,
    private readonly cycle: RootCycle,
    /** The resources of both regions. */
    readonly account: Account,
  ) {}

  /** The environment as it stands by at present. */
  get standby(): Standby {
    return this.inSizes;
  }

  /** Turns the setting on, and applies what comes of it as the page tells. */
  static async make(options: StandingByOptions, log: DrillLog): Promise<StandingBy> {
    const { environment, mode, home, endpoint, python, signal } = options;
    home.settle((settings) => {
      recovery(settings).application = mode;
    });
    await log.run("The second region gets a bucket for its state", "administrator", () => home.bootstrap());
    await log.run("Home hands over what an application there builds on", "deployer", () =>
      home.apply({ name: "an application stands by" }),
    );
    const standby = standbyIn(environment, mode);
    const atHome = await options.standingAtHome();
    const listener = { status: () => {}, line: options.say };
    const cycle = new RootCycle(options.administrator, copyRoot(options, standby), listener);
    cycle.workAs(options);
    const { account, region } = standby;
    const standing = await log.run(
      "The application stands by there",
      "deployer",
      () => cycle.apply({ place: { endpoint, account, region }, python, signal }, atHome),
      () => "",
    );
    return new StandingBy(options, standby, cycle, new Account(account, region, standing, atHome));
  }

  /** Has a learner's video uploaded and processed there. @returns what became of it */
  async walkUpload(): Promise<string> {
    const { endpoint, python, signal } = this.options;
    const { name, folder } = this.cycle.root;
    const { account, region } = this.standby;
    const runtime = { place: { endpoint, account, region }, python, signal, folder };
    return (await walkUpload(name, this.account, runtime)) ?? "";
  }

  /** Plans its root once more. @throws Failure when there is anything to do */
  planAgain(): Promise<unknown> {
    return this.cycle.planAgain();
  }

  /**
   * Makes a pilot light of a warm standby as the page tells: the gate lets the addresses of the NAT gateways that go through by overrides.
   * @returns what came of it
   */
  async lower(): Promise<string> {
    const { environment, home, planner, deployer } = this.options;
    home.settle((settings) => {
      recovery(settings).application = "pilot-light";
    });
    await home.expectNothing("the edit");
    this.inSizes = standbyIn(environment, "pilot-light");
    const { name, folder } = copyRoot(this.options, this.standby);
    const root = new TerraformRoot(planner, name, folder);
    await root.plan("-refresh=false");
    const overrides = await passGate(root, "back to a pilot light", true);
    const { counts } = await root.with(deployer).apply(PARALLELISM);
    return `${counts.change} changed, ${counts.remove} destroyed by ${overrides} overrides`;
  }

  /** Destroys its root, after a destroy was refused. */
  destroy(): Promise<unknown> {
    const { endpoint, environment } = this.options;
    return this.cycle.destroy(true, { endpoint, region: environment.region });
  }
}

/** The environment as it stands by, once it is told to. */
function standbyIn(environment: Environment, mode: StandbyMode): Standby {
  const settings = structuredClone(environment) as Parameters<typeof recovery>[0];
  recovery(settings).application = mode;
  const standby = standbyOf(settings as Environment);
  if (standby === "none") throw new Failure(`${environment.name}: must have an application that stands by, got none`);
  return standby;
}

/** Takes the root of what stands by over from the copy of the project, without locks: its providers are those of the others. */
function copyRoot({ copy, folder }: Pick<StandingByOptions, "copy" | "folder">, standby: Standby) {
  const name = `${rootPrefixOf(standby)}-platform`;
  const target = join(folder, "cdktf.out", "stacks", name);
  const filter = (path: string) => basename(path) !== LOCK_FILE;
  cpSync(join(copy.outdir, "stacks", name), target, { recursive: true, force: true, filter });
  return { name, folder: target };
}
