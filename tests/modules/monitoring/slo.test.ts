import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { settingsProblems } from "../../../modules/foundation/schema";
import { burnRates } from "../../../modules/monitoring/alarms/error-budget";
import { alarmSettings } from "../../../modules/monitoring/settings";

describe("burn rates", () => {
  it("are those of Google's workbook, within what a period of CloudWatch can hold", () => {
    expect(burnRates(99.99)).toEqual([
      { pace: "fast", longSeconds: 3600, shortSeconds: 300, rate: 14.4, failedPercent: 0.144 },
      { pace: "fast", longSeconds: 21_600, shortSeconds: 1800, rate: 6, failedPercent: 0.06 },
      { pace: "slow", longSeconds: 86_400, shortSeconds: 7200, rate: 3, failedPercent: 0.03 },
    ]);
    expect(burnRates(99.9).map(({ failedPercent }) => failedPercent)).toEqual([1.44, 0.6, 0.3]);
  });

  it("use up a fixed share of the budget in their long window, whatever is promised", () => {
    fc.assert(
      fc.property(fc.double({ min: 94, max: 99.999, noNaN: true }), (promise) => {
        const shares = burnRates(promise).map(
          ({ longSeconds, failedPercent }) => (longSeconds * failedPercent) / (2_592_000 * (100 - promise)),
        );
        for (const [index, share] of [0.02, 0.05, 0.1].entries()) expect(shares[index]).toBeCloseTo(share, 2);
      }),
    );
  });

  it("have windows of whole minutes of which CloudWatch knows each", () => {
    for (const { longSeconds, shortSeconds } of burnRates(99.5)) {
      expect([longSeconds % 60, shortSeconds % 60, longSeconds <= 86_400]).toEqual([0, 0, true]);
    }
  });
});

const availabilityProblems = (availabilityPercent: number) =>
  settingsProblems("", alarmSettings, { availabilityPercent, latencySeconds: 1 });

it.each([90, 100, 0.9999, 120, Number.NaN])("a promise of %d is refused", (promise) => {
  expect(availabilityProblems(promise)).toEqual([
    `availabilityPercent: must be above 90 and below 100, got ${promise}; give it in percent such as 99.99`,
  ]);
});

it.each([90.1, 99.9, 99.999])("a promise of %d is not", (promise) => {
  expect(availabilityProblems(promise)).toEqual([]);
});
