import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Release, releaseWorkloads } from "../../review/capacity/chart-workloads";
import type { RootConfiguration } from "../../scripts/terraform-root";
import type { KubernetesObject } from "./api";
import type { ChartRelease, ClusterCommands } from "./commands";
import { standIn, standInDefinition } from "./stand-ins";
import { manifestOf, resolved } from "./terraform-objects";

/** What a release was on the cluster: its own chart, pods in its place, or nothing. */
export type Presence = "real" | "stand-in" | "skipped";

/** A release of the root, with its chart where that is at hand. */
interface FoundRelease extends Release {
  /** The folder of its chart. */
  readonly chart: string | undefined;
}

interface ReleaseArguments {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly repository?: string;
  readonly values?: readonly string[];
}

/** What must be there before the rest, in this order. */
const FIRST = ["PriorityClass", "StorageClass", "Namespace", "ResourceQuota", "LimitRange"];

/** The add-ons of an environment, taken from the synthesized root, as far as they can be had here. */
export class Addons {
  /** The root's own objects. */
  readonly objects: readonly KubernetesObject[];
  readonly releases: readonly FoundRelease[];

  /**
   * @param folder of the root, which has the project's own charts beside its configuration
   * @param outputs of the platform's root
   * @param charts a folder of unpacked charts of third parties, by the charts' names
   */
  constructor(
    configuration: RootConfiguration,
    folder: string,
    outputs: Readonly<Record<string, unknown>>,
    charts: string | undefined,
  ) {
    const resources = resolved(configuration, outputs);
    const { helm_release: releases = {}, ...others } = resources;
    this.objects = Object.entries(others)
      .filter(([type]) => type.startsWith("kubernetes_"))
      .flatMap(([type, some]) => Object.values(some).map((attributes) => manifestOf(type, attributes)))
      .sort((one, other) => rank(one) - rank(other));
    this.releases = (Object.values(releases) as unknown as ReleaseArguments[]).map(
      ({ name, namespace, chart, repository, values: [values = "{}"] = [] }) => ({
        name,
        namespace,
        values: JSON.parse(values) as Release["values"],
        chart: repository === undefined ? join(folder, chart) : unpacked(charts, chart),
      }),
    );
  }

  /** What each release is here. */
  get presence(): Readonly<Record<string, Presence>> {
    return Object.fromEntries(
      this.releases.map((release) => [
        release.name,
        release.chart !== undefined ? "real" : releaseWorkloads(release).length > 0 ? "stand-in" : "skipped",
      ]),
    );
  }

  /** The releases whose charts are at hand, in the order of the root. */
  get charts(): ChartRelease[] {
    return this.releases.flatMap(({ chart, ...release }) => (chart === undefined ? [] : [{ ...release, chart }]));
  }

  /** Pods in place of those whose charts are not. */
  get standIns(): KubernetesObject[] {
    return this.releases
      .filter(({ chart }) => chart === undefined)
      .flatMap(releaseWorkloads)
      .flatMap(standIn);
  }
}

/** Definitions for the kinds of objects that the cluster does not know. */
export async function missingDefinitions(
  objects: readonly KubernetesObject[],
  commands: ClusterCommands,
): Promise<KubernetesObject[]> {
  const known = new Set((await commands.kubectl("api-resources", "--no-headers")).split("\n").map(kindOf));
  const unknown = objects.filter(({ apiVersion, kind }) => !known.has(`${apiVersion} ${kind}`));
  const byKind = new Map(unknown.map((object) => [`${object.apiVersion} ${object.kind}`, object]));
  return [...byKind.values()].map(standInDefinition);
}

/** The last columns of a line of `kubectl api-resources` are the API, whether it is namespaced, and the kind. */
function kindOf(line: string): string {
  const [kind, , api] = line.trim().split(/\s+/).reverse();
  return `${api} ${kind}`;
}

function unpacked(charts: string | undefined, chart: string): string | undefined {
  const folder = charts === undefined ? undefined : join(charts, chart);
  return folder !== undefined && existsSync(join(folder, "templates")) ? folder : undefined;
}

function rank({ kind = "" }: KubernetesObject): number {
  const index = FIRST.indexOf(kind);
  return index === -1 ? FIRST.length : index;
}
