import type { Addon } from "../addon";
import type { AddonContext } from "../addon-context";
import type { AddonsSettings, SignOnSettings } from "../addon-settings";
import { APPLICATION_HEALTH, AUTOSCALER_HEALTH, TARGET_GROUP_BINDING_HEALTH } from "../argo-health";
import { DEPLOYMENT_MESSAGES } from "../argo-messages";
import { disruptionBudget, replicas, resources, zoneSpread } from "../availability";
import { NOTIFICATIONS_SECRET, SIGN_ON_SECRET } from "../platform-secrets";
import { PRIORITY_CLASSES } from "../priority-classes";

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
    chart: "argo-cd",
    namespace: "argocd",
    identity: "none",
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
