import { EDITS, EFFECTS, type EnvironmentEdit } from "../environments/edits";

/** Where the table of edits stands in docs/edits.md. */
export const EDITS_BLOCK = { begin: "<!-- made by npm run edits -->", end: "<!-- end of the table -->" };

/** The table of edits, with what its words mean. */
export function editsTable(): string {
  const words = Object.entries(EFFECTS).map(([effect, means]) => `| ${effect} | ${means} |\n`);
  const rows = Object.entries(EDITS).map(([edited, row]) => `| ${cells(edited, row).join(" | ")} |\n`);
  return `| Word | Means |\n|---|---|\n${words.join("")}\n| Edited | Retained | Disposable | |\n|---|---|---|---|\n${rows.join("")}`.trimEnd();
}

function cells(edited: string, { edit, retained, disposable = retained, note = "" }: EnvironmentEdit): string[] {
  const [setting = "", what] = edited.split(": ");
  const untried = edit === undefined ? " °" : "";
  return [`\`${setting}\`${what === undefined ? "" : `, ${what}`}${untried}`, retained, disposable, note];
}
