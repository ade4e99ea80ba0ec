import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { formatChanges } from "../../scripts/drift";
import { Failure } from "../../scripts/failure";
import { findExecutable } from "../../scripts/process";
import type { ProviderSource } from "../../scripts/provider-source";
import { absentProviders, providersText, unlockMissing } from "../../scripts/providers-at-hand";
import type { SynthesizedRoot } from "../../scripts/synth";
import type { Terraform } from "../../scripts/terraform";
import { planFlags, type RootConfiguration, TerraformRoot } from "../../scripts/terraform-root";
import { registryOf } from "../../stacks/provider-locks";
import type { LocalAws } from "../local-aws";
import type { Identities } from "../root-cycle";
import type { Steps } from "../steps";
import { accessBindings } from "./access-bindings";
import type { Addons, Presence } from "./addons";
import type { AddonsLife } from "./addons-life";
import type { ClusterCommands } from "./commands";
import type { CreatedCluster } from "./sign-in";

/** Milliseconds that a chart repository may take to answer. */
const PATIENCE_MS = 5_000;

/** A cluster of a local AWS whose add-ons the pipeline's identities apply. */
export interface PipelineCluster extends CreatedCluster, Identities {
  readonly providers: ProviderSource;
}

/**
 * Why Terraform cannot apply a root of add-ons on this machine; undefined when it can.
 * @param charts the folder of unpacked charts, where one is named
 */
export async function reasonNotByTerraform(
  configuration: RootConfiguration,
  addons: Addons,
  providers: ProviderSource,
  charts: string | undefined,
): Promise<string | undefined> {
  const absent = absentProviders(configuration, providers, registryOf(process.env));
  if (absent.length > 0) return `there is no ${absent.join(" and no ")} ${providers.description}`;
  if (findExecutable("aws", process.env) === undefined) return "there is no aws in PATH, which signs its providers in";
  const missing = addons.missingCharts;
  if (charts !== undefined) {
    const names = missing.map(({ name, version }) => `${name} ${version}`);
    return names.length === 0 ? undefined : `${charts} has no ${names.join(", ")}`;
  }
  const silent = await unanswered([...new Set(missing.map(({ repository }) => repository))]);
  return silent.length === 0 ? undefined : `no charts can be had from ${silent.join(", ")}`;
}

/** The chart repositories that do not answer. */
async function unanswered(repositories: readonly string[]): Promise<string[]> {
  const silent = await Promise.all(
    repositories.map(async (repository) => {
      const url = /^oci:\/\/([^/]+)/.exec(repository)?.[1];
      const asked = url === undefined ? `${repository}/index.yaml` : `https://${url}/v2/`;
      const request = fetch(asked, { method: "HEAD", signal: AbortSignal.timeout(PATIENCE_MS) });
      // A registry answers with whom it wants to see.
      return request.then(
        ({ ok, status }) => (ok || status === 401 ? [] : [repository]),
        () => [repository],
      );
    }),
  );
  return silent.flat();
}

/**
 * Applies the root by Terraform with the unmodified JSON, planned by the planner and applied by the deployer, who signs in by
 * `aws eks get-token`: only environment variables differ from a deployment.
 */
export class ByTerraform implements AddonsLife {
  readonly needsAws = true;
  private readonly planner: TerraformRoot;
  private readonly deployer: TerraformRoot;

  /** @param folder where Helm keeps what it downloads */
  constructor(
    { name, folder: root }: SynthesizedRoot,
    private readonly addons: Addons,
    private readonly cluster: PipelineCluster & LocalAws,
    private readonly commands: ClusterCommands,
    private readonly steps: Steps,
    folder: string,
  ) {
    const ofCluster = (terraform: Terraform) =>
      new TerraformRoot(terraform.with({ env: { ...terraform.env, ...helmVariables(folder) } }), name, root);
    this.planner = ofCluster(cluster.planner);
    this.deployer = ofCluster(cluster.deployer);
  }

  get presence(): Readonly<Record<string, Presence>> {
    return Object.fromEntries(this.addons.releases.map(({ name }) => [name, "real"]));
  }

  async apply(): Promise<void> {
    const { addons, cluster, commands, deployer, planner, steps } = this;
    const { folder } = planner;
    linkCharts(addons, folder);
    // EKS itself grants what an access policy says for the whole cluster, before there is any namespace.
    const bindings = await accessBindings(cluster, String(cluster.outputs.cluster_name));
    await commands.apply(
      bindings.filter(({ kind }) => kind === "ClusterRoleBinding"),
      "eks",
    );
    const missing = unlockMissing([folder], cluster.providers);
    await steps.run(
      "init",
      () => planner.init(),
      () => providersText([folder], cluster.providers, missing),
    );
    await steps.run(
      "plan",
      () => planner.plan(...planFlags(planner)),
      ({ counts }) => `${counts.add} to create, ${counts.change} to change, ${counts.remove} to destroy`,
    );
    await steps.run(
      "apply",
      () => deployer.apply(),
      ({ counts }) => `${counts.add} created, by Terraform`,
    );
    await commands.apply(addons.operated, "operator");
  }

  async applyAgain(): Promise<void> {
    const { deployer, steps } = this;
    await steps.run(
      "plan again",
      async () => {
        if ((await deployer.plan()).empty) return;
        const changes = formatChanges(await deployer.plannedChanges());
        throw new Failure(`${deployer.name}: a second plan must change nothing, got:\n${changes}`);
      },
      () => "no changes",
    );
  }

  async replace(release: string): Promise<void> {
    const resources = this.deployer.configuration().resource?.helm_release ?? {};
    const id = Object.keys(resources).find((one) => resources[one]?.name === release);
    await this.deployer.plan(`-replace=helm_release.${id}`);
    await this.deployer.apply();
  }

  async destroy(): Promise<void> {
    const { addons, commands, deployer } = this;
    await commands.delete(addons.operated);
    await deployer.destroy();
    const { resources } = await deployer.pullState();
    if (resources.length === 0) return;
    const left = resources.map(({ type, name }) => `${type}.${name}`);
    throw new Failure(`${deployer.name}: a destroy must leave nothing in the state, got ${left.join(", ")}`);
  }
}

/** Nothing of the user's own repositories, caches and clusters. */
function helmVariables(folder: string): NodeJS.ProcessEnv {
  const file = (name: string) => join(folder, "helm", name);
  return {
    HELM_REPOSITORY_CONFIG_PATH: file("repositories.yaml"),
    HELM_REPOSITORY_CACHE: file("cache"),
    HELM_REGISTRY_CONFIG_PATH: file("registry.json"),
    KUBE_CONFIG_PATH: "",
    KUBE_CONFIG_PATHS: "",
  };
}

/**
 * Puts unpacked charts where Helm looks for a chart before it asks its repository: at its name below the folder it works in. What
 * another run has put there goes.
 * @see https://github.com/helm/helm/blob/v3.18.4/pkg/action/install.go LocateChart
 */
function linkCharts({ releases }: Addons, root: string): void {
  for (const { source, chart } of releases) {
    if (source === undefined) continue;
    const { name, repository } = source;
    const link = join(root, repository.startsWith("oci:") ? repository : "", name);
    rmSync(link, { force: true });
    mkdirSync(dirname(link), { recursive: true });
    if (chart !== undefined) symlinkSync(chart, link);
  }
}
