import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Release } from "@cdktf/provider-helm/lib/release";
import { Annotations, AssetType, type ITerraformDependable, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { projectFolder } from "../foundation/project-folder";
import { POD_IDENTITIES } from "../iam";
import { type Addon, type Addons, helmValues } from "./addon";
import type { ClusterClasses } from "./cluster-classes";
import type { ClusterNamespaces } from "./cluster-namespaces";
import { MONITOR_DEFINITIONS, monitorsIn } from "./monitors";
import { NAMESPACE_NAMES } from "./namespaces";

/**
 * Checks a set of add-ons: a namespace that is not declared or not that of the identity, a missing or circular
 * dependency, monitors before their definitions.
 * @returns one line a problem, `[]` when there is none
 */
export function addonProblems(addons: Addons): string[] {
  return Object.keys(addons).flatMap((name) => [
    ...placeProblems(name, addons),
    ...dependencyProblems(name, addons),
    ...monitorProblems(name, addons),
  ]);
}

/** The names of all add-ons that must run before one, directly or through others. */
export function predecessors(name: string, addons: Addons): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (current: string): void => {
    for (const next of addons[current]?.after ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(name);
  return found;
}

function placeProblems(name: string, addons: Addons): string[] {
  const { namespace = "", identities = [] } = addons[name] ?? {};
  const known: readonly string[] = [...NAMESPACE_NAMES, "kube-system"];
  if (!known.includes(namespace)) {
    return [
      `${name}.namespace: must be a declared namespace, got ${JSON.stringify(namespace)}; choose from ${known.join(", ")}`,
    ];
  }
  return identities
    .filter((identity) => POD_IDENTITIES[identity].namespace !== namespace)
    .map(
      (identity) =>
        `${name}.namespace: must be that of its identity ${identity}, ${POD_IDENTITIES[identity].namespace}, ` +
        `got ${JSON.stringify(namespace)}; its pods would have no rights in AWS`,
    );
}

function dependencyProblems(name: string, addons: Addons): string[] {
  const missing = (addons[name]?.after ?? [])
    .filter((dependency) => addons[dependency] === undefined)
    .map(
      (dependency) =>
        `${name}.after: must name add-ons, got ${JSON.stringify(dependency)}; ` +
        `choose from ${Object.keys(addons).join(", ")}`,
    );
  const cycle = predecessors(name, addons).has(name)
    ? [`${name}.after: must not lead back to the add-on itself, got ${cycleOf(name, addons).join(" -> ")}; remove one`]
    : [];
  return [...missing, ...cycle];
}

/** The shortest way from an add-on over its dependencies back to itself. */
function cycleOf(name: string, addons: Addons): string[] {
  let ways = [[name]];
  for (;;) {
    ways = ways.flatMap((way) => (addons[way.at(-1) ?? ""]?.after ?? []).map((next) => [...way, next]));
    const back = ways.find((way) => way.at(-1) === name);
    if (back !== undefined) return back;
  }
}

function monitorProblems(name: string, addons: Addons): string[] {
  if (predecessors(name, addons).has(MONITOR_DEFINITIONS)) return [];
  return monitorsIn(addons[name]?.values).map(
    (path) =>
      `${name}.values.${path}: must not be enabled before ${MONITOR_DEFINITIONS}, got true; ` +
      "add that to its dependencies",
  );
}

export interface AddonReleasesProps {
  readonly namespaces: ClusterNamespaces;
  readonly classes: ClusterClasses;
  readonly addons: Addons;
}

/** The charts of this project, below its folder. */
const LOCAL_CHARTS = "modules/cluster-addons/charts";

/**
 * Version of a chart of this project. Without one a plan would ask the cluster for that of the release, where the planner is not let
 * in: `upgradeInstall` does that.
 * @see https://github.com/hashicorp/terraform-provider-helm/blob/v3.1.1/helm/resource_helm_release.go ModifyPlan
 */
function localVersion(name: string): string {
  const file = join(projectFolder(__dirname), LOCAL_CHARTS, name, "Chart.yaml");
  const version = /^version: (\S+)$/m.exec(readFileSync(file, "utf8"))?.[1];
  if (version === undefined) throw new Error(`${file}: must have a line "version: <version>", got none; write it`);
  return version;
}

/** Long enough for a node to come up first. */
const TIMEOUT_SECONDS = 900;

/** How many revisions of a release are kept, each a Secret. */
const KEPT_REVISIONS = 5;

/**
 * The add-ons as Helm releases, each after those that it needs and after all namespaces with their rules. Taken down in the
 * reverse order: what an operator must clean up is gone before the operator is.
 * @see https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release
 */
export class AddonReleases extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AddonReleasesProps,
  ) {
    super(scope, id);
    const { addons } = props;
    const problems = addonProblems(addons);
    for (const problem of problems) Annotations.of(this).addError(problem);
    // Without an order there is nothing to make, and the problems say why.
    if (problems.length > 0) return;
    const releases = new Map<string, Release>();
    const release = (name: string): Release => {
      const known = releases.get(name);
      const addon = addons[name];
      if (known !== undefined) return known;
      if (addon === undefined) throw new RangeError(`${this.node.path}: must have an add-on ${name}; declare it`);
      const made = this.createRelease(name, addon, addon.after.map(release));
      releases.set(name, made);
      return made;
    };
    for (const name of Object.keys(addons)) release(name);
  }

  private createRelease(name: string, addon: Addon, after: readonly Release[]): Release {
    const { namespace, values, state } = addon;
    return new Release(this, name, {
      name,
      namespace,
      ...this.chartOf(name, addon),
      values: [helmValues(values)],
      wait: true,
      waitForJobs: true,
      timeout: TIMEOUT_SECONDS,
      maxHistory: KEPT_REVISIONS,
      atomic: state === "stateless",
      // A first install that failed is not in the state, but its name is taken in the cluster: Helm goes on from there.
      upgradeInstall: true,
      dependsOn: after.length > 0 ? [...after] : this.ground(),
    });
  }

  private chartOf(name: string, { chart }: Addon) {
    if (chart !== "local") return { chart: chart.name, repository: chart.repository, version: chart.version };
    // The path has the hash of the chart's content: without it Terraform would not see that a template has changed.
    const asset = new TerraformAsset(this, `${name}-chart`, {
      path: `${LOCAL_CHARTS}/${name}`,
      type: AssetType.DIRECTORY,
    });
    return { chart: asset.path, version: localVersion(name) };
  }

  /** What a release stands on that comes after no other: all of it, since those after it reach into every namespace. */
  private ground(): ITerraformDependable[] {
    const { namespaces, classes } = this.props;
    return [...classes.all, ...namespaces.all];
  }
}
