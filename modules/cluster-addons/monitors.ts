import type { Addons, HelmValues } from "./addon";

/** The add-on that brings the definitions of ServiceMonitor, PodMonitor and PrometheusRule. */
export const MONITOR_DEFINITIONS = "prometheus-operator-crds";

/** Values under which charts make objects of those definitions when `enabled` is true. */
const MONITORS = /^(service|pod)monitor$|^prometheusrule$/i;

/** Paths of the monitors that values turn on. */
export function monitorsIn(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...(MONITORS.test(key) && isEnabled(child) ? [[...path, key, "enabled"].join(".")] : []),
    ...monitorsIn(child, [...path, key]),
  ]);
}

/** Add-ons where there is no Prometheus: without the definitions of its objects, and with every monitor turned off. */
export function withoutMonitors(addons: Addons): Addons {
  return Object.fromEntries(
    Object.entries(addons)
      .filter(([name]) => name !== MONITOR_DEFINITIONS)
      .map(([name, addon]) => [
        name,
        {
          ...addon,
          values: unmonitored(addon.values) as HelmValues,
          after: addon.after.filter((before) => before !== MONITOR_DEFINITIONS),
        },
      ]),
  );
}

function unmonitored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmonitored);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      MONITORS.test(key) && isEnabled(child) ? { enabled: false } : unmonitored(child),
    ]),
  );
}

function isEnabled(value: unknown): boolean {
  return typeof value === "object" && value !== null && "enabled" in value && value.enabled === true;
}
