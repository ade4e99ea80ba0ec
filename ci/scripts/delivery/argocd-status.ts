/** The parts of an Argo CD Application that tell how far a deployment is. */
export interface ArgoApplication {
  readonly spec?: { readonly syncPolicy?: { readonly syncOptions?: readonly string[]; readonly retry?: object } };
  readonly status?: {
    /** When it was last compared with what Git had then. */
    readonly reconciledAt?: string;
    readonly sync?: { readonly status?: string };
    readonly health?: { readonly status?: string; readonly message?: string };
    readonly operationState?: { readonly phase?: string; readonly message?: string; readonly startedAt?: string };
    readonly summary?: { readonly images?: readonly string[] };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
  };
}

/** Next step of a deployment, and its state in words. */
export interface Step {
  readonly do: "finish" | "sync" | "wait" | "fail";
  readonly state: string;
}

/**
 * Looks whether an application runs an image: synced, healthy, and with pods of that image. The commit is no measure:
 * others' commits to the same branch move it. Nor are the pods alone: those of the image before are among them until
 * they have ended, so an application that was not looked at since is not taken for one that has been brought back.
 * @param since when the wait began, ISO 8601: an operation that failed before is of another deployment
 */
export function nextStep({ status = {} }: ArgoApplication, image: string, since: string): Step {
  const { reconciledAt = "", sync, health, operationState, summary, conditions = [] } = status;
  const { phase, message = "no message", startedAt = "" } = operationState ?? {};
  const isSince = (time: string) => Date.parse(time) >= Date.parse(since);
  const runsImage = summary?.images?.includes(image) === true;
  const state = [
    sync?.status ?? "Unknown",
    health?.status ?? "Unknown",
    ...(phase === undefined ? [] : [`operation ${phase}`]),
    runsImage ? "runs the image" : "does not run the image yet",
    ...conditions.map(({ type, message: text }) => `${type}: ${text}`),
    ...(health?.message ? [health.message] : []),
  ].join(", ");
  if (phase === "Running" || phase === "Terminating") return { do: "wait", state };
  if (!isSince(reconciledAt)) return { do: "wait", state: `${state}, not compared with Git since` };
  if (sync?.status === "Synced" && health?.status === "Healthy" && runsImage) return { do: "finish", state };
  const failed = phase === "Failed" || phase === "Error";
  if (failed && isSince(startedAt)) return { do: "fail", state: `${state}: ${message}` };
  return { do: sync?.status === "OutOfSync" ? "sync" : "wait", state };
}

/**
 * The patch that has Argo CD sync an application with the application's own options, as its automated sync would.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-kubectl/
 */
export function syncPatch({ spec = {} }: ArgoApplication): object {
  const { syncOptions = [], retry } = spec.syncPolicy ?? {};
  const sync = { prune: true, syncOptions, syncStrategy: { hook: {} } };
  return { operation: { initiatedBy: { username: "lms-pipeline" }, sync, ...(retry === undefined ? {} : { retry }) } };
}
