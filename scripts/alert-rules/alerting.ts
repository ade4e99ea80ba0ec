import { join } from "node:path";
import { helmTemplate } from "../../gitops/checks/kubernetes/helm";
import type { RootConfiguration } from "../terraform-root";

/** What is synthesized of an environment's alerts from inside of its cluster. */
export interface Alerting {
  /** The rules of Prometheus, as a file of them has them. */
  readonly rules: { readonly groups: readonly { readonly rules: readonly Rule[] }[] };
  /** Alertmanager's configuration. */
  readonly alertmanager: { readonly receivers: readonly { readonly name: string }[] };
}

interface Rule {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Reads it from the synthesized root of the add-ons.
 * @param folder of the root, which has the project's own charts beside its configuration
 * @returns undefined where there is no Prometheus
 */
export function alertingOf({ resource }: RootConfiguration, folder: string): Alerting | undefined {
  const releases = Object.values(resource?.helm_release ?? {}) as unknown as readonly {
    readonly name: string;
    readonly chart: string;
    readonly values: readonly [string];
  }[];
  const named = (name: string) => releases.find((release) => release.name === name);
  const [stack, own] = [named("kube-prometheus-stack"), named("custom-resources")];
  if (stack === undefined || own === undefined) return undefined;
  const rendered = helmTemplate(join(folder, own.chart), JSON.parse(own.values[0]));
  const groups = rendered
    .filter(({ kind }) => kind === "PrometheusRule")
    .flatMap(({ spec }) => (spec as unknown as Alerting["rules"]).groups);
  return { rules: { groups }, alertmanager: JSON.parse(stack.values[0]).alertmanager.config };
}
