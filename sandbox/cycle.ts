import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { type AccountSettings, ENVIRONMENTS } from "../environments";
import { placesOf, rootPrefixOf } from "../environments/standby";
import { describeFailure, Failure, Interrupted } from "../scripts/failure";
import { type ProviderSource, pluginCache } from "../scripts/provider-source";
import { providersText, unlockMissing } from "../scripts/providers-at-hand";
import {
  readSynthesis,
  type SynthesizedEnvironment,
  type SynthesizedRoot,
  synthesizeEnvironment,
} from "../scripts/synth";
import type { Terraform } from "../scripts/terraform";
import { readAcceptances, riskProblems } from "../security/acceptances";
import type { Checkov } from "../security/checkov";
import type { Standing } from "./at-work/delivery";
import { type Credentials, emulatorEnvironment } from "./aws-environment";
import { makeBeforehand } from "./beforehand";
import { ClusterCycle } from "./cluster/cluster-cycle";
import type { FoundPrograms } from "./cluster/programs";
import { reasonNotToApply, regionsOf } from "./configuration";
import { Emulator, endpointOf, isListening, stopKept } from "./emulator-process";
import type { AccountKind } from "./gateway/judgement/account";
import { outsidersOf, takeRoles } from "./identities";
import { judgingText, judgingTimes, watchIdle } from "./judging-time";
import { Lease, PLUGINS, sandboxFolder } from "./lease";
import { taggedLeftovers } from "./leftovers";
import { type PreviousRelease, upgradedRoot } from "./previous-release";
import type { RootResult } from "./result";
import { type Identities, RootCycle } from "./root-cycle";
import type { StepListener } from "./steps";

/** How long Terraform may take to end when the sandbox is interrupted: its emulator is thrown away in any case. */
const GRACE_MS = 15_000;

/** What the environments of one run share. */
export interface Tools {
  readonly terraform: Terraform;
  readonly providers: ProviderSource;
  /** The Python that runs moto. */
  readonly python: string;
  /** What AWS lets the accounts have. */
  readonly kind: AccountKind;
  /** S3 buckets that other accounts have. */
  readonly takenBuckets: readonly string[];
  readonly signal: AbortSignal;
  /** The release that is applied before this one; none by default. */
  readonly previous?: PreviousRelease | undefined;
  /** The judge of the plans, or why there is none. */
  readonly checkov: Promise<Checkov | string>;
  /** The programs of a cluster, or why there are none. */
  readonly clusterPrograms: Promise<FoundPrograms>;
}

/** The life of one environment's sandbox: everything is applied in an emulator, looked at, and destroyed. */
export class SandboxCycle {
  private readonly bootstrapped: RootCycle[] = [];
  private readonly applied: RootCycle[] = [];
  private readonly notApplied: RootResult[] = [];
  private readonly clusters: ClusterCycle[] = [];
  private providersUsed = "";

  constructor(
    private readonly environment: AccountSettings,
    private readonly tools: Tools,
    private readonly listener: StepListener,
  ) {}

  /** What became of the roots so far, in the order in which they were applied. */
  get roots(): readonly RootResult[] {
    return [...this.bootstrapped, ...this.applied, ...this.clusters]
      .map(({ result }) => result)
      .concat(this.notApplied);
  }

  /** The releases of the providers that run here, and why these; empty before Terraform has installed them. */
  get providers(): string {
    return this.providersUsed;
  }

  /**
   * Applies all roots in a new emulator and destroys them again; with `keep` it leaves both.
   * @returns where the kept emulator listens
   */
  async run({ port, keep }: { readonly port: number; readonly keep: boolean }): Promise<string | undefined> {
    const { environment, tools, listener } = this;
    const { name, account } = environment;
    const lease = Lease.acquire(name);
    let emulator: Emulator | undefined;
    let kept = false;
    try {
      listener.status(name, "synth, emulator");
      const [synthesized, before, started] = await Promise.allSettled([
        synthesizeEnvironment(name, outdir(lease), process.env, tools.signal),
        tools.previous?.synthesize(name, join(lease.folder, "previous"), tools.signal) ?? [],
        Emulator.start({
          python: tools.python,
          account,
          kind: tools.kind,
          takenBuckets: tools.takenBuckets,
          port,
          folder: lease.folder,
          outsiders: outsidersOf(environment),
        }),
      ]);
      listener.status(name, "");
      if (started.status === "rejected") throw started.reason;
      emulator = started.value;
      if (synthesized.status === "rejected") throw synthesized.reason;
      if (before.status === "rejected") throw before.reason;
      const made = await makeBeforehand(environment, emulator.endpoint);
      if (made.length > 0) listener.line(`made beforehand, as who deploys has to: ${made.join(", ")}`);
      const start = performance.now();
      const idle = watchIdle();
      await this.cycle(synthesized.value, before.value, emulator.endpoint, lease, keep);
      const seconds = (performance.now() - start) / 1000;
      listener.line(`requests  ${judgingText(await judgingTimes(emulator.endpoint), seconds, idle())}`);
      if (!keep) return undefined;
      await emulator.keep();
      lease.keep(emulator.pid, emulator.port);
      kept = true;
      return emulator.endpoint;
    } finally {
      if (!kept) {
        await emulator?.stop();
        lease.release();
      }
    }
  }

  /** Destroys what a kept sandbox holds, and ends it. */
  async destroyKept(): Promise<undefined> {
    const { environment, listener } = this;
    const { lease, pid, port } = Lease.takeKept(environment.name);
    const endpoint = endpointOf(port);
    if (await isListening(port)) {
      const { roots } = readSynthesis(environment.name, outdir(lease));
      this.prepare(roots, endpoint);
      try {
        await this.workAsDeployers(endpoint);
        await this.destroy(endpoint, true);
      } catch (error) {
        const hint = `the sandbox still runs at ${endpoint}; try again, or drop it with: kill ${pid}`;
        throw error instanceof Interrupted ? error : new Failure(`${describeFailure(error)}\n${hint}`);
      }
      await stopKept(pid);
    } else {
      listener.line(`the kept emulator at ${endpoint} is gone already, and all that it held with it`);
    }
    lease.release();
    return undefined;
  }

  /**
   * Creates the state bucket and takes the other roots through their life: they are validated meanwhile, and go on
   * as soon as the bucket can hold their state.
   */
  private async cycle(
    { state, roots }: SynthesizedEnvironment,
    previous: readonly SynthesizedRoot[],
    endpoint: string,
    lease: Lease,
    keep: boolean,
  ): Promise<void> {
    const stop = new AbortController();
    const bootstrap = new RootCycle(this.terraform(endpoint, stop.signal), state, this.listener);
    this.bootstrapped.push(bootstrap);
    this.prepare(roots, endpoint, stop.signal);
    const folders = [bootstrap, ...this.applied].map(({ root }) => root.folder);
    const missing = unlockMissing([...folders, ...previous.map(({ folder }) => folder)], this.tools.providers);
    let bucketReady = () => {};
    const ready = new Promise<void>((resolve) => {
      bucketReady = resolve;
    });
    const localState = join(lease.folder, "terraform.tfstate");
    const bootstrapping = bootstrap.bootstrap(
      this.environment,
      localState,
      bucketReady,
      upgradedRoot(previous, state)?.folder,
    );
    const validating = inTurn(this.applied, (cycle) => cycle.validate()).then(() => this.tellProviders(missing));
    const living = Promise.all([Promise.race([ready, bootstrapping]), validating]).then(async () => {
      const identities = await this.workAsDeployers(endpoint, stop.signal);
      const { account, region } = this.environment;
      const { python } = this.tools;
      const signal = AbortSignal.any([this.tools.signal, stop.signal]);
      const runtime = { place: { endpoint, account, region }, python, signal };
      for (const cluster of this.clusters) {
        await cluster.reserve(python, signal);
        await cluster.announce(endpoint);
      }
      const { ref = "" } = this.tools.previous ?? {};
      const standing: Standing[] = [];
      await inTurn(this.applied, async (cycle) => {
        const was = upgradedRoot(previous, cycle.root);
        if (was === undefined && previous.length > 0) this.listener.line(`${cycle.root.name}  is that of ${ref}`);
        const upgraded = was === undefined ? undefined : { ref, folder: was.folder };
        standing.push(...(await cycle.apply(runtime, standing, upgraded)));
      });
      // Now every value is known, and a destroy would plan anew.
      const plans = await exportPlans(this.applied);
      let withoutAws = () => {};
      const unneeded = new Promise<void>((resolve) => {
        withoutAws = resolve;
      });
      const trying = this.tryClusters(endpoint, identities, signal, withoutAws).finally(withoutAws);
      const ending = keep ? [] : [unneeded.then(() => this.destroy(endpoint, false))];
      await allOrNone([this.judge(plans), trying, ...ending], () => {});
    });
    const judging = bootstrapping.then(async () => this.judge(await exportPlans([bootstrap])));
    await allOrNone([judging, validating, living], () => stop.abort());
  }

  private tellProviders(missing: readonly string[]): void {
    const folders = this.applied.map(({ root }) => root.folder);
    this.providersUsed = providersText(folders, this.tools.providers, missing);
    this.listener.line(`providers  ${this.providersUsed}`);
  }

  /** Sorts out the roots that can be applied here. */
  private prepare(roots: readonly SynthesizedRoot[], endpoint: string, stop?: AbortSignal): void {
    for (const root of roots) {
      const cycle = new RootCycle(this.terraform(endpoint, stop), root, this.listener);
      const reason = reasonNotToApply(cycle.root.configuration(), this.environment);
      const place = placesOf(ENVIRONMENTS).find((one) => root.name === `${rootPrefixOf(one)}-addons`);
      if (reason === undefined) this.applied.push(cycle);
      else if (place !== undefined) this.clusters.push(new ClusterCycle(place, root, this.listener));
      else {
        this.notApplied.push({ root: root.name, notApplied: reason, resources: 0, seconds: {}, outputs: {} });
        this.listener.line(`${root.name}  is not applied here: ${reason}`);
      }
    }
  }

  /**
   * Applies what runs in each cluster on one of its own, where its programs can be had.
   * @param withoutAws told once no cluster needs the local AWS any more
   */
  private async tryClusters(
    endpoint: string,
    identities: Identities,
    signal: AbortSignal,
    withoutAws: () => void,
  ): Promise<void> {
    const found = await this.tools.clusterPrograms;
    if ("folder" in found) {
      for (const cluster of this.clusters) {
        const platform = this.applied.find(({ root }) => root.name === cluster.platform);
        const created = {
          endpoint,
          outputs: platform?.result.outputs ?? {},
          terraform: this.tools.terraform.binary,
          providers: this.tools.providers,
          ...identities,
        };
        await cluster.run(found.folder, created, signal, withoutAws);
      }
      return;
    }
    for (const { result } of this.clusters.splice(0)) {
      this.notApplied.push({ ...result, notApplied: found.missing });
      this.listener.line(`${result.root}  is not applied here: ${found.missing}`);
    }
  }

  /** Has Checkov judge the plans, while others wait for AWS. @throws Failure with all that is neither mended nor accepted */
  private async judge(plans: ReadonlyMap<string, string>): Promise<void> {
    const checkov = await this.tools.checkov;
    if (typeof checkov === "string") return;
    const acceptances = readAcceptances();
    const today = new Date().toISOString().slice(0, 10);
    const problems: string[] = [];
    for (const [root, file] of plans) {
      this.listener.status(`${root} plan`, "judged by Checkov");
      const { passed, failed } = await checkov.judge(file, "terraform_plan");
      this.listener.status(`${root} plan`, "");
      problems.push(...riskProblems(root, failed, acceptances, today));
      this.listener.line(`${root}  judged by Checkov: ${passed} checks passed, ${failed.length} failed`);
    }
    if (problems.length > 0) throw new Failure(problems.join("\n"));
  }

  /** Lets the identities that change an environment take over from its administrator. */
  private async workAsDeployers(endpoint: string, stop?: AbortSignal): Promise<Identities> {
    const { planner, deployer } = await takeRoles(this.environment, endpoint);
    const identities = {
      planner: this.terraform(endpoint, stop, planner),
      deployer: this.terraform(endpoint, stop, deployer),
    };
    for (const cycle of this.applied) cycle.workAs(identities);
    return identities;
  }

  private async destroy(endpoint: string, refresh: boolean): Promise<void> {
    await inTurn([...this.applied].reverse(), async (cycle) => {
      await cycle.destroy(refresh, { endpoint, region: this.environment.region });
      const { name } = cycle.root;
      const left = await taggedLeftovers(endpoint, name, regionsOf(cycle.root.configuration()));
      if (left.length > 0) throw new Failure(`${name}: a destroy must leave nothing, got ${left.join(", ")}`);
    });
  }

  private terraform(endpoint: string, stop?: AbortSignal, credentials?: Credentials): Terraform {
    const { terraform, providers, signal } = this.tools;
    const { name, region } = this.environment;
    const env = emulatorEnvironment(terraform.env, endpoint, region, credentials);
    const log = join(sandboxFolder(), name, "terraform.log");
    return terraform.with({
      env: providers.kind === "registry" ? { ...env, ...pluginCache(env, join(sandboxFolder(), name, PLUGINS)) } : env,
      signal: stop === undefined ? signal : AbortSignal.any([signal, stop]),
      graceMs: GRACE_MS,
      log: (line) => appendFileSync(log, `${line}\n`),
    });
  }
}

async function inTurn(cycles: readonly RootCycle[], action: (cycle: RootCycle) => Promise<void>): Promise<void> {
  for (const cycle of cycles) await action(cycle);
}

/** The last plan of each root as a file of JSON, by the root's name. */
async function exportPlans(cycles: readonly RootCycle[]): Promise<ReadonlyMap<string, string>> {
  const plans = new Map<string, string>();
  await inTurn(cycles, async ({ root }) => {
    plans.set(root.name, await root.exportPlan());
  });
  return plans;
}

/** Waits until all have ended. The first that fails stops the others, and its error is the one that counts. */
async function allOrNone(tasks: readonly Promise<void>[], stop: () => void): Promise<void> {
  const errors: unknown[] = [];
  const settled = tasks.map((task) =>
    task.catch((error) => {
      errors.push(error);
      stop();
    }),
  );
  await Promise.all(settled);
  if (errors.length > 0) throw errors[0];
}

function outdir(lease: Lease): string {
  return join(lease.folder, "cdktf.out");
}
