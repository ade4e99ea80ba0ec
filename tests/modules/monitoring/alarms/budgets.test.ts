import { describe, expect, it } from "vitest";
import { alarmsOf } from "../fixture";
import { statesOf, type World } from "./cloudwatch";

// What docs/availability.md says of how exact the budgets are: by sums of requests, and by averages of minutes.

const alarms = alarmsOf("prod").resources("aws_cloudwatch_metric_alarm");
const DAY = 1440;

/** Requests of a minute: many by day, few by night. */
const requests = (minute: number) => (minute % DAY < 360 ? 10 : 12_800);

/** A day in which a share of the requests failed in an hour that begins at a minute. */
function day(begin: number, failedPercent: number): World {
  const failing = (minute: number) => (minute >= begin && minute < begin + 60 ? failedPercent : 0);
  const failed = (minute: number) => (failing(minute) * requests(minute)) / 100 || undefined;
  return {
    "5xxErrorRate": failing,
    Requests: requests,
    HTTPCode_Target_5XX_Count: failed,
    HTTPCode_ELB_5XX_Count: () => undefined,
    RequestCount: requests,
  };
}

function raised(budget: string, world: World): string[] {
  return ["5m", "1h", "30m", "6h", "2h", "24h"].filter((window) =>
    statesOf(alarms[`alarms_${budget}_budget_${window}`] ?? {}, world, DAY).includes("ALARM"),
  );
}

describe("an hour at noon in which one of 200 requests fails", () => {
  it.each(["site", "application"])("pages by the budget of %s", (budget) => {
    expect(raised(budget, day(720, 0.5))).toEqual(expect.arrayContaining(["5m", "1h"]));
  });
});

describe("an hour at night in which one of five requests fails, 120 in all", () => {
  const night = day(180, 20);

  it("is nothing in a day of millions, by sums", () => {
    expect(raised("application", night)).not.toContain("24h");
  });

  it("counts for more than it should, by averages", () => {
    expect(raised("site", night)).toContain("24h");
  });
});
