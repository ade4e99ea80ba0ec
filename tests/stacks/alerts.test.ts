import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { whoIsTold } from "../../scripts/alerts/told";
import { root } from "../support/synthesized";

describe.each(Object.values(ENVIRONMENTS))("who is told in $name", ({ name, monitoring: { notifications } }) => {
  const told = whoIsTold(root(`${name}-platform`).json);
  const { pagerDuty, slack, mail } = notifications;
  const someone = pagerDuty === "on" || slack !== "none" || mail.length > 0;

  it("is kept from nothing by a policy", () => {
    expect(told.filter(({ obstacle }) => obstacle !== undefined)).toEqual([]);
  });

  it.runIf(someone)("is someone, of everything", () => {
    expect(told.filter(({ ways }) => ways.length === 0)).toEqual([]);
  });

  it.runIf(someone)("of what is critical is told in two ways at least, and paged where someone can be", () => {
    const critical = told.filter(({ topic }) => topic.endsWith("-critical"));
    expect(critical.length).toBeGreaterThan(0);
    expect(critical.filter(({ ways }) => ways.length < 2)).toEqual([]);
    expect(critical.filter(({ ways }) => ways.includes("PagerDuty") !== (pagerDuty === "on"))).toEqual([]);
  });
});
