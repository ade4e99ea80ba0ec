import { join } from "node:path";
import type { AccountSettings } from "../../../environments/environment";
import { siteOf } from "../../../modules/foundation/names";
import { type ProgramOptions, runJson, runText } from "../shared/programs";
import { type ArgoApplication, syncPatch } from "./argocd-status";

/** The application of a service in Argo CD, which lives in the environment's cluster and has no entrance of its own. */
export class DeployedService {
  /** Name of the application in Argo CD. */
  readonly name: string;
  private readonly options: ProgramOptions;

  /** @param folder a folder for the configuration of kubectl */
  constructor(
    private readonly environment: AccountSettings,
    service: string,
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

  /** Has Argo CD apply what Git says. */
  async sync(application: ArgoApplication): Promise<void> {
    await this.kubectl("patch", "--type=merge", `--patch=${JSON.stringify(syncPatch(application))}`);
  }

  private kubectl(verb: string, ...more: readonly string[]): Promise<string> {
    return runText("kubectl", this.args(verb, ...more), this.options);
  }

  private args(verb: string, ...more: readonly string[]): readonly string[] {
    return [verb, `applications.argoproj.io/${this.name}`, "--namespace=argocd", "--request-timeout=30s", ...more];
  }
}
