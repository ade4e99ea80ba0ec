import { describe, expect, it } from "vitest";
import { Account, type Standing } from "../../../sandbox/at-work/delivery";
import { answerFor } from "../../../sandbox/drill/origin";

const NAME = "origin.lms.example.com";

const record = (type: "PRIMARY" | "SECONDARY", host: string, health = ""): Standing => ({
  type: "aws_route53_record",
  values: { name: NAME, health_check_id: health, failover_routing_policy: [{ type }], alias: [{ name: host }] },
});
const check = (id: string, values: object): Standing => ({
  type: "aws_route53_health_check",
  values: { id, ...values },
});
const SWITCH = { alarm_name: "switch", threshold: 0 };

const ACCOUNT = new Account("333333333333", "eu-west-1", [
  record("PRIMARY", "home.elb.amazonaws.com", "both"),
  record("SECONDARY", "recovery.elb.amazonaws.com"),
  check("both", { type: "CALCULATED", child_healthchecks: ["origin", "position"], child_health_threshold: 2 }),
  check("origin", { type: "HTTPS" }),
  check("position", { type: "CLOUDWATCH_METRIC", cloudwatch_alarm_name: "switch" }),
  { type: "aws_cloudwatch_metric_alarm", values: SWITCH },
]);

describe("the name of the origin leads", () => {
  it.each([
    ["home, as long as it answers and nobody has put a number", true, undefined, "home"],
    ["home, as long as it answers and the number is zero", true, 0, "home"],
    ["to the recovery region when home does not answer", false, 0, "recovery"],
    ["to the recovery region while people hold learners there, though home answers", true, 1, "recovery"],
  ])("%s", (_, homeAnswers, number, region) => {
    const observed = { homeAnswers, reading: (alarm: string) => (alarm === "switch" ? number : undefined) };
    expect(answerFor(NAME, ACCOUNT, observed)).toBe(`${region}.elb.amazonaws.com`);
  });
});
