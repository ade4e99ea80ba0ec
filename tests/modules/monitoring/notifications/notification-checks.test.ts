import { describe, expect, it } from "vitest";
import type { SlackSettings } from "../../../../modules/monitoring/notifications/slack-settings";
import { type NotificationSettings, notificationProblems } from "../../../../modules/monitoring/settings";

/** One way to people, to which a case adds another. */
const PAGER: NotificationSettings = { pagerDuty: "on", slack: "none", mail: [] };
const SLACK: SlackSettings = { workspaceId: "T0123ABCD", channelIds: { critical: "C0000001A", warning: "C0000002B" } };
const problems = (change: Partial<NotificationSettings>) => notificationProblems({ ...PAGER, ...change });
const slackProblems = (change: Partial<SlackSettings>) => problems({ slack: { ...SLACK, ...change } });

describe("Slack", () => {
  it("takes the ids that Slack gives", () => {
    expect(slackProblems({})).toEqual([]);
    expect(slackProblems({ channelIds: { critical: "G0000001A", warning: "C0000002B" } })).toEqual([]);
  });

  it.each(["", "lms", "t0123abcd", "C0123ABCD", "T0123"])("must not have the workspace %j", (workspaceId) => {
    expect(slackProblems({ workspaceId })).toEqual([
      `slack.workspaceId: must be an id such as T0123ABCD, got ${JSON.stringify(workspaceId)}; ` +
        "copy it from the console of Amazon Q Developer",
    ]);
  });

  it.each(["", "#lms-alerts", "c0123abcd", "T0123ABCD", "C0123"])("must not have the channel %j", (id) => {
    for (const severity of ["critical", "warning"]) {
      expect(slackProblems({ channelIds: { ...SLACK.channelIds, [severity]: id } })).toEqual([
        `slack.channelIds.${severity}: must be an id such as C0123ABCD, got ${JSON.stringify(id)}; ` +
          "copy it from the end of the channel's link",
      ]);
    }
  });

  it("must have a channel for each severity", () => {
    expect(slackProblems({ channelIds: { critical: "C0000001A", warning: "C0000001A" } })).toEqual([
      "slack.channelIds.warning: must differ from that of critical, since AWS takes a channel once, " +
        'got "C0000001A"; make a channel for each',
    ]);
  });
});

describe("what is critical", () => {
  it("reaches people in two ways, or no one", () => {
    const alone = (settings: NotificationSettings) => notificationProblems(settings);
    const problem = [
      'pagerDuty, slack and mail: must be two at least, or none, got "one"; ' +
        "what is critical must reach people when one of them fails",
    ];
    expect(alone(PAGER)).toEqual(problem);
    expect(alone({ ...PAGER, pagerDuty: "off", slack: SLACK })).toEqual(problem);
    expect(alone({ ...PAGER, pagerDuty: "off", mail: ["team@example.com"] })).toEqual(problem);
    expect(alone({ ...PAGER, pagerDuty: "off" })).toEqual([]);
    expect(alone({ pagerDuty: "off", slack: SLACK, mail: ["team@example.com"] })).toEqual([]);
  });
});

describe("mail", () => {
  it.each(["team@example.com", "first.last+lms@mail.example.co.uk"])("may go to %s", (address) => {
    expect(problems({ mail: [address] })).toEqual([]);
  });

  it.each(["", "team", "team@", "team@localhost", "@example.com", "a@example.com,b@example.com", "a b@example.com"])(
    "must not go to %j",
    (address) => {
      expect(problems({ mail: [address] })).toEqual([
        `mail: must be a mail address such as team@example.com, got ${JSON.stringify(address)}; name one address, without a display name`,
      ]);
    },
  );

  it("must go to each address once", () => {
    expect(problems({ mail: ["a@example.com", "b@example.com", "a@example.com"] })).toEqual([
      'mail: must name each address once, got "a@example.com"; remove the repetition',
    ]);
  });
});
