import { POD_IDENTITIES } from "../iam";
import type { Addons } from "./addon";
import { NAMESPACE_NAMES } from "./namespaces";

/** The add-on that brings the definitions of ServiceMonitor, PodMonitor and PrometheusRule. */
const MONITOR_DEFINITIONS = "prometheus-operator-crds";

/** Values under which charts make objects of those definitions when `enabled` is true. */
const MONITORS = /^(service|pod)monitor$|^prometheusrule$/i;

/**
 * What is wrong with a set of add-ons: a namespace that is not declared or not that of the identity, a missing or circular
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
  const { namespace = "", identity = "none" } = addons[name] ?? {};
  const known: readonly string[] = [...NAMESPACE_NAMES, "kube-system"];
  if (!known.includes(namespace)) {
    return [
      `${name}.namespace: must be a declared namespace, got ${JSON.stringify(namespace)}; choose from ${known.join(", ")}`,
    ];
  }
  if (identity === "none" || POD_IDENTITIES[identity].namespace === namespace) return [];
  const { namespace: home } = POD_IDENTITIES[identity];
  return [
    `${name}.namespace: must be that of its identity ${identity}, ${home}, got ${JSON.stringify(namespace)}; ` +
      "its pods would have no rights in AWS",
  ];
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
  return monitorsIn(addons[name]?.values, []).map(
    (path) =>
      `${name}.values.${path}: must not be enabled before ${MONITOR_DEFINITIONS}, got true; ` +
      "add that to its dependencies",
  );
}

function monitorsIn(value: unknown, path: readonly string[]): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...(MONITORS.test(key) && isEnabled(child) ? [[...path, key, "enabled"].join(".")] : []),
    ...monitorsIn(child, [...path, key]),
  ]);
}

function isEnabled(value: unknown): boolean {
  return typeof value === "object" && value !== null && "enabled" in value && value.enabled === true;
}
