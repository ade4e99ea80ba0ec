import type { ClusterAlertSettings } from "./addon-settings";
import { ALERTMANAGER_SECRET } from "./platform-secrets";

/** Where the operator mounts the secret that Alertmanager's `secrets` names. */
const SECRET_FOLDER = `/etc/alertmanager/secrets/${ALERTMANAGER_SECRET}`;

/**
 * Alertmanager's configuration: critical alerts call a person where paging is on and are in Slack too, warnings are in
 * Slack, the rest is only to be looked up. What it sends with is read from mounted files; no secret is in it.
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export function alertmanagerConfig(clusterName: string, { slackChannel, paging }: ClusterAlertSettings) {
  const page = { receiver: "pagerduty", matchers: ['severity = "critical"'], continue: true };
  return {
    global: { resolve_timeout: "5m", slack_api_url_file: `${SECRET_FOLDER}/slack-url` },
    route: {
      receiver: "null",
      group_by: ["namespace", "alertname"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "12h",
      routes: [
        { receiver: "null", matchers: ['alertname =~ "Watchdog|InfoInhibitor"'] },
        ...(paging === "on" ? [page] : []),
        { receiver: "slack", matchers: ['severity =~ "critical|warning"'] },
      ],
    },
    receivers: [
      { name: "null" },
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

function pagerDuty(clusterName: string) {
  return {
    name: "pagerduty",
    pagerduty_configs: [
      {
        routing_key_file: `${SECRET_FOLDER}/pagerduty-routing-key`,
        severity: "critical",
        description: `[${clusterName}] {{ .CommonLabels.alertname }}: {{ .CommonAnnotations.summary }}`,
      },
    ],
  };
}
