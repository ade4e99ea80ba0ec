/** A secret of what runs in the cluster for all services. */
export interface PlatformSecret {
  /** The namespace of its user and the middle of its name, `lms/<environment>/<service>/<secret>`. */
  readonly service: "argocd" | "monitoring";
  /** The keys of its JSON object, all of them needed. */
  readonly keys: readonly string[];
  readonly description: string;
}

/**
 * The secrets of the add-ons, by the last part of their name. People put the values in before the add-ons are first
 * applied, as a JSON object of these keys; a pod that needs one does not start without it.
 */
export const PLATFORM_SECRETS = {
  alertmanager: {
    service: "monitoring",
    keys: ["slack-url", "pagerduty-routing-key"],
    description: "Where Alertmanager sends alerts: Slack's incoming webhook and PagerDuty's routing key",
  },
  "grafana-admin": {
    service: "monitoring",
    keys: ["admin-user", "admin-password"],
    description: "Grafana's administrator",
  },
  notifications: {
    service: "argocd",
    keys: ["slack-token"],
    description: "Token of the Slack app that tells of deployments",
  },
  repository: {
    service: "argocd",
    keys: ["username", "password"],
    description: "Who reads the Git repository of what runs",
  },
  "sign-on": {
    service: "argocd",
    keys: ["client-secret"],
    description: "Argo CD's secret with the OpenID Connect provider",
  },
} as const satisfies Record<string, PlatformSecret>;

/** Last part of the name of a platform secret. */
export type PlatformSecretName = keyof typeof PLATFORM_SECRETS;
