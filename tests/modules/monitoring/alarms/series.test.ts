import { describe, expect, it } from "vitest";
import type { Attributes } from "../../../support/synthesized";
import { alarmsOf, alarmsWithSigning } from "../fixture";
import { FULL, observabilityRoot } from "../observability-root";
import { statesOf, type World } from "./cloudwatch";
import { type Case, OTHERS, PROD } from "./series";

const THREE_HOURS = 180;

const METRIC_ALARM = "aws_cloudwatch_metric_alarm";
const prod = alarmsOf("prod").resources(METRIC_ALARM);
const others = {
  alarms_database_capacity: alarmsOf("dev").resources(METRIC_ALARM).alarms_database_capacity,
  ...Object.fromEntries(
    Object.entries(alarmsWithSigning().resources(METRIC_ALARM)).filter(([id]) => id.startsWith("zone_signing_")),
  ),
  ...observabilityRoot(FULL).resources(METRIC_ALARM),
};

const states = (alarm: Attributes, { minutes = THREE_HOURS, usual }: Case, world: World) =>
  statesOf(alarm, world, minutes, usual);

const CASES = Object.entries<[Case | undefined, Attributes | undefined]>({
  ...Object.fromEntries(Object.keys({ ...prod, ...PROD }).map((id) => [id, [PROD[id], prod[id]]])),
  ...Object.fromEntries(
    Object.keys({ ...others, ...OTHERS }).map((id) => [id, [OTHERS[id], (others as Record<string, Attributes>)[id]]]),
  ),
});

describe.each(CASES)("%s", (id, [own, alarm]) => {
  if (own === undefined || alarm === undefined) {
    it("has series, and series have it", () => expect.fail(`${id} has no alarm, or no series`));
    return;
  }

  it("is raised by what it is for", () => {
    expect(states(alarm, own, own.raised)).toContain("ALARM");
  });

  it("is quiet while all is well, or for as long as it may be otherwise", () => {
    expect(states(alarm, own, own.quiet)).not.toContain("ALARM");
  });

  it("is raised without any reading only where silence is the failure", () => {
    const silence = Object.fromEntries(Object.keys(own.quiet).map((metric) => [metric, () => undefined]));
    expect(states(alarm, own, silence).at(-1) === "ALARM").toBe(SILENCE_IS_FAILURE.test(id));
  });
});

/** What stops when its source is dead. */
const SILENCE_IS_FAILURE =
  /^(alarms_backups_missing|alarms_cluster_no_(heartbeat|metrics)|alarms_no_target_\w+|dns_\w+|notifications_weekly_test_alarm)$/;
