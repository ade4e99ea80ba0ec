import { expect, it } from "vitest";
import { ENVIRONMENTS } from "../../../environments";
import { Absent, EDITS } from "../../../environments/edits";
import { isRefused } from "../../../sandbox/edits/compare";
import { synthesizeEdit } from "../../../sandbox/edits/synthesized-edit";

// Settings move on, and an edit that was fit for them may be no longer: without a sandbox nothing else would tell.

it.each(ENVIRONMENTS)("$name takes every edit that the table does not refuse there", (environment) => {
  const refused = Object.entries(EDITS).flatMap(([name, row]) => {
    if (row.edit === undefined || isRefused(row, environment.dataProtection)) return [];
    try {
      return synthesizeEdit(environment, row.edit).problems.map((problem) => `${name}: ${problem}`);
    } catch (error) {
      if (error instanceof Absent) return [];
      throw error;
    }
  });
  expect(refused).toEqual([]);
});
