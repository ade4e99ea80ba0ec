/** The parts of Kubernetes' pods that tell why they do not start. */
export interface PodList {
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly spec?: { readonly containers?: readonly { readonly name: string; readonly image: string }[] };
    readonly status?: {
      readonly containerStatuses?: readonly {
        readonly name: string;
        readonly restartCount?: number;
        readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
      }[];
    };
  }[];
}

/** Reasons of a container that will not start. @see https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff */
const STUCK: readonly string[] = [
  "ImagePullBackOff",
  "ErrImagePull",
  "InvalidImageName",
  "CreateContainerConfigError",
  "CreateContainerError",
];

/** Restarts after which a container that crashes is taken for one that always will. */
const MAX_RESTARTS = 3;

/** Problem of the first pod that has a container of an image which will not start; undefined when all may. */
export function podProblem({ items = [] }: PodList, image: string): string | undefined {
  for (const { metadata, spec, status } of items) {
    const own = spec?.containers?.filter((container) => container.image === image).map(({ name }) => name) ?? [];
    for (const { name, restartCount = 0, state } of status?.containerStatuses ?? []) {
      const { reason = "", message = "" } = state?.waiting ?? {};
      const crashes = reason === "CrashLoopBackOff" && restartCount >= MAX_RESTARTS;
      if (own.includes(name) && (crashes || STUCK.includes(reason))) {
        return `pod ${metadata?.name}: ${reason}${message === "" ? "" : `: ${message}`}`;
      }
    }
  }
  return undefined;
}
