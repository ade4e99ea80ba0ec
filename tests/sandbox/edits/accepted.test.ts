import { expect, it } from "vitest";
import { ENVIRONMENTS } from "../../../environments";
import { Absent, EDITS } from "../../../environments/edits";
import { changedBlocks } from "../../../sandbox/edits/blocks";
import { isRefused } from "../../../sandbox/edits/compare";
import { refusalOf } from "../../../sandbox/edits/proof";
import { synthesizeEdit } from "../../../sandbox/edits/synthesized-edit";

// Settings move on, and an edit that was fit for them may be no longer: without a sandbox nothing else would tell.

it.each(ENVIRONMENTS)("$name takes every edit that the table does not refuse there, and no other", (environment) => {
  const base = synthesizeEdit(environment).configuration ?? {};
  const wrong = Object.entries(EDITS).flatMap(([name, row]) => {
    if (row.edit === undefined || row.unrefused) return [];
    try {
      const edited = synthesizeEdit(environment, row.edit);
      const refusal = refusalOf(edited, base, environment);
      if (!isRefused(row, environment.dataProtection)) return refusal === undefined ? [] : [`${name}: ${refusal}`];
      const isNothing = edited.configuration !== undefined && changedBlocks(base, edited.configuration).size === 0;
      return refusal === undefined && !isNothing ? [`${name}: must be refused`] : [];
    } catch (error) {
      if (error instanceof Absent) return [];
      throw error;
    }
  });
  expect(wrong).toEqual([]);
});
