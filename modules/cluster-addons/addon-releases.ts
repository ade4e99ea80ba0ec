import { Release } from "@cdktf/provider-helm/lib/release";
import { Annotations, AssetType, type ITerraformDependable, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { Addon, Addons } from "./addon";
import { addonProblems } from "./addon-order";
import { CHARTS } from "./chart-versions";
import type { ClusterClasses } from "./cluster-classes";
import type { ClusterNamespaces } from "./cluster-namespaces";
import { helmValues } from "./helm-values";

export interface AddonReleasesProps {
  readonly namespaces: ClusterNamespaces;
  readonly classes: ClusterClasses;
  readonly addons: Addons;
}

/** The charts of this project, below its folder. */
const LOCAL_CHARTS = "modules/cluster-addons/charts";

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
      dependsOn: after.length > 0 ? [...after] : this.ground(),
    });
  }

  private chartOf(name: string, { chart }: Addon) {
    if (chart !== "local") return { ...CHARTS[chart], chart };
    // The path has the hash of the chart's content: without it Terraform would not see that a template has changed.
    const asset = new TerraformAsset(this, `${name}-chart`, {
      path: `${LOCAL_CHARTS}/${name}`,
      type: AssetType.DIRECTORY,
    });
    return { chart: asset.path };
  }

  /** What a release stands on that comes after no other: all of it, since those after it reach into every namespace. */
  private ground(): ITerraformDependable[] {
    const { namespaces, classes } = this.props;
    return [...classes.all, ...namespaces.all];
  }
}
