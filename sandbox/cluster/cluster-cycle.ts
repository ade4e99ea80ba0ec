import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments";
import { survivesZoneLoss } from "../../environments/environment";
import { rootPrefixOf, type Standby, siteAt } from "../../environments/standby";
import { clusterWorkloads } from "../../review/capacity/cluster-workloads";
import { nodesOf } from "../../review/capacity/node";
import { Failure } from "../../scripts/failure";
import type { SynthesizedRoot } from "../../scripts/synth";
import { readConfiguration } from "../../scripts/terraform-root";
import type { RootResult } from "../result";
import { type StepListener, Steps } from "../steps";
import { playAbsentControllers } from "./absent-controllers";
import { Addons, missingDefinitions } from "./addons";
import { announce, type ClusterAddress, reserveAddress } from "./address";
import type { KubernetesObject } from "./api";
import { ClusterCommands } from "./commands";
import { ControlPlane } from "./control-plane";
import { loseZone, refuseForeignImage, replaceEach, standInForArgoCd, takeOver } from "./drills";
import { killReleases } from "./killed-releases";
import { registerNodes } from "./node-objects";
import { settle } from "./pods";
import { scaleUp } from "./scale-up";
import { serviceReleases } from "./services";
import { type CreatedCluster, signIn } from "./sign-in";
import { standIn } from "./stand-ins";
import { takeDown } from "./take-down";

/** Owner of the fields of what Terraform makes, and of what Argo CD does. */
const TERRAFORM = "Terraform";
const ARGO_CD = "argocd-controller";

/** Takes what runs in the cluster of an environment, or where it stands by, through its life, on a real Kubernetes API. */
export class ClusterCycle {
  private readonly steps: Steps;
  private addons: Addons | undefined;
  private address: ClusterAddress | undefined;

  constructor(
    private readonly environment: Environment | Standby,
    private readonly root: SynthesizedRoot,
    listener: StepListener,
  ) {
    this.steps = new Steps(root.name, listener);
  }

  /** The root whose outputs it is connected by. */
  get platform(): string {
    return `${rootPrefixOf(this.environment)}-platform`;
  }

  get result(): RootResult {
    const { root, steps, addons } = this;
    const resources = (addons?.objects.length ?? 0) + (addons?.releases.length ?? 0);
    const releases = addons === undefined ? {} : { releases: addons.presence };
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
   * @param signedIn told once people have signed in: until then the local AWS must keep their roles and access entries
   * @throws Failure with what Kubernetes refuses, what does not come up, and what is left
   */
  async run(
    programs: string,
    created: CreatedCluster | Pick<CreatedCluster, "outputs">,
    signal: AbortSignal,
    signedIn = () => {},
  ): Promise<void> {
    const { environment, root, steps, folder, address } = this;
    if (address === undefined) throw new Error("a cluster must have an address before it runs");
    const configuration = readConfiguration(root.folder);
    const addons = new Addons(configuration, root.folder, created.outputs, process.env.LMS_CHARTS || undefined);
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
      const nodes = nodesOf(environment, ({ desiredSize }) => desiredSize);
      await steps.run(
        "nodes",
        async () => {
          await registerNodes(nodes, plane.api);
          await commands.apply(clusterWorkloads(environment).flatMap(standIn), "eks");
        },
        () => `${nodes.length} nodes`,
      );
      const made = await steps.run(
        "apply",
        () => this.apply(addons, commands),
        (objects) => `${objects.length} objects`,
      );
      if (!("home" in environment) && "endpoint" in created) {
        await steps.run(
          "sign in",
          () => signIn(environment, configuration, created, commands, folder, signal),
          (tried) => tried,
        );
        signedIn();
      }
      await steps.run(
        "pods",
        () => settle(plane.api),
        (pods) => `${pods} pods run`,
      );
      await steps.run("apply again", async () => refuseDrift(await commands.diff(addons.objects, TERRAFORM)));
      await steps.run("killed Helm", () => killReleases(plane.api, commands, folder));
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
      await steps.run("foreign image", () => refuseForeignImage(plane.api));
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
        await steps.run(
          "scale up",
          () => scaleUp(environment, plane.api),
          (sizes) => sizes,
        );
      }
      withoutArgoCd.abort();
      await steps.run("no Argo CD", () => standInForArgoCd(plane.api, commands));
      await steps.run("destroy", () => takeDown(addons, [...services, ...made], commands));
    } finally {
      ended.abort();
      await playing;
      await plane.stop();
    }
  }

  /** Applies the root. @returns what stands in for the charts that are not at hand */
  private async apply(addons: Addons, commands: ClusterCommands): Promise<readonly KubernetesObject[]> {
    await commands.apply(addons.objects, TERRAFORM);
    const rendered = (await Promise.all(addons.charts.map((release) => commands.render(release)))).flat();
    const definitions = await missingDefinitions(rendered, commands);
    const made = [...definitions, ...addons.standIns];
    await commands.apply(made, "helm");
    for (const release of addons.charts) await commands.release(release);
    return [...addons.objects, ...made];
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

function refuseDrift(difference: string): void {
  if (difference === "") return;
  throw new Failure(`what was applied must be as it was applied, got:\n${difference}`);
}
