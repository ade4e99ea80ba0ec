/** Revision of a Helm release, as the labels of its Secret tell. @see https://helm.sh/docs/topics/advanced/#storage-backends */
export interface Revision {
  readonly namespace: string;
  readonly release: string;
  readonly number: number;
  /** Such as `deployed` or `pending-upgrade`. */
  readonly status: string;
  readonly secret: string;
}

/** A release that is not as an apply should have left it. */
export interface Unsettled {
  readonly last: Revision;
  /** The command without which every apply is refused; none where the next apply goes on by itself. */
  readonly remedy: Remedy | undefined;
}

/** A command on the cluster. */
export interface Remedy {
  readonly program: "helm" | "kubectl";
  readonly args: readonly string[];
}

/** Arguments of `kubectl` that list the revisions: the API server sends labels and no data of the Secrets. */
export const LIST_REVISIONS: readonly string[] = [
  "get",
  "secrets",
  "--all-namespaces",
  "--selector=owner=helm",
  "--label-columns=name,version,status",
  "--no-headers",
];

/** The revisions in what `kubectl` has listed. @throws Error for a line of another form */
export function revisionsOf(listed: string): Revision[] {
  const lines = listed.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const [namespace, secret, , , , release, number, status, ...more] = line.trim().split(/\s+/);
    if (
      namespace === undefined ||
      secret === undefined ||
      release === undefined ||
      status === undefined ||
      more.length > 0
    )
      throw new Error(`a line of kubectl must have a namespace, a Secret and its labels, got ${JSON.stringify(line)}`);
    return { namespace, release, number: Number(number), status, secret };
  });
}

/** The releases that are not deployed, in the order of their namespaces and names. */
export function unsettledReleases(revisions: readonly Revision[]): Unsettled[] {
  const histories = new Map<string, Revision[]>();
  for (const revision of revisions) {
    const key = `${revision.namespace}/${revision.release}`;
    histories.set(key, [...(histories.get(key) ?? []), revision]);
  }
  return [...histories]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, history]) => {
      const newestFirst = history.toSorted((one, other) => other.number - one.number);
      const [last] = newestFirst;
      if (last === undefined || SETTLED.includes(last.status)) return [];
      return [{ last, remedy: remedyOf(last, newestFirst) }];
    });
}

/** A line that says what is wrong with a release, and what is to be done. */
export function unsettledText({ last, remedy }: Unsettled): string {
  const { namespace, release, number, status } = last;
  const then = remedy === undefined ? "the next apply goes on from there" : [remedy.program, ...remedy.args].join(" ");
  return `${namespace}/${release}: revision ${number} is ${status}; ${then}`;
}

const SETTLED = ["deployed", "uninstalled"];
const PENDING = ["pending-install", "pending-upgrade", "pending-rollback"];

/** What ran once. A killed upgrade may already have marked the revision before it as superseded. */
const RAN = ["deployed", "superseded"];

/**
 * Helm takes a release back to what ran last. Of one that never ran the record goes and nothing else: the next installation takes
 * over what the killed one has made. A removal that was killed is ended.
 */
function remedyOf(
  { namespace, release, status, secret }: Revision,
  newestFirst: readonly Revision[],
): Remedy | undefined {
  const helm = (verb: string, ...more: readonly string[]): Remedy => {
    return { program: "helm", args: [verb, release, ...more, "--namespace", namespace] };
  };
  if (status === "uninstalling") return helm("uninstall");
  if (!PENDING.includes(status)) return undefined;
  const ran = newestFirst.find((revision) => RAN.includes(revision.status));
  if (ran !== undefined) return helm("rollback", String(ran.number));
  return { program: "kubectl", args: ["delete", "secret", secret, "--namespace", namespace] };
}
