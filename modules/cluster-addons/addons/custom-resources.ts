import type { Addon } from "../addon";
import type { AddonContext } from "../addon-context";
import { NAMESPACE_NAMES } from "../namespaces";
import { syncedSecrets } from "../platform-secrets";

/** Name of the store by which an ExternalSecret of a declared namespace reaches Secrets Manager. */
export const SECRET_STORE = "aws-secrets-manager";

/**
 * The objects of the operators' own kinds, in a chart of this project: Terraform's `kubernetes_manifest` could not even
 * plan them before the operators run.
 */
export function customResources({ site, zone, settings }: AddonContext): Addon {
  return {
    chart: "local",
    namespace: "security",
    identity: "none",
    values: {
      secretStore: { name: SECRET_STORE, region: site.region, namespaces: NAMESPACE_NAMES },
      secrets: syncedSecrets(site, settings),
      issuers: { contact: settings.certificateContact, region: site.region, zone },
    },
    // The last two give the operators' webhooks a moment to trust their certificates.
    after: ["prometheus-operator-crds", "cert-manager", "external-secrets", "cluster-autoscaler", "external-dns"],
    state: "stateless",
  };
}
