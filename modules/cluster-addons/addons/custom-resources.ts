import { type Site, secretName } from "../../foundation/names";
import { PLATFORM_SECRETS, type PlatformSecretName } from "../../secrets";
import type { Addon, AddonContext } from "../addon";
import type { AddonsSettings } from "../addon-settings";
import { NAMESPACE_NAMES, NAMESPACES, type NamespaceName } from "../namespaces";

/** Kubernetes secrets that add-ons name in their values. */
export const ALERTMANAGER_SECRET = "alertmanager-receivers";
export const GRAFANA_ADMIN_SECRET = "grafana-admin";
export const NOTIFICATIONS_SECRET = "argocd-notifications-secret";
export const SIGN_ON_SECRET = "argocd-sign-on";

/** A secret of Secrets Manager that the operator keeps as a secret of Kubernetes, with the same keys. */
export interface SyncedSecret {
  readonly name: string;
  readonly namespace: NamespaceName;
  /** Its name in Secrets Manager. */
  readonly source: string;
  readonly keys: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Keys that are no secret, with their values. */
  readonly constants: Readonly<Record<string, string>>;
}

/** The key that calls a person; an environment that calls no one needs none. */
export const PAGING_KEY = "pagerduty-routing-key";

/** The secrets that the add-ons of an environment need. */
export function syncedSecrets(site: Site, { alerts, gitops, metrics, signOn }: AddonsSettings): SyncedSecret[] {
  const synced = (secret: PlatformSecretName, name: string, extra: Partial<SyncedSecret> = {}): SyncedSecret => {
    const { service, keys } = PLATFORM_SECRETS[secret];
    const source = secretName(site, service, secret);
    return { name, namespace: service, source, keys, labels: {}, constants: {}, ...extra };
  };
  const partOfArgo = { "app.kubernetes.io/part-of": "argocd" };
  const ofMetrics = () => [
    synced("alertmanager", ALERTMANAGER_SECRET, {
      keys: PLATFORM_SECRETS.alertmanager.keys.filter((key) => alerts.paging === "on" || key !== PAGING_KEY),
    }),
    synced("grafana-admin", GRAFANA_ADMIN_SECRET),
  ];
  return [
    ...(metrics === "none" ? [] : ofMetrics()),
    synced("notifications", NOTIFICATIONS_SECRET, { labels: partOfArgo }),
    synced("repository", "lms-repository", {
      labels: { "argocd.argoproj.io/secret-type": "repository" },
      constants: { type: "git", url: gitops.repositoryUrl },
    }),
    ...(signOn === "none" ? [] : [synced("sign-on", SIGN_ON_SECRET, { labels: partOfArgo })]),
  ];
}

/** Name of the store by which an ExternalSecret of a declared namespace reaches Secrets Manager. */
export const SECRET_STORE = "aws-secrets-manager";

/**
 * The objects of the operators' own kinds, in a chart of this project: Terraform's `kubernetes_manifest` could not even
 * plan them before the operators run. With them the policy of which images services run, a kind that the provider does not have.
 */
export function customResources({ site, zone, imageAccount, settings }: AddonContext): Addon {
  return {
    chart: "local",
    namespace: "security",
    identities: [],
    values: {
      secretStore: { name: SECRET_STORE, region: site.region, namespaces: NAMESPACE_NAMES },
      secrets: syncedSecrets(site, settings),
      images: {
        account: imageAccount,
        namespaces: NAMESPACE_NAMES.filter((name) => NAMESPACES[name].behindLoadBalancer),
      },
      ...(settings.metrics === "none" ? { monitored: false } : {}),
      issuers: { contact: settings.certificateContact, region: site.region, zone },
    },
    // The last two give the operators' webhooks a moment to trust their certificates.
    after: ["prometheus-operator-crds", "cert-manager", "external-secrets", "cluster-autoscaler", "external-dns"],
    state: "stateless",
  };
}
