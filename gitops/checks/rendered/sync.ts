import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Environment } from "../../../environments";
import type { Standby } from "../../../environments/standby";
import type { Freeze } from "../freezes";
import type { Manifest } from "../kubernetes/schema";

/** How applications are synced, as far as it decides what becomes of them. */
export interface SyncSpec {
  readonly source: { readonly targetRevision: string };
  readonly ignoreDifferences?: readonly unknown[];
  readonly syncPolicy: {
    readonly automated?: unknown;
    readonly syncOptions?: readonly string[];
    readonly retry?: { readonly refresh?: boolean };
  };
}

/** What every service is synced with. @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/ */
const OPTIONS = [
  "ServerSideApply=true",
  "PruneLast=true",
  "FailOnSharedResource=true",
  "RespectIgnoreDifferences=true",
];

/** Differences that no sync takes away: the number of pods is the autoscaler's. */
const IGNORED = [{ group: "apps", kind: "Deployment", jsonPointers: ["/spec/replicas"] }];

/** Kinds of objects that the chart of a service makes, by their groups: Argo CD makes no other for it. */
const KINDS: readonly string[] = [
  "/Service",
  "/ServiceAccount",
  "apps/Deployment",
  "autoscaling/HorizontalPodAutoscaler",
  "elbv2.k8s.aws/TargetGroupBinding",
  "external-secrets.io/ExternalSecret",
  "monitoring.coreos.com/ServiceMonitor",
  "networking.k8s.io/NetworkPolicy",
  "policy/PodDisruptionBudget",
];

/** Checks that a service is synced as its environment says. @returns one line each, `<field> <rule>, got <value>` */
export function syncProblems(project: string, environment: Environment | Standby, spec: SyncSpec): string[] {
  const { source, ignoreDifferences, syncPolicy } = spec;
  const isAutomated = deliveryOf(project, environment.name) === "automated";
  return [
    ...must("targetRevision", source.targetRevision, environment.addons.gitops.revision),
    ...must("syncPolicy.automated", syncPolicy.automated, isAutomated ? { prune: true, selfHeal: true } : undefined),
    ...must("syncPolicy.syncOptions", syncPolicy.syncOptions, OPTIONS),
    // A sync that is tried again with what was wrong keeps what was corrected from being tried at all.
    ...must("syncPolicy.retry.refresh", syncPolicy.retry?.refresh, true),
    ...must("ignoreDifferences", ignoreDifferences, IGNORED),
  ];
}

/** Checks what becomes of the applications when their files, or all of them, go. @returns one line each */
export function keepingProblems(project: string, environment: Environment | Standby, { spec }: Manifest): string[] {
  const { syncPolicy } = spec as { syncPolicy?: unknown };
  const kept = { applicationsSync: "create-update", preserveResourcesOnDeletion: true };
  const gone = { applicationsSync: "sync", preserveResourcesOnDeletion: false };
  return must("syncPolicy", syncPolicy, deliveryOf(project, environment.name) === "manual" ? kept : gone);
}

/** Checks what a project lets its applications make, and when it lets them sync. @returns one line each */
export function projectProblems(
  project: string,
  environment: Environment | Standby,
  spec: {
    readonly namespaceResourceWhitelist?: readonly { readonly group: string; readonly kind: string }[];
    readonly syncWindows?: readonly unknown[];
  },
): string[] {
  const foreign = (spec.namespaceResourceWhitelist ?? [])
    .map(({ group, kind }) => `${group}/${kind}`)
    .filter((kind) => !KINDS.includes(kind));
  const windows = freezesOf(project)
    .filter(({ environments }) => environments.includes(environment.name))
    .map(({ from, until }) => windowOf(from, until));
  return [
    ...foreign.map(
      (kind) => `namespaceResourceWhitelist must have only kinds that a service's chart makes, got ${kind}`,
    ),
    ...must("syncWindows", spec.syncWindows, windows.length === 0 ? undefined : windows),
  ];
}

/** The window of Argo CD that a freeze is. @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/ */
function windowOf(from: string, until: string) {
  const [, month, day] = from.split("-").map(Number);
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000 + 1;
  return {
    kind: "deny",
    schedule: `0 0 ${day} ${month} *`,
    duration: `${days * 24}h`,
    timeZone: "UTC",
    applications: ["*"],
    manualSync: true,
  };
}

function freezesOf(project: string): readonly Freeze[] {
  return (parse(readFileSync(join(project, "gitops/apps/freezes.yaml"), "utf8")) ?? []) as readonly Freeze[];
}

/** How an environment is delivered to; `appsProblems` has checked it. */
function deliveryOf(project: string, environment: string): string | undefined {
  const values = parse(readFileSync(join(project, "gitops/apps/values.yaml"), "utf8")) as {
    readonly environments: Readonly<Record<string, { readonly sync: string } | undefined>>;
  };
  return values.environments[environment]?.sync;
}

/** Values are alike whatever the order of their keys. */
function must(what: string, got: unknown, wanted: unknown): string[] {
  const [is, should] = [got, wanted].map((value) => JSON.stringify(sorted(value)) ?? "nothing");
  return is === should ? [] : [`${what} must be ${should}, got ${is}`];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, sorted(child)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
