import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { whoIsTold } from "../../scripts/alerts/told";
import { root } from "../support/synthesized";

/** Types that name a topic and tell it nothing: those who hear, and who may. */
const TELL_NO_TOPIC = [
  "aws_chatbot_slack_channel_configuration",
  "aws_iam_role_policy",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
];

describe.each(Object.values(ENVIRONMENTS))("who is told in $name", ({ name, monitoring: { notifications } }) => {
  const told = whoIsTold(root(`${name}-platform`).json);
  const { pagerDuty, slack, mail } = notifications;
  const someone = pagerDuty === "on" || slack !== "none" || mail.length > 0;

  it("is looked for wherever a topic is named", () => {
    const named = Object.entries(root(`${name}-platform`).json.resource).filter(([, byName]) =>
      Object.values(byName).some((values) => /\$\{aws_sns_topic\.\w+\.arn\}/.test(JSON.stringify(values))),
    );
    const publishers = new Set(told.map(({ publisher }) => publisher.split(".")[0]));
    expect(
      named.map(([type]) => type).filter((type) => !publishers.has(type) && !TELL_NO_TOPIC.includes(type)),
    ).toEqual([]);
  });

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
