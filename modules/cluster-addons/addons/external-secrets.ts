import { POD_IDENTITIES } from "../../iam";
import type { Addon, AddonContext } from "../addon";
import { disruptionBudget, replicas, resources, zoneSpread } from "../availability";
import { PRIORITY_CLASSES } from "../cluster-classes";

const IDENTITY = "external-secrets";

/**
 * Secrets of Secrets Manager as secrets of Kubernetes. It only reads: what would write to AWS is off.
 * @see https://external-secrets.io/latest/provider/aws-access/
 */
export function externalSecrets({ settings: { availability } }: AddonContext): Addon {
  const { namespace, serviceAccount } = POD_IDENTITIES[IDENTITY];
  const part = (name: string) => ({
    replicaCount: replicas(availability),
    podDisruptionBudget: disruptionBudget(availability),
    topologySpreadConstraints: zoneSpread({ "app.kubernetes.io/name": name }),
    priorityClassName: PRIORITY_CLASSES.platform.name,
    resources: resources("25m", "64Mi", "256Mi"),
  });
  return {
    chart: { name: "external-secrets", repository: "https://charts.external-secrets.io", version: "2.9.0" },
    namespace,
    identities: [IDENTITY],
    values: {
      ...part("external-secrets"),
      // Without an election two pods would both write every secret.
      leaderElect: true,
      serviceAccount: { create: true, name: serviceAccount },
      webhook: part("external-secrets-webhook"),
      certController: part("external-secrets-cert-controller"),
      // Whoever takes the release away by mistake must not take every secret of the services along.
      crds: { annotations: { "helm.sh/resource-policy": "keep" } },
      processPushSecret: false,
      processClusterPushSecret: false,
      serviceMonitor: { enabled: true, renderMode: "alwaysRender" },
    },
    after: ["prometheus-operator-crds"],
    state: "stateful",
  };
}
