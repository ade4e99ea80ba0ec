import { EDITS, EFFECTS, type EnvironmentEdit } from "../environments/edits";

const BEGIN = "<!-- made by npm run edits -->";
const END = "<!-- end of the table -->";

/** The page with the table of edits anew, between its marks. @throws Error when the marks are missing */
export function withEditsTable(page: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/edits.md: must have ${BEGIN} before ${END}; put them in`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${editsTable()}\n${page.slice(end)}`;
}

function editsTable(): string {
  const words = Object.entries(EFFECTS).map(([effect, means]) => `| ${effect} | ${means} |\n`);
  const rows = Object.entries(EDITS).map(([edited, row]) => `| ${cells(edited, row).join(" | ")} |\n`);
  return `| Word | Means |\n|---|---|\n${words.join("")}\n| Edited | Retained | Disposable | |\n|---|---|---|---|\n${rows.join("")}`;
}

function cells(edited: string, { edit, retained, disposable = retained, note = "" }: EnvironmentEdit): string[] {
  const [setting = "", what] = edited.split(": ");
  const untried = edit === undefined ? " °" : "";
  return [`\`${setting}\`${what === undefined ? "" : `, ${what}`}${untried}`, retained, disposable, note];
}
