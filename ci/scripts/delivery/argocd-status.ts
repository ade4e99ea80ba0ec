/** The parts of `argocd app get -o json` that tell how far a deployment is. */
export interface ArgoApplication {
  readonly status?: {
    readonly sync?: { readonly status?: string };
    readonly health?: { readonly status?: string; readonly message?: string };
    readonly operationState?: { readonly phase?: string; readonly message?: string; readonly startedAt?: string };
    readonly summary?: { readonly images?: readonly string[] };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
  };
}

/** What to do next about a deployment, and where it stands in words. */
export interface Step {
  readonly do: "finish" | "sync" | "wait" | "fail";
  readonly state: string;
}

/**
 * Looks whether an application runs an image: synced, healthy, and with pods of that image. The commit is no measure:
 * others' commits to the same branch move it.
 * @param since when the wait began, ISO 8601: an operation that failed before is of another deployment
 */
export function nextStep({ status = {} }: ArgoApplication, image: string, since: string): Step {
  const { sync, health, operationState, summary, conditions = [] } = status;
  const runsImage = (summary?.images ?? []).includes(image);
  const state = [
    sync?.status ?? "Unknown",
    health?.status ?? "Unknown",
    ...(operationState?.phase === undefined ? [] : [`operation ${operationState.phase}`]),
    runsImage ? "runs the image" : "does not run the image yet",
    ...conditions.map(({ type, message }) => `${type}: ${message}`),
    ...(health?.message ? [health.message] : []),
  ].join(", ");
  const running = operationState?.phase === "Running" || operationState?.phase === "Terminating";
  const failed = operationState?.phase === "Failed" || operationState?.phase === "Error";
  if (sync?.status === "Synced" && health?.status === "Healthy" && runsImage && !running)
    return { do: "finish", state };
  if (failed && Date.parse(operationState?.startedAt ?? "") >= Date.parse(since)) {
    return { do: "fail", state: `${state}: ${operationState?.message ?? "no message"}` };
  }
  return { do: sync?.status === "OutOfSync" && !running ? "sync" : "wait", state };
}
