import { existsSync } from "node:fs";
import { join } from "node:path";
import { helmTemplate, type RepositoryChart } from "../../gitops/checks/kubernetes/helm";
import type { Manifest } from "../../gitops/checks/kubernetes/schema";
import type { PlanDocument } from "../../scripts/plan-document";
import { noiseOf, objectChanges } from "./objects";

/** Arguments of a Helm release, as a plan has them. */
interface ReleaseArguments {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly repository?: string | null;
  readonly version?: string | null;
  readonly values?: readonly string[] | null;
}

/** Renders a release. @throws Error with Helm's words where it cannot */
export type Render = (release: ReleaseArguments) => Manifest[];

/** What changed releases do in the cluster: lines by the addresses of the releases. */
export type InCluster = Readonly<Record<string, readonly string[]>>;

/**
 * Renders the changed Helm releases of a plan, as they are in the state and as they are planned, and compares their objects.
 * What cannot be rendered says why; nothing else depends on it.
 */
export function releaseChanges(document: PlanDocument, render: Render): InCluster {
  return Object.fromEntries(
    (document.resource_changes ?? []).flatMap(({ address, type, change }) => {
      const isChanged = change.actions.some((action) => action === "update" || action === "create");
      if (type !== "helm_release" || !isChanged || change.after === null) return [];
      const { values } = (change.after_unknown ?? {}) as { values?: unknown };
      const lines =
        values === undefined
          ? linesOf(change.before as ReleaseArguments | null, change.after as ReleaseArguments, render)
          : ["its objects cannot be compared: only the apply will tell its values"];
      return [[address, lines]];
    }),
  );
}

function linesOf(before: ReleaseArguments | null, after: ReleaseArguments, render: Render): string[] {
  try {
    const now = render(after);
    if (before === null) return [`${now.length} objects: ${countsOf(now)}`];
    const lines = objectChanges(render(before), now, noiseOf(now, render(after)));
    return lines.length === 0 ? ["no object changes"] : lines;
  } catch (error) {
    const [line] = (error as Error).message.split("\n");
    return [`its objects cannot be compared: ${line}`];
  }
}

function countsOf(manifests: readonly Manifest[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of manifests) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
}

/** Renders by Helm, with charts of the root's folder, or from their repositories. */
export function renderIn(folder: string): Render {
  return ({ name, namespace, chart, repository, version, values }) => {
    const [text = "{}"] = values ?? [];
    const release = { release: name, namespace };
    return helmTemplate(chartOf(folder, chart, repository, version), JSON.parse(text), release);
  };
}

/** A chart of the project lies beside its root, in a folder named by its content: an older one is there no more. */
function chartOf(
  folder: string,
  chart: string,
  repository: string | null | undefined,
  version: string | null | undefined,
): string | RepositoryChart {
  if (repository) return { name: chart, repository, version: version ?? "" };
  const path = join(folder, chart);
  if (!existsSync(join(path, "Chart.yaml"))) throw new Error(`the chart itself changes, and ${chart} is not at hand`);
  return path;
}
