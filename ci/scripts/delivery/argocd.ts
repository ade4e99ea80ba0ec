import { join } from "node:path";
import type { AccountSettings } from "../../../environments/environment";
import { siteOf } from "../../../modules/foundation/names";
import { LMS_SERVICES, type LmsService } from "../../../modules/foundation/services";
import { type ProgramOptions, runJson, runText } from "../shared/programs";
import { type ArgoApplication, syncPatch, TERMINATE_PATCH } from "./argocd-status";
import { type PodList, podProblem } from "./pods";

/** The application of a service in Argo CD, which lives in the environment's cluster and has no entrance of its own. */
export class DeployedService {
  /** Name of the application in Argo CD. */
  readonly name: string;
  private readonly options: ProgramOptions;

  /** @param folder a folder for the configuration of kubectl */
  constructor(
    private readonly environment: AccountSettings,
    private readonly service: string,
    folder: string,
    signal: AbortSignal,
  ) {
    this.name = `${environment.name}-${service}`;
    const advice = `look at the application ${this.name} of Argo CD in the cluster ${siteOf(environment).prefix}`;
    this.options = { env: { ...process.env, KUBECONFIG: join(folder, "kubeconfig") }, signal, advice };
  }

  /** Finds the cluster, with the AWS credentials at hand. */
  async connect(): Promise<void> {
    const cluster = ["--name", siteOf(this.environment).prefix, "--region", this.environment.region];
    await runText("aws", ["eks", "update-kubeconfig", ...cluster], this.options);
  }

  /** Its state. Argo CD is asked to look at Git again, which the next state shows. */
  async look(): Promise<ArgoApplication> {
    await this.kubectl("annotate", "--overwrite", "argocd.argoproj.io/refresh=normal");
    return runJson<ArgoApplication>("kubectl", this.args("get", "--output=json"), this.options);
  }

  /** Has Argo CD apply what Git says, at a commit or at the tip. */
  async sync(application: ArgoApplication, revision: string | undefined): Promise<void> {
    await this.kubectl("patch", "--type=merge", `--patch=${JSON.stringify(syncPatch(application, revision))}`);
  }

  /** Ends a sync that another deployment has begun. One that has ended meanwhile is no problem. */
  async terminate(): Promise<void> {
    await this.kubectl("patch", "--type=json", `--patch=${JSON.stringify(TERMINATE_PATCH)}`).catch((error: Error) => {
      if (!/test operation failed|the server rejected our request/i.test(error.message)) throw error;
    });
  }

  /** Problem of a pod of an image, which will most likely not go away; undefined when no pod has one. */
  async podProblem(image: string): Promise<string | undefined> {
    const { service } = this;
    const where = ["--selector", `app.kubernetes.io/name=${service}`, "--namespace", namespaceOf(service)];
    const pods = await runJson<PodList>(
      "kubectl",
      ["get", "pods", ...where, "--request-timeout=30s", "--output=json"],
      this.options,
    );
    return podProblem(pods, image);
  }

  private kubectl(verb: string, ...more: readonly string[]): Promise<string> {
    return runText("kubectl", this.args(verb, ...more), this.options);
  }

  private args(verb: string, ...more: readonly string[]): readonly string[] {
    return [verb, `applications.argoproj.io/${this.name}`, "--namespace=argocd", "--request-timeout=30s", ...more];
  }
}

function namespaceOf(service: string): string {
  const services: Readonly<Record<string, LmsService>> = LMS_SERVICES;
  return services[service]?.namespace ?? "default";
}
