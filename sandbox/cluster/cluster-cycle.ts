import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments";
import { survivesZoneLoss } from "../../environments/environment";
import { rootPrefixOf, type Standby, siteAt } from "../../environments/standby";
import { clusterWorkloads } from "../../review/capacity/cluster-workloads";
import { nodesOf } from "../../review/capacity/node";
import type { SynthesizedRoot } from "../../scripts/synth";
import { type RootConfiguration, readConfiguration } from "../../scripts/terraform-root";
import type { RootResult } from "../result";
import { type StepListener, Steps } from "../steps";
import { playAbsentControllers } from "./absent-controllers";
import { Addons, missingDefinitions } from "./addons";
import type { AddonsLife } from "./addons-life";
import { announce, type ClusterAddress, reserveAddress } from "./address";
import type { KubernetesObject } from "./api";
import { ByCommands } from "./by-commands";
import { ByTerraform, type PipelineCluster, reasonNotByTerraform } from "./by-terraform";
import { ClusterCommands } from "./commands";
import { ControlPlane } from "./control-plane";
import { loseZone, replaceEach, standInForArgoCd, takeOver } from "./drills";
import { refuseForeignImages } from "./foreign-images";
import { killReleases } from "./killed-releases";
import { registerNodes } from "./node-objects";
import { settle } from "./pods";
import { replaceRelease } from "./replaced-release";
import { loseZonesAtMost, scaleUp } from "./scale-up";
import { serviceReleases } from "./services";
import { signIn } from "./sign-in";
import { standIn } from "./stand-ins";
import { takeDown } from "./take-down";

/** Owner of the fields of what Argo CD makes. */
const ARGO_CD = "argocd-controller";

/** Takes what runs in the cluster of an environment, or where it stands by, through its life, on a real Kubernetes API. */
export class ClusterCycle {
  private readonly steps: Steps;
  private addons: Addons | undefined;
  private life: AddonsLife | undefined;
  private address: ClusterAddress | undefined;

  constructor(
    private readonly environment: Environment | Standby,
    private readonly root: SynthesizedRoot,
    private readonly listener: StepListener,
  ) {
    this.steps = new Steps(root.name, listener);
  }

  /** The root whose outputs it is connected by. */
  get platform(): string {
    return `${rootPrefixOf(this.environment)}-platform`;
  }

  get result(): RootResult {
    const { root, steps, addons, life } = this;
    const resources = (addons?.objects.length ?? 0) + (addons?.releases.length ?? 0);
    const releases = life === undefined ? {} : { releases: life.presence };
    return { root: root.name, resources, seconds: steps.seconds, outputs: {}, ...releases };
  }

  /** Chooses the address of the cluster. @param python that of moto */
  async reserve(python: string, signal: AbortSignal): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    this.address = await reserveAddress(python, this.folder, signal);
  }

  /** Has the local AWS tell that address once the cluster is created. */
  async announce(endpoint: string): Promise<void> {
    if (this.address !== undefined) await announce(endpoint, this.cluster, this.address);
  }

  /** Where it keeps what it needs. */
  private get folder(): string {
    return join(this.root.folder, "cluster");
  }

  private get cluster() {
    const { region, prefix } = siteAt(this.environment);
    return { region, name: prefix };
  }

  /**
   * Starts the cluster, applies add-ons and services, tries what must be survived, and takes all down.
   * @param programs the folder of the cluster's programs
   * @param created in the local AWS, or the platform's outputs alone where there is none
   * @param withoutAws told once nothing asks the local AWS any more: neither people who sign in, nor Terraform for its state
   * @throws Failure with what Kubernetes refuses, what does not come up, and what is left
   */
  async run(
    programs: string,
    created: PipelineCluster | Pick<PipelineCluster, "outputs">,
    signal: AbortSignal,
    withoutAws = () => {},
  ): Promise<void> {
    const { environment, root, steps, folder, address } = this;
    if (address === undefined) throw new Error("a cluster must have an address before it runs");
    const configuration = readConfiguration(root.folder);
    const charts = process.env.LMS_CHARTS || undefined;
    const addons = new Addons(configuration, root.folder, created.outputs, charts);
    this.addons = addons;
    const { region, name } = this.cluster;
    const authenticator =
      "endpoint" in created ? `${created.endpoint}/gateway-api/tokens/${region}/${name}` : undefined;
    const plane = await steps.run("start", () => ControlPlane.start(programs, folder, address, authenticator, signal));
    const ended = new AbortController();
    const withoutArgoCd = new AbortController();
    const playing = playAbsentControllers(plane.api, ended.signal, withoutArgoCd.signal);
    const commands = new ClusterCommands(plane.kubeconfig, folder, signal);
    try {
      const life = await this.choose(addons, configuration, charts, created, commands);
      this.life = life;
      const nodes = nodesOf(environment, ({ desiredSize }) => desiredSize);
      await steps.run(
        "nodes",
        async () => {
          await registerNodes(nodes, plane.api);
          await commands.apply(clusterWorkloads(environment).flatMap(standIn), "eks");
        },
        () => `${nodes.length} nodes`,
      );
      await life.apply();
      if (!("home" in environment) && "endpoint" in created) {
        await steps.run(
          "sign in",
          () => signIn(environment, configuration, created, commands, folder, signal),
          (tried) => tried,
        );
        if (!life.needsAws) withoutAws();
      }
      await steps.run(
        "pods",
        () => settle(plane.api),
        (pods) => `${pods} pods run`,
      );
      await life.applyAgain();
      await steps.run("killed Helm", () => killReleases(plane.api, commands, folder));
      await steps.run(
        "replaced",
        () => replaceRelease(addons, life, commands, folder),
        (told) => told,
      );
      const services = await steps.run(
        "services",
        () => this.deliver(commands),
        (objects) => `${objects.length} objects`,
      );
      await steps.run(
        "all pods",
        () => settle(plane.api),
        (pods) => `${pods} pods run`,
      );
      await steps.run("foreign image", () => refuseForeignImages(plane.api));
      if ("home" in environment) {
        await steps.run(
          "take over",
          () => takeOver(environment, nodes, plane.api, commands),
          (pods) => `${pods} pods run`,
        );
      } else {
        if (survivesZoneLoss(environment)) {
          await steps.run("lost zone", async () => {
            for (const zone of environment.network.zones) await loseZone(zone, nodes, plane.api, commands);
          });
        }
        await steps.run("new nodes", () => replaceEach(nodes, plane.api, commands));
        const grown = await steps.run(
          "scale up",
          () => scaleUp(environment, plane.api),
          ({ told }) => told,
        );
        if (survivesZoneLoss(environment)) {
          await steps.run(
            "zone at most",
            () => loseZonesAtMost(environment.network.zones, grown, plane.api, commands),
            (told) => told,
          );
        }
      }
      withoutArgoCd.abort();
      await steps.run("no Argo CD", () => standInForArgoCd(plane.api, commands));
      await steps.run(
        "destroy",
        () => takeDown(life, services, commands),
        (kept) => kept,
      );
    } finally {
      ended.abort();
      await playing;
      await plane.stop();
    }
  }

  /** Has Terraform apply the root where it can, else kubectl and helm, and tells why. */
  private async choose(
    addons: Addons,
    configuration: RootConfiguration,
    charts: string | undefined,
    created: PipelineCluster | Pick<PipelineCluster, "outputs">,
    commands: ClusterCommands,
  ): Promise<AddonsLife> {
    const { root, steps, listener, folder } = this;
    const reason =
      "endpoint" in created
        ? await reasonNotByTerraform(configuration, addons, created.providers, charts)
        : "there is no local AWS with the state of its platform";
    if (reason === undefined && "endpoint" in created) {
      const { region } = this.cluster;
      return new ByTerraform(root, addons, { ...created, region }, commands, steps, folder);
    }
    listener.line(`${root.name}  is applied by kubectl and helm, not by Terraform: ${reason}`);
    return new ByCommands(addons, commands, steps);
  }

  /** Applies the services and the root Application's objects, as Argo CD would. */
  private async deliver(commands: ClusterCommands): Promise<readonly KubernetesObject[]> {
    const rendered = await Promise.all(serviceReleases(this.environment).map((one) => commands.render(one)));
    const objects = rendered.flat();
    const definitions = await missingDefinitions(objects, commands);
    await commands.apply(definitions, "helm");
    await commands.apply(objects, ARGO_CD);
    return [...objects, ...definitions];
  }
}
