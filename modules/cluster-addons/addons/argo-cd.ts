import type { Addon, AddonContext } from "../addon";
import type { AddonsSettings, SignOnSettings } from "../addon-settings";
import { disruptionBudget, replicas, resources, zoneSpread } from "../availability";
import { PRIORITY_CLASSES } from "../cluster-classes";
import { NOTIFICATIONS_SECRET, SIGN_ON_SECRET } from "./custom-resources";

/**
 * The health of an Application, which Argo CD leaves out since 1.8: without it a sync wave would not wait for the
 * applications of the one before.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app
 */
export const APPLICATION_HEALTH = `
local health = { status = "Progressing", message = "Waiting for its first status" }
if obj.status ~= nil and obj.status.health ~= nil and obj.status.health.status ~= nil then
  health.status = obj.status.health.status
  health.message = obj.status.health.message or ""
end
return health
`.trimStart();

/**
 * A TargetGroupBinding is in place when its controller has seen the latest of it.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/
 */
export const TARGET_GROUP_BINDING_HEALTH = `
local health = { status = "Progressing", message = "Waiting for the AWS Load Balancer Controller" }
if obj.status ~= nil and obj.status.observedGeneration == obj.metadata.generation then
  health.status = "Healthy"
  health.message = "Bound"
end
return health
`.trimStart();

/**
 * A HorizontalPodAutoscaler that has no metrics yet of pods that have just started is on its way. Argo CD by itself calls
 * it degraded, and would tell Slack so of most deployments.
 * @see https://github.com/argoproj/argo-cd/issues/6287
 */
export const AUTOSCALER_HEALTH = `
local health = { status = "Progressing", message = "Waiting for the autoscaler" }
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    if condition.status == "False" and (condition.type == "AbleToScale" or condition.reason == "InvalidSelector") then
      return { status = "Degraded", message = condition.message }
    end
    if condition.type == "ScalingActive" then
      health.status = condition.status == "True" and "Healthy" or "Progressing"
      health.message = condition.message
    end
  end
end
return health
`.trimStart();

/** What Slack is told, by the name that applications subscribe to: `notifications.argoproj.io/subscribe.on-deployed.slack`. */
const MESSAGES = {
  "on-deployed": {
    when: "app.status.operationState.phase in ['Succeeded'] and app.status.health.status == 'Healthy'",
    // Once for each revision, not at every look.
    oncePer: "app.status.operationState?.syncResult?.revision",
    // An image's tag is the service's commit; the revision is that of the repository with the manifests.
    text: ":white_check_mark: {{.app.metadata.name}} runs{{range .app.status.summary.images}} {{.}}{{end}}, manifests of {{.app.status.operationState.syncResult.revision}}.",
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

/** It has no entrance from outside the cluster: `kubectl port-forward -n argocd service/argocd-server 8080:80`. */
const DOMAIN = "localhost:8080";

const MONITORED = { enabled: true, serviceMonitor: { enabled: true } };

/**
 * Brings what Git says into the cluster, and tells Slack. Its Redis is a cache that fills itself again, so it is not
 * doubled; everything else that it knows is in Kubernetes.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/
 */
export function argoCd({ settings }: AddonContext): Addon {
  const { availability } = settings;
  const scaled = {
    replicas: replicas(availability),
    pdb: disruptionBudget(availability),
    metrics: MONITORED,
  };
  return {
    chart: { name: "argo-cd", repository: "https://argoproj.github.io/argo-helm", version: "10.1.1" },
    namespace: "argocd",
    identities: [],
    values: {
      global: {
        domain: DOMAIN,
        priorityClassName: PRIORITY_CLASSES.platform.name,
        topologySpreadConstraints: zoneSpread(),
        // The namespace has policies of its own.
        networkPolicy: { create: false },
      },
      crds: { install: true, keep: true },
      configs: {
        params: { "server.insecure": true },
        cm: {
          url: `http://${DOMAIN}`,
          "admin.enabled": settings.signOn === "none",
          ...signOnConfig(settings),
          "resource.customizations.health.argoproj.io_Application": APPLICATION_HEALTH,
          "resource.customizations.health.elbv2.k8s.aws_TargetGroupBinding": TARGET_GROUP_BINDING_HEALTH,
          "resource.customizations.health.autoscaling_HorizontalPodAutoscaler": AUTOSCALER_HEALTH,
        },
        rbac: rights(settings),
      },
      dex: { enabled: false },
      redis: { resources: resources("25m", "64Mi", "256Mi") },
      // A second controller would share the clusters out, and there is one.
      controller: { replicas: 1, metrics: MONITORED, resources: resources("100m", "512Mi", "2Gi") },
      server: { ...scaled, resources: resources("25m", "128Mi", "512Mi") },
      repoServer: { ...scaled, resources: resources("50m", "256Mi", "1Gi") },
      applicationSet: { ...scaled, resources: resources("25m", "64Mi", "256Mi") },
      notifications: {
        metrics: MONITORED,
        resources: resources("25m", "64Mi", "256Mi"),
        argocdUrl: `http://${DOMAIN}`,
        secret: { create: false, name: NOTIFICATIONS_SECRET },
        notifiers: { "service.slack": "token: $slack-token\n" },
        ...DEPLOYMENT_MESSAGES,
      },
    },
    // Notifications need their secret, services their certificates, secrets, load balancer and monitors.
    after: ["prometheus-operator-crds", "custom-resources", "aws-load-balancer-controller"],
    state: "stateful",
  };
}

function signOnConfig({ signOn }: AddonsSettings) {
  if (signOn === "none") return {};
  const { issuer, clientId } = signOn;
  const config = {
    name: "Single sign-on",
    issuer,
    clientID: clientId,
    clientSecret: `$${SIGN_ON_SECRET}:client-secret`,
    requestedScopes: ["openid", "profile", "email", "groups"],
  };
  return { "oidc.config": JSON.stringify(config) };
}

/** Who may do what, by group; nobody else may do anything. */
function rights({ signOn }: AddonsSettings) {
  return {
    "policy.default": "",
    "policy.csv": signOn === "none" ? "" : groupRoles(signOn),
    scopes: "[groups]",
  };
}

function groupRoles({ adminGroup, readerGroup }: SignOnSettings): string {
  return `g, ${adminGroup}, role:admin\ng, ${readerGroup}, role:readonly\n`;
}
