import type { Fingerprint } from "../roots/changed-roots";
import type { Review, StateVersion } from "./review";

/** What is at hand when a review is about to be applied. */
export interface AtHand {
  readonly environment: string;
  readonly commit: string;
  /** The digest over all reviews that are there. */
  readonly digest: string;
  /** The files of the root that would be applied. */
  readonly files: Fingerprint;
}

/**
 * Whether what would be applied is what was approved.
 * @param approved the digest that the approval was given for
 * @returns every problem at once, `[]` when it is
 */
export function reviewProblems(review: Review, approved: string, atHand: AtHand): string[] {
  const { environment, commit, digest, files } = atHand;
  const problems: string[] = [];
  const check = (what: string, wanted: string, got: string) => {
    if (wanted !== got) problems.push(`${environment}: ${what} must be ${wanted}, got ${got}; plan and approve anew`);
  };
  check("the digest of the reviews", approved, digest);
  check("the review's environment", environment, review.environment);
  check("the review's commit", commit, review.commit);
  if (!review.root.startsWith(`${environment}-`)) {
    problems.push(
      `${environment}: the review must be of a root of ${environment}, got ${review.root}; plan and approve anew`,
    );
  }
  for (const path of new Set([...Object.keys(review.files), ...Object.keys(files)])) {
    if (review.files[path] !== files[path]) {
      const got =
        files[path] === undefined
          ? "no such file"
          : review.files[path] === undefined
            ? "a new file"
            : "another content";
      problems.push(`${environment}: ${path} must be as it was reviewed, got ${got}; plan and approve anew`);
    }
  }
  return problems;
}

/** Whether the state is still the one that the plan was made for. @returns the problem, `[]` when it is */
export function stateProblems({ environment, root, state }: Review, now: StateVersion): string[] {
  if (state.lineage === now.lineage && state.serial === now.serial) return [];
  const got = state.lineage === now.lineage ? `serial ${now.serial}` : `another state, ${now.lineage}`;
  return [
    `${environment}: the state of ${root} must not have moved since the plan (serial ${state.serial}), got ${got}; ` +
      "plan and approve anew",
  ];
}
