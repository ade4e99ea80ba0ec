/** The parts of an Argo CD Application that tell how far a deployment is. */
export interface ArgoApplication {
  readonly spec?: {
    readonly syncPolicy?: {
      readonly automated?: object;
      readonly syncOptions?: readonly string[];
      readonly retry?: object;
    };
  };
  readonly status?: {
    /** When it was last compared with what Git had then. */
    readonly reconciledAt?: string;
    readonly sync?: { readonly status?: string };
    readonly health?: { readonly status?: string; readonly message?: string };
    readonly operationState?: {
      readonly phase?: string;
      readonly message?: string;
      readonly startedAt?: string;
      readonly syncResult?: { readonly revision?: string };
    };
    /** What was synced, the newest last. */
    readonly history?: readonly { readonly revision?: string }[];
    readonly summary?: { readonly images?: readonly string[] };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
  };
}

/** Next step of a deployment, and its state in words. */
export interface Step {
  readonly do: "finish" | "sync" | "terminate" | "wait" | "fail";
  readonly state: string;
  /** Why the rollout will most likely not come to an end; it may still be over in a moment. */
  readonly ailing?: string;
}

/** What a service is to run: an image, or no image of its repository, as before its first release. */
export interface WantedImage {
  readonly image: string;
  readonly released: boolean;
  /** Commit of this project that it is to be synced to, see `revisionOf`; the branch's tip without one. */
  readonly revision?: string | undefined;
}

/** How a revision is told: the commit of a delivery, or of the delivery that is taken back. */
export interface WantedRevision {
  readonly delivery: string;
  readonly leaving: string;
}

/**
 * The commit that an application is synced to. One that syncs by itself follows its branch, and Argo CD takes no other revision
 * for it. Any other is synced to the very commit of the delivery, with the chart and values that were approved; and back to what
 * was synced before it, chart and values included.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
 */
export function revisionOf(
  { spec, status }: ArgoApplication,
  { delivery, leaving }: WantedRevision,
): string | undefined {
  if (spec?.syncPolicy?.automated !== undefined) return undefined;
  if (leaving === "") return delivery || undefined;
  return status?.history?.findLast(({ revision }) => revision !== leaving)?.revision;
}

/** Age from which a sync that someone else began is in the way: Argo CD starts no other before its end. */
const OLD_SYNC_MS = 60_000;

/**
 * Looks whether an application runs an image: synced, healthy, and with pods of that image. The commit is no measure:
 * others' commits to the same branch move it. Nor are the pods alone: those of the image before are among them until
 * they have ended, so an application that was not looked at since is not taken for one that has been brought back.
 * @param since when the wait began, ISO 8601: an operation that began before is of another deployment
 */
export function nextStep({ status }: ArgoApplication, wanted: WantedImage, since: string, now = Date.now()): Step {
  const { reconciledAt = "", sync, health, operationState, summary, conditions } = status ?? {};
  const { phase, message = "no message", startedAt = "" } = operationState ?? {};
  const isSince = (time: string) => Date.parse(time) >= Date.parse(since);
  const runs = runsWanted(summary?.images ?? [], wanted);
  const state = [
    sync?.status ?? "Unknown",
    health?.status ?? "Unknown",
    ...(phase === undefined ? [] : [`operation ${phase}`]),
    `${runs ? "runs" : "does not run"} ${wanted.released ? "the image" : "without pods"}${runs ? "" : " yet"}`,
    ...(conditions ?? []).map(({ type, message: text }) => `${type}: ${text}`),
    ...(health?.message ? [health.message] : []),
  ].join(", ");
  if (phase === "Running" && !isSince(startedAt) && now - Date.parse(startedAt) > OLD_SYNC_MS) {
    return { do: "terminate", state: `${state} since ${startedAt}, for another deployment` };
  }
  if (phase === "Running" || phase === "Terminating") return { do: "wait", state };
  if (!isSince(reconciledAt)) return { do: "wait", state: `${state}, not compared with Git since` };
  const { revision } = wanted;
  const isAt = revision !== undefined && phase === "Succeeded" && isSince(startedAt);
  const isThere = isAt && operationState?.syncResult?.revision === revision;
  if ((sync?.status === "Synced" || isThere) && health?.status === "Healthy" && runs) return { do: "finish", state };
  const failed = phase === "Failed" || phase === "Error";
  if (failed && isSince(startedAt)) return { do: "fail", state: `${state}: ${message}` };
  if (sync?.status === "OutOfSync" && !isThere) return { do: "sync", state };
  return health?.status === "Degraded" && runs
    ? { do: "wait", state, ailing: "it is degraded" }
    : { do: "wait", state };
}

function runsWanted(images: readonly string[], { image, released }: WantedImage): boolean {
  const repository = image.slice(0, image.lastIndexOf(":") + 1);
  return released ? images.includes(image) : !images.some((one) => one.startsWith(repository));
}

/**
 * The patch that has Argo CD sync an application with the application's own options, as its automated sync would.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-kubectl/
 */
export function syncPatch({ spec = {} }: ArgoApplication, revision?: string): object {
  const { syncOptions = [], retry } = spec.syncPolicy ?? {};
  const at = revision === undefined ? {} : { revision };
  const sync = { ...at, prune: true, syncOptions, syncStrategy: { hook: {} } };
  return { operation: { initiatedBy: { username: "lms-pipeline" }, sync, ...(retry === undefined ? {} : { retry }) } };
}

/**
 * The patch (`--type=json`) that ends a running sync, as `argocd app terminate-op` does; refused when it has ended meanwhile.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/commands/argocd_app_terminate-op/
 */
export const TERMINATE_PATCH = [
  { op: "test", path: "/status/operationState/phase", value: "Running" },
  { op: "replace", path: "/status/operationState/phase", value: "Terminating" },
];
