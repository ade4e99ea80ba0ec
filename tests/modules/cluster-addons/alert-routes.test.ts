import { expect, it } from "vitest";
import { alertmanagerConfig } from "../../../modules/cluster-addons/alert-routes";

const on = alertmanagerConfig("lms-test", { slackChannel: "#alerts", paging: "on" });
const off = alertmanagerConfig("lms-test", { slackChannel: "#alerts", paging: "off" });

it("sends critical alerts to PagerDuty and Slack, warnings to Slack, and nothing else", () => {
  expect(on.route).toMatchObject({
    receiver: "null",
    routes: [
      { receiver: "null", matchers: ['alertname =~ "Watchdog|InfoInhibitor"'] },
      { receiver: "pagerduty", matchers: ['severity = "critical"'], continue: true },
      { receiver: "slack", matchers: ['severity =~ "critical|warning"'] },
    ],
  });
});

it("calls no one where paging is off", () => {
  expect(off.route.routes.map(({ receiver }) => receiver)).toEqual(["null", "slack"]);
  expect(off.receivers.map(({ name }) => name)).toEqual(["null", "slack"]);
});

it("has a receiver for every route", () => {
  for (const { route, receivers } of [on, off]) {
    const names = receivers.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([route.receiver, ...route.routes.map(({ receiver }) => receiver)]));
  }
});

it("reads what it sends with from the mounted secret", () => {
  expect(on.global.slack_api_url_file).toBe("/etc/alertmanager/secrets/alertmanager-receivers/slack-url");
  expect(on.receivers[1]).toMatchObject({
    pagerduty_configs: [{ routing_key_file: "/etc/alertmanager/secrets/alertmanager-receivers/pagerduty-routing-key" }],
  });
  expect(on.receivers[2]).toMatchObject({ slack_configs: [{ channel: "#alerts", send_resolved: true }] });
});
