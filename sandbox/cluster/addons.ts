import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { operatedWorkloads, type Release, releaseWorkloads } from "../../review/capacity/chart-workloads";
import type { RootConfiguration } from "../../scripts/terraform-root";
import type { KubernetesObject } from "./api";
import type { ChartRelease, ClusterCommands } from "./commands";
import { standIn, standInDefinition } from "./stand-ins";
import { manifestOf, resolved } from "./terraform-objects";

/** What a release was on the cluster: its own chart, pods in its place, or nothing. */
export type Presence = "real" | "stand-in" | "skipped";

/** Where a chart of others is published. */
export interface ChartSource {
  /** `https://` of a chart repository, or `oci://` of a registry. */
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

/** A release of the root, with its chart where that is at hand. */
interface FoundRelease extends Release {
  /** The folder of its chart. */
  readonly chart: string | undefined;
  /** Where else its chart comes from; undefined for one of the project. */
  readonly source: ChartSource | undefined;
}

/** The spec of a definition of a kind. */
interface Definition {
  readonly group: string;
  readonly names: { readonly kind: string };
  readonly versions: readonly { readonly name: string }[];
}

interface ReleaseArguments {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly repository?: string;
  readonly version?: string;
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
   * @param charts a folder of unpacked charts of third parties, by the charts' names, in the versions that the root names
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
    this.releases = (Object.values(releases) as unknown as ReleaseArguments[]).map((release) => {
      const { name, namespace, chart, repository, version = "", values: [values = "{}"] = [] } = release;
      const source = repository === undefined ? undefined : { repository, name: chart, version };
      return {
        name,
        namespace,
        values: JSON.parse(values) as Release["values"],
        chart: source === undefined ? join(folder, chart) : unpacked(charts, source),
        source,
      };
    });
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
    return this.releases.flatMap(({ name, namespace, values, chart }) =>
      chart === undefined ? [] : [{ name, namespace, values, chart }],
    );
  }

  /** The charts that are not at hand. */
  get missingCharts(): ChartSource[] {
    return this.releases.flatMap(({ source, chart }) => (source === undefined || chart !== undefined ? [] : [source]));
  }

  /** What the operators of charts would make of the charts' objects: the chart brings all but the pods. */
  get operated(): KubernetesObject[] {
    return this.releases
      .flatMap(operatedWorkloads)
      .flatMap(standIn)
      .filter(({ kind }) => kind === "StatefulSet");
  }

  /** Pods in place of those whose charts are not. */
  get standIns(): KubernetesObject[] {
    return this.releases
      .filter(({ chart }) => chart === undefined)
      .flatMap(releaseWorkloads)
      .flatMap(standIn);
  }
}

/** Definitions for the kinds of objects that neither the cluster knows nor their charts bring. */
export async function missingDefinitions(
  objects: readonly KubernetesObject[],
  commands: ClusterCommands,
): Promise<KubernetesObject[]> {
  const known = new Set((await commands.kubectl("api-resources", "--no-headers")).split("\n").map(kindOf));
  const brought = new Set(objects.flatMap(definedKinds));
  const unknown = objects.filter(({ apiVersion, kind }) => {
    const name = `${apiVersion} ${kind}`;
    return !known.has(name) && !brought.has(name);
  });
  const byKind = new Map(unknown.map((object) => [`${object.apiVersion} ${object.kind}`, object]));
  return [...byKind.values()].map(standInDefinition);
}

/** The kinds that an object defines; none where it is no definition. */
function definedKinds({ kind, spec }: KubernetesObject): string[] {
  if (kind !== "CustomResourceDefinition") return [];
  const { group, names, versions } = spec as Definition;
  return versions.map(({ name }) => `${group}/${name} ${names.kind}`);
}

/** The last columns of a line of `kubectl api-resources` are the API, whether it is namespaced, and the kind. */
function kindOf(line: string): string {
  const [kind, , api] = line.trim().split(/\s+/).reverse();
  return `${api} ${kind}`;
}

/** The folder of an unpacked chart, where it has the version. */
function unpacked(charts: string | undefined, { name, version }: ChartSource): string | undefined {
  if (charts === undefined) return undefined;
  const folder = resolve(charts, name);
  const file = join(folder, "Chart.yaml");
  if (!existsSync(file)) return undefined;
  return String((parse(readFileSync(file, "utf8")) as { version?: string }).version) === version ? folder : undefined;
}

function rank({ kind = "" }: KubernetesObject): number {
  const index = FIRST.indexOf(kind);
  return index === -1 ? FIRST.length : index;
}
