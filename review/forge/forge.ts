/** A place where a team talks about a change: it takes a review and a verdict. */
export interface Forge {
  /** Shows a review on the change: one comment, which the next review of it replaces. @returns where it stands */
  comment(markdown: string): Promise<string>;
  /** Marks the commit with the verdict. */
  status(verdict: { readonly passes: boolean; readonly line: string }): Promise<void>;
}

/** Begins the one comment, so that the next review finds it. Nobody sees it. */
export const MARKER = "<!-- lms-plan-review -->";
