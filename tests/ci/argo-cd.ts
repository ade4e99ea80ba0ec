import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import type { Application } from "../../gitops/checks/rendered/applications";
import { type KubernetesApi, type KubernetesObject, Refused } from "../../sandbox/cluster/api";
import type { ClusterCommands } from "../../sandbox/cluster/commands";
import { temporaryFolder } from "../sandbox/support";

const APPLICATIONS = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
const WAVE = "argocd.argoproj.io/sync-wave";
const REFRESH = "argocd.argoproj.io/refresh";

/** An application as the API has it. */
interface LiveApplication extends KubernetesObject {
  readonly spec: Application["spec"];
  readonly operation?: { readonly sync: { readonly revision?: string } };
  readonly status?: {
    readonly operationState?: { readonly phase: string; readonly startedAt: string };
    readonly history?: readonly { readonly revision: string }[];
  };
}

/** A sync that is under way. */
interface Sync {
  readonly revision: string;
  readonly startedAt: string;
  /** What is still to be applied, wave by wave. */
  readonly waves: (readonly KubernetesObject[])[];
}

/**
 * A small Argo CD on a real Kubernetes API, for what the pipelines ask of it: it renders an application's chart at a commit, compares
 * it with the API by server-side apply, syncs in waves when it is asked to, each once the one before is healthy, and can be ended in
 * it. It tells the health and the images of what is there. Beside it the kubelets are played, who lack the images that are missing.
 */
export class ArgoCd {
  private readonly syncs = new Map<string, Sync>();
  /** Of each application what was rendered, and the generation that the Deployment had, when it was compared last, and the result. */
  private readonly compared = new Map<string, readonly [key: string, status: string]>();
  /** Tags of which the registry has no image. */
  readonly missing = new Set<string>();

  /**
   * @param origin the repository that applications follow
   * @param running is told of the tag that all pods of an application run
   */
  constructor(
    private readonly api: KubernetesApi,
    private readonly commands: ClusterCommands,
    private readonly origin: string,
    private readonly running: (application: string, tag: string) => void,
  ) {}

  /** Works until the signal is aborted. @throws Error with what it cannot do */
  async play(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.playKubelets();
      for (const application of (await this.api.list(APPLICATIONS)) as readonly LiveApplication[]) {
        await this.reconcile(application);
      }
      await sleep(200, undefined, { signal }).catch(() => {});
    }
  }

  private async reconcile(application: LiveApplication): Promise<void> {
    const { name, annotations = {} } = application.metadata;
    const phase = application.status?.operationState?.phase;
    const pods = await this.podsOf(application);
    const tags = new Set(pods.map(({ image }) => image.slice(image.lastIndexOf(":") + 1)));
    if (tags.size === 1 && pods.every((pod) => pod.runs)) this.running(name, [...tags].join());
    if (phase === "Terminating") {
      this.syncs.delete(name);
      await this.end(application, "Failed", "Operation terminated");
    } else if (application.operation !== undefined && phase !== "Running") {
      await this.begin(application);
    } else if (this.syncs.has(name)) {
      await this.goOn(application);
    }
    if (annotations[REFRESH] === undefined) return;
    const status = {
      reconciledAt: new Date().toISOString(),
      sync: { status: await this.compare(application) },
      health: { status: await this.healthOf(application) },
      summary: { images: [...new Set(pods.map(({ image }) => image))] },
    };
    await this.patch(name, { metadata: { annotations: { [REFRESH]: null } }, status });
  }

  private async begin(application: LiveApplication): Promise<void> {
    const { name } = application.metadata;
    const revision = application.operation?.sync.revision ?? this.tip();
    const startedAt = new Date().toISOString();
    const waves = new Map<number, KubernetesObject[]>();
    for (const object of await this.render(application, revision)) {
      const wave = Number(object.metadata.annotations?.[WAVE] ?? 0);
      waves.set(wave, [...(waves.get(wave) ?? []), object]);
    }
    const inOrder = [...waves].sort(([one], [other]) => one - other).map(([, objects]) => objects);
    this.syncs.set(name, { revision, startedAt, waves: inOrder });
    const operationState = { phase: "Running", startedAt, message: null, syncResult: { revision } };
    await this.patch(name, { operation: null, status: { operationState } });
  }

  /** Applies the next wave once what was applied before is healthy. */
  private async goOn(application: LiveApplication): Promise<void> {
    const { name } = application.metadata;
    const sync = this.syncs.get(name);
    if (sync === undefined) return;
    const podsAreDue = sync.waves.some((wave) => wave.some(({ kind }) => kind === "Deployment"));
    if (!podsAreDue && (await this.healthOf(application)) !== "Healthy") return;
    const [wave, ...later] = sync.waves;
    if (wave !== undefined) {
      await this.commands.apply(wave, "argocd-controller");
      this.syncs.set(name, { ...sync, waves: later });
      return;
    }
    this.syncs.delete(name);
    const history = [...(application.status?.history ?? []), { revision: sync.revision }];
    await this.end(application, "Succeeded", "successfully synced", { history });
  }

  private end({ metadata: { name } }: LiveApplication, phase: string, message: string, more: object = {}) {
    const operationState = { phase, message, finishedAt: new Date().toISOString() };
    return this.patch(name, { status: { operationState, ...more } });
  }

  private async compare(application: LiveApplication): Promise<string> {
    const { name } = application.metadata;
    const objects = await this.render(application, this.tip());
    const deployment = await this.deploymentOf(application);
    const key = JSON.stringify([objects, deployment?.metadata]);
    const [known, status = ""] = this.compared.get(name) ?? [];
    if (known === key) return status;
    const difference = await this.commands.diff(objects, "argocd-controller");
    const now = difference === "" ? "Synced" : "OutOfSync";
    this.compared.set(name, [key, now]);
    return now;
  }

  /** The objects of an application at a commit. */
  private render({ metadata, spec }: LiveApplication, revision: string): Promise<KubernetesObject[]> {
    const folder = mkdtempSync(join(temporaryFolder(), "rendered-"));
    const archive = execFileSync("git", ["-C", this.origin, "archive", revision, "gitops"]);
    execFileSync("tar", ["-x", "-C", folder], { input: archive });
    const files = spec.source.helm.valueFiles.map((file) => parse(readFileSync(join(folder, file), "utf8")) as object);
    return this.commands.render({
      name: metadata.name,
      namespace: spec.destination.namespace,
      chart: join(folder, spec.source.path),
      values: Object.assign({}, ...files),
    });
  }

  private tip(): string {
    return execFileSync("git", ["-C", this.origin, "rev-parse", "main"], { encoding: "utf8" }).trim();
  }

  /** Health of the Deployment, as Argo CD judges it; what has none is healthy. */
  private async healthOf(application: LiveApplication): Promise<string> {
    const deployment = await this.deploymentOf(application);
    if (deployment === undefined) return "Healthy";
    const { generation } = deployment.metadata as { generation?: number };
    const { replicas = 1 } = deployment.spec as { replicas?: number };
    const { status = {} } = deployment as { status?: Readonly<Record<string, number>> };
    const { observedGeneration, updatedReplicas = 0, availableReplicas = 0, replicas: all = 0 } = status;
    const isDone = updatedReplicas === replicas && all === replicas && availableReplicas === replicas;
    return observedGeneration === generation && isDone ? "Healthy" : "Progressing";
  }

  private async deploymentOf({ metadata, spec }: LiveApplication): Promise<KubernetesObject | undefined> {
    const service = metadata.labels?.["lms.platform/service"];
    const path = `/apis/apps/v1/namespaces/${spec.destination.namespace}/deployments/${service}`;
    return (await this.api.ask("GET", path).catch((error) => {
      if (error instanceof Refused && error.status === 404) return undefined;
      throw error;
    })) as KubernetesObject | undefined;
  }

  private async podsOf({ metadata, spec }: LiveApplication) {
    const selector = `app.kubernetes.io%2Fname%3D${metadata.labels?.["lms.platform/service"]}`;
    const pods = await this.api.list(`/api/v1/namespaces/${spec.destination.namespace}/pods?labelSelector=${selector}`);
    return pods.map(({ spec: pod, status }) => ({
      image: (pod as { containers: readonly { image: string }[] }).containers[0]?.image ?? "",
      runs: (status as { phase?: string }).phase === "Running",
    }));
  }

  private async patch(name: string, change: object): Promise<void> {
    await this.api.patch(`${APPLICATIONS}/${name}`, change);
  }

  /** Has pods run that the scheduler has given a node, or wait for their images, and ends those that are to go. */
  private async playKubelets(): Promise<void> {
    for (const { metadata, spec, status } of await this.api.list("/api/v1/pods")) {
      const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
      const { nodeName, containers } = spec as {
        nodeName?: string;
        containers: readonly { name: string; image: string }[];
      };
      const { phase, containerStatuses } = status as { phase?: string; containerStatuses?: unknown };
      if (metadata.deletionTimestamp !== undefined) await this.api.delete(`${path}?gracePeriodSeconds=0`).catch(isGone);
      else if (phase === "Pending" && nodeName !== undefined && containerStatuses === undefined) {
        const lacks = containers.some(({ image }) => this.missing.has(image.slice(image.lastIndexOf(":") + 1)));
        await this.api
          .patch(`${path}/status`, { status: lacks ? waiting(containers) : runs(containers) })
          .catch(isGone);
      }
    }
  }
}

type Containers = readonly { readonly name: string; readonly image: string }[];

function runs(containers: Containers) {
  const startedAt = new Date().toISOString();
  const conditions = ["Initialized", "ContainersReady", "Ready"].map((type) => ({ type, status: "True" }));
  const state = { ready: true, started: true, restartCount: 0, state: { running: { startedAt } } };
  const containerStatuses = containers.map(({ name, image }) => ({ name, image, imageID: image, ...state }));
  return { phase: "Running", startTime: startedAt, conditions, containerStatuses };
}

function waiting(containers: Containers) {
  return {
    containerStatuses: containers.map(({ name, image }) => ({
      ...{ name, image, imageID: "", ready: false, started: false, restartCount: 0 },
      state: { waiting: { reason: "ImagePullBackOff", message: `Back-off pulling image "${image}"` } },
    })),
  };
}

function isGone(error: unknown): void {
  if (!(error instanceof Refused && (error.status === 404 || error.status === 409))) throw error;
}
