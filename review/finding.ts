/** Reasons to look at a change, the worst first. */
export const DANGERS = ["loss", "access", "outage", "cost", "unseen", "rest"] as const;
export type Danger = (typeof DANGERS)[number];

/** One thing that a reader must know of a plan. */
export interface Finding {
  readonly danger: Danger;
  /** The resource, or `output.name`, or empty when it is of the whole plan. */
  readonly address: string;
  /** The event in one line; findings of one type with the same words are folded. */
  readonly text: string;
  /** Particulars, shown when the reader unfolds it. */
  readonly details: readonly string[];
  /** Length of an interruption, for one. */
  readonly duration?: string;
  /** The address of the change that it follows from. */
  readonly cause?: string;
  /** The node group that is rolled by it. */
  readonly rolls?: string;
}
