import type { Presence } from "./addons";

/** One way through the life of the root of add-ons in a cluster: that of Terraform, or of kubectl and helm from the same JSON. */
export interface AddonsLife {
  /** What each release is. */
  readonly presence: Readonly<Record<string, Presence>>;
  /** Whether it asks the local AWS until the end. */
  readonly needsAws: boolean;
  /** Applies the root, as steps of the run. */
  apply(): Promise<void>;
  /** Looks once more, as a step of the run. @throws Failure with what another apply would change */
  applyAgain(): Promise<void>;
  /** Takes a release away and installs it anew. */
  replace(release: string): Promise<void>;
  /** Takes down all that `apply` made. */
  destroy(): Promise<void>;
}
