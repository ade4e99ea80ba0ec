import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { CODE_EDITS, EDITS, settingOf } from "../../environments/edits";
import { EDITS_BLOCK, editsTable } from "../../scripts/edits-table";
import { PROJECT } from "../../scripts/synth";

/** Settings whose keys are the user's own names. */
const NAMED =
  /^(cluster\.nodeGroups|(database\.capacity|recovery\.database)\.instances|distribution\.mediaSigningKeys)$/;

/** The paths of all settings of an environment. */
function settings(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, child]) =>
    settings(child, path === "" ? key : `${path}.${NAMED.test(path) ? "*" : key}`),
  );
}

describe("the table of edits", () => {
  const edited = Object.keys(EDITS).map(settingOf);

  it("has every setting of every environment", () => {
    const all = [...new Set(ENVIRONMENTS.flatMap((environment) => settings(environment)))];
    const missing = all.filter((path) => !edited.some((each) => path === each || path.startsWith(`${each}.`)));
    expect(missing, "enter it in environments/edits").toEqual([]);
  });

  it("has no setting that is none", () => {
    const all = ENVIRONMENTS.flatMap((environment) => settings(environment));
    const unknown = edited.filter((each) => !all.some((path) => path === each || path.startsWith(`${each}.`)));
    expect(unknown).toEqual(["recovery.leaving"]);
  });

  it("edits code that is there", () => {
    const same = Object.entries(CODE_EDITS).filter(([, { file, edit }]) => {
      const text = readFileSync(join(PROJECT, file), "utf8");
      return edit(text) === text;
    });
    expect(same.map(([name]) => name)).toEqual([]);
  });

  it("leads to procedures that are written", () => {
    const page = readFileSync(join(PROJECT, "docs", "edits.md"), "utf8");
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, text = ""]) => text.toLowerCase().replaceAll(" ", "-"));
    const links = [...Object.values(EDITS), ...Object.values(CODE_EDITS)].flatMap(({ note = "" }) =>
      [...note.matchAll(/\(#([^)]*)\)/g)].map(([, to]) => to),
    );
    expect(links.filter((to) => !headings.includes(to ?? ""))).toEqual([]);
  });

  it("is in docs/edits.md as it is: npm run edits", () => {
    const page = readFileSync(join(PROJECT, "docs", "edits.md"), "utf8");
    expect(page).toContain(`${EDITS_BLOCK.begin}\n\n${editsTable()}\n\n${EDITS_BLOCK.end}`);
  });
});
