/** What differs between what is deployed and what is about to be. */
export interface ChangedRoots {
  /** The commit that was synthesized. */
  readonly head: string;
  /** Per environment the root to plan, the first that changed in the order of their dependencies, and those after it. */
  readonly environments: Readonly<Record<string, { readonly root: string; readonly later: readonly string[] }>>;
  /** Changed roots that no pipeline applies: those of the state and of the shared account. */
  readonly byAdministrator: readonly string[];
  /** Roots that are deployed and no longer in the code: a plan cannot destroy what is not there. */
  readonly gone: readonly string[];
}

/** What a file of a `ChangedRoots` must have. */
export const CHANGED_SHAPE = { head: "text", environments: "object", byAdministrator: "list", gone: "list" } as const;

/** The digest of each file of a root by its path: two roots with equal digests plan alike. */
export type Fingerprint = Readonly<Record<string, string>>;

/**
 * Finds what to plan. Only one root of an environment is planned at a time, since a later one reads the outputs of an
 * earlier one: its plan would be made of values that are about to change.
 * @param roots every root with its digests, in the order to apply them
 * @param deployed the roots that are deployed, with the digests of what was deployed last
 */
export function findChangedRoots(
  head: string,
  environments: readonly string[],
  roots: ReadonlyMap<string, Fingerprint>,
  deployed: ReadonlyMap<string, Fingerprint>,
): ChangedRoots {
  const changed = [...roots].filter(([name, files]) => !same(files, deployed.get(name))).map(([name]) => name);
  const planned: Record<string, { root: string; later: string[] }> = {};
  for (const environment of environments) {
    const [root, ...later] = changed.filter((name) => name.startsWith(`${environment}-`));
    if (root !== undefined) planned[environment] = { root, later };
  }
  const byPipeline = new Set(Object.values(planned).flatMap(({ root, later }) => [root, ...later]));
  const byAdministrator = changed.filter((name) => !byPipeline.has(name));
  return {
    head,
    environments: planned,
    byAdministrator,
    gone: [...deployed.keys()].filter((name) => !roots.has(name)),
  };
}

/**
 * The words for the pipeline: the environments to plan, or `none`, `again` when roots wait for the next run, and `others`
 * when there are roots that no plan is made of and a person must know of.
 */
export function changedWords({ environments, byAdministrator, gone }: ChangedRoots): string {
  const again = Object.values(environments).some(({ later }) => later.length > 0);
  const others = byAdministrator.length + gone.length > 0;
  return [...Object.keys(environments), ...(again ? ["again"] : []), ...(others ? ["others"] : [])].join(" ") || "none";
}

/** The same for a reader. */
export function changedText(changed: ChangedRoots): string {
  const lines = [
    ...Object.entries(changed.environments).map(
      ([name, { root, later }]) =>
        `${name}: plans ${root}${later.length > 0 ? `; ${later.join(", ")} in the next run` : ""}`,
    ),
    ...waitingTexts(changed),
  ];
  return lines.length > 0 ? lines.join("\n") : "nothing changed";
}

/** What no pipeline applies, and who must. */
export function waitingTexts({ byAdministrator, gone }: Pick<ChangedRoots, "byAdministrator" | "gone">): string[] {
  return [
    ...byAdministrator.map((root) => `${root}: changed, an administrator applies it`),
    ...gone.map(
      (root) => `${root}: is not in the code any more; destroy it from the commit of its tag, and delete the tag`,
    ),
  ];
}

/** The tag that says which commit of a root is deployed. */
export function deployedTag(root: string): string {
  return `deployed/${root}`;
}

/** The tag of a root whose apply has begun and not come to its end: what there is of it may be anything. */
export function applyingTag(root: string): string {
  return `applying/${root}`;
}

function same(one: Fingerprint, other: Fingerprint | undefined): boolean {
  if (other === undefined) return false;
  const paths = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...paths].every((path) => one[path] === other[path]);
}
