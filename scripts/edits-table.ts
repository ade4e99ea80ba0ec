import { CODE_EDITS, EDITS, type EditRow, EFFECTS, type EnvironmentEdit } from "../environments/edits";

/** Where the table of edits stands in docs/edits.md. */
export const EDITS_BLOCK = { begin: "<!-- made by npm run edits -->", end: "<!-- end of the table -->" };

/** The tables of edits, with what their words mean. */
export function editsTable(): string {
  const words = Object.entries(EFFECTS).map(([effect, means]) => [effect, means]);
  const settings = Object.entries(EDITS).map(([edited, row]) => [settingText(edited, row), ...cells(row)]);
  const code = Object.entries(CODE_EDITS).map(([edited, row]) => [edited, ...cells(row)]);
  const columns = ["Retained", "Disposable", ""];
  return [
    table(["Word", "Means"], words),
    table(["Edited", ...columns], settings),
    "The catalogue of services (`modules/foundation/services.ts`) and the names of constructs:",
    table(["Edited in the code", ...columns], code),
  ].join("\n\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

function settingText(edited: string, { edit, drilled }: EnvironmentEdit): string {
  const [setting = "", what] = edited.split(": ");
  return `\`${setting}\`${what === undefined ? "" : `, ${what}`}${edit === undefined && !drilled ? " °" : ""}`;
}

function cells({ retained, disposable = retained, note = "" }: EditRow): string[] {
  return [retained, disposable, note];
}
