import { POD_IDENTITIES } from "../../iam";
import type { Addon, AddonContext } from "../addon";
import { disruptionBudget, replicas, resources, zoneSpread } from "../availability";
import { PRIORITY_CLASSES } from "../cluster-classes";

const IDENTITY = "cert-manager";

/** Who is asked whether a challenge can be seen: over HTTPS, since pods leave the network on port 443 only. */
const DNS_OVER_HTTPS = "https://1.1.1.1/dns-query,https://8.8.8.8/dns-query";

/**
 * Certificates for names of the environment's zone, by DNS-01.
 * @see https://cert-manager.io/docs/configuration/acme/dns01/
 */
export function certManager({ settings: { availability } }: AddonContext): Addon {
  const { namespace, serviceAccount } = POD_IDENTITIES[IDENTITY];
  const part = (component: string) => ({
    replicaCount: replicas(availability),
    podDisruptionBudget: disruptionBudget(availability),
    topologySpreadConstraints: zoneSpread({
      "app.kubernetes.io/instance": IDENTITY,
      "app.kubernetes.io/component": component,
    }),
    resources: resources("25m", "64Mi", "256Mi"),
  });
  return {
    chart: { name: "cert-manager", repository: "oci://quay.io/jetstack/charts", version: "v1.21.1" },
    namespace,
    identities: [IDENTITY],
    values: {
      crds: { enabled: true, keep: true },
      global: { priorityClassName: PRIORITY_CLASSES.platform.name, leaderElection: { namespace } },
      serviceAccount: { create: true, name: serviceAccount },
      ...part("controller"),
      webhook: part("webhook"),
      cainjector: part("cainjector"),
      dns01RecursiveNameservers: DNS_OVER_HTTPS,
      dns01RecursiveNameserversOnly: true,
      startupapicheck: { timeout: "5m" },
      prometheus: { enabled: true, servicemonitor: { enabled: true } },
    },
    after: ["prometheus-operator-crds"],
    state: "stateful",
  };
}
