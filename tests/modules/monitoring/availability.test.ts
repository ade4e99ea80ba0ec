import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { burnRates } from "../../../modules/monitoring/alarms/error-budget";
import { PROJECT } from "../../../scripts/synth";

const text = readFileSync(join(PROJECT, "docs", "availability.md"), "utf8");
const MINUTES_IN_30_DAYS = 43_200;

/** The cells of a table's row, by the row's first cell. */
function row(name: string): string[] {
  const line = text.split("\n").find((candidate) => candidate.startsWith(`| ${name}`));
  if (line === undefined) throw new Error(`no row ${name}`);
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll("*", ""));
}

/** The numbers between the row of Route 53 and the sum, by column. */
function promises(column: number): number[] {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.startsWith("| Route 53"));
  const to = lines.findIndex((line) => line.startsWith("| **All at once**"));
  return lines
    .slice(from, to)
    .map((line) => line.split("|")[column + 1]?.trim() ?? "")
    .filter((cell) => cell !== "")
    .map(Number);
}

/** How likely it is that everything works at once, in percent, where each part is needed and fails by itself. */
function atOnce(percents: readonly number[]): number {
  return percents.reduce((product, percent) => (product * percent) / 100, 100);
}

describe("docs/availability.md", () => {
  it.each([1, 2, 3])("multiplies what AWS promises right, in column %i", (column) => {
    const all = atOnce(promises(column));
    expect(row("**All at once**")[column]).toBe(all.toFixed(2));
    const minutes = ((100 - all) * MINUTES_IN_30_DAYS) / 100;
    expect(row("Down in 30 days")[column]).toBe(minutes.toFixed(0));
  });

  it("reckons the application without CloudFront", () => {
    const application = atOnce(promises(1).filter((percent) => percent !== 99.9));
    expect(text).toContain(`the application alone comes to ${application.toFixed(2)} %, 17 minutes`);
    expect(((100 - application) * MINUTES_IN_30_DAYS) / 100).toBeCloseTo(17.28, 2);
  });

  it("reckons buckets that stand in for each other", () => {
    expect(100 * (1 - 0.001 ** 2)).toBeCloseTo(99.9999, 10);
    expect(promises(2)).toContain(99.9999);
    expect(100 * (1 - 0.01 ** 2)).toBeCloseTo(99.99, 10);
    expect(promises(3)).toContain(99.99);
  });

  it("allows what the promises allow", () => {
    const seconds = (failedShare: number) => MINUTES_IN_30_DAYS * 60 * failedShare;
    expect(seconds(0.0001)).toBeCloseTo(4 * 60 + 19.2, 6);
    expect(seconds(0.001)).toBeCloseTo(43 * 60 + 12, 6);
    expect([row("99.99 %")[2], row("99.9 %")[2]]).toEqual(["4 minutes 19 seconds", "43 minutes 12 seconds"]);
  });

  it("has the burn rates that alarms have", () => {
    const rows = text
      .split("\n")
      .filter((line) => /^\| (pages|in the morning) /.test(line))
      .map((line) =>
        line
          .split("|")
          .slice(5, 8)
          .map((cell) => Number.parseFloat(cell)),
      );
    const loose = burnRates(99.9);
    expect(rows).toEqual(
      burnRates(99.99).map(({ rate, failedPercent }, index) => [rate, failedPercent, loose[index]?.failedPercent]),
    );
  });

  it("links the agreement of each part", () => {
    for (const [, reference] of text.matchAll(/\| \[(\d)\] +\|/g)) {
      expect(text).toMatch(new RegExp(`^\\[${reference}\\]: https://aws\\.amazon\\.com/[\\w/]+/sla/$`, "m"));
    }
  });
});
