import { heartbeatTopic, type Site, topicArn } from "../../foundation/names";
import type { AddonContext } from "../addon";
import { ALERTMANAGER_SECRET, PAGING_KEY } from "./custom-resources";

/** Where the operator mounts the secret that Alertmanager's `secrets` names. */
const SECRET_FOLDER = `/etc/alertmanager/secrets/${ALERTMANAGER_SECRET}`;

/**
 * Alertmanager's configuration: critical alerts call a person where paging is on and are in Slack too, warnings are in
 * Slack, the rest is only to be looked up. The alert that never ends goes to a topic of AWS, where an alarm waits for it.
 * What it sends with is read from mounted files; no secret is in it.
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export function alertmanagerConfig({
  site,
  clusterName,
  settings,
}: Pick<AddonContext, "site" | "clusterName" | "settings">) {
  const { slackChannel, paging } = settings.alerts;
  const page = { receiver: "pagerduty", matchers: ['severity = "critical"'], continue: true };
  return {
    global: { resolve_timeout: "5m", slack_api_url_file: `${SECRET_FOLDER}/slack-url` },
    inhibit_rules: INHIBIT_RULES,
    route: {
      receiver: "null",
      group_by: ["namespace", "alertname"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "12h",
      routes: [
        { receiver: "heartbeat", matchers: ['alertname = "Watchdog"'], ...EVERY_FEW_MINUTES },
        { receiver: "null", matchers: ['alertname = "InfoInhibitor"'] },
        ...(paging === "on" ? [page] : []),
        { receiver: "slack", matchers: ['severity =~ "critical|warning"'] },
      ],
    },
    receivers: [
      { name: "null" },
      heartbeat(site),
      ...(paging === "on" ? [pagerDuty(clusterName)] : []),
      {
        name: "slack",
        slack_configs: [
          {
            channel: slackChannel,
            send_resolved: true,
            title: `[${clusterName}] {{ .CommonLabels.alertname }} ({{ .Status }})`,
            text: "{{ range .Alerts }}{{ or .Annotations.description .Annotations.summary }}\n{{ end }}",
          },
        ],
      },
    ],
  };
}

/** Three times in the quarter of an hour after which the alarm is raised, however the timers fall. */
const EVERY_FEW_MINUTES = { group_wait: "0s", group_interval: "1m", repeat_interval: "3m" };

/**
 * Alerts that keep others of the same name and namespace silent: who knows of the worse needs no word of the lesser.
 * `InfoInhibitor` is raised where nothing but information is, to keep that silent.
 * @see https://runbooks.prometheus-operator.dev/runbooks/general/infoinhibitor/
 */
const INHIBIT_RULES = [
  {
    source_matchers: ['severity = "critical"'],
    target_matchers: ['severity =~ "warning|info"'],
    equal: ["namespace", "alertname"],
  },
  {
    source_matchers: ['severity = "warning"'],
    target_matchers: ['severity = "info"'],
    equal: ["namespace", "alertname"],
  },
  { source_matchers: ['alertname = "InfoInhibitor"'], target_matchers: ['severity = "info"'], equal: ["namespace"] },
];

/** @see https://prometheus.io/docs/alerting/latest/configuration/#sns_config */
function heartbeat(site: Site) {
  const topic_arn = topicArn(site, heartbeatTopic(site));
  const message = "Prometheus and Alertmanager work.";
  return {
    name: "heartbeat",
    sns_configs: [{ topic_arn, sigv4: { region: site.region }, send_resolved: false, subject: "Heartbeat", message }],
  };
}

function pagerDuty(clusterName: string) {
  return {
    name: "pagerduty",
    pagerduty_configs: [
      {
        routing_key_file: `${SECRET_FOLDER}/${PAGING_KEY}`,
        severity: "critical",
        description: `[${clusterName}] {{ .CommonLabels.alertname }}: {{ .CommonAnnotations.summary }}`,
      },
    ],
  };
}
