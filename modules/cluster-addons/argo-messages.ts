/** What Slack is told, by the name that applications subscribe to: `notifications.argoproj.io/subscribe.on-deployed.slack`. */
const MESSAGES = {
  "on-deployed": {
    when: "app.status.operationState.phase in ['Succeeded'] and app.status.health.status == 'Healthy'",
    // Once for each revision, not at every look.
    oncePer: "app.status.operationState?.syncResult?.revision",
    text: ":white_check_mark: {{.app.metadata.name}} runs {{.app.status.operationState.syncResult.revision}}.",
  },
  "on-sync-failed": {
    when: "app.status.operationState.phase in ['Error', 'Failed']",
    text: ":x: {{.app.metadata.name}} could not be synced: {{.app.status.operationState.message}}",
  },
  "on-health-degraded": {
    when: "app.status.health.status == 'Degraded'",
    text: ":warning: {{.app.metadata.name}} is degraded.",
  },
} as const;

/**
 * The triggers and templates of the messages, as the chart's `notifications` takes them. Each document is JSON, which
 * is YAML too.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/triggers/
 */
export const DEPLOYMENT_MESSAGES = {
  triggers: Object.fromEntries(
    Object.entries(MESSAGES).map(([name, { text: _, ...condition }]) => [
      `trigger.${name}`,
      JSON.stringify([{ ...condition, send: [name] }]),
    ]),
  ),
  templates: Object.fromEntries(
    Object.entries(MESSAGES).map(([name, { text }]) => [`template.${name}`, JSON.stringify({ message: text })]),
  ),
};
