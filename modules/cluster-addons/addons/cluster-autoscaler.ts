import type { KubernetesVersion } from "../../eks";
import { POD_IDENTITIES } from "../../iam";
import type { Addon, AddonContext } from "../addon";
import { replicas, resources, zoneSpread } from "../availability";
import { CONFINED_CONTAINER, CONFINED_POD } from "../pod-security";

const IDENTITY = "cluster-autoscaler";

/** The autoscaler simulates the scheduler, so its minor is that of the cluster. */
const IMAGE_TAGS: Readonly<Record<KubernetesVersion, string>> = { "1.35": "v1.35.2", "1.36": "v1.36.1" };

/**
 * Resources watched since 1.35 that the chart's ClusterRole omits. Without them it never fills its caches and does not
 * scale; only its log shows it.
 * @see https://github.com/kubernetes/autoscaler/issues/9244
 */
const WATCHED = [
  { apiGroups: [""], resources: ["resourcequotas"] },
  { apiGroups: ["apps"], resources: ["deployments"] },
  { apiGroups: ["resource.k8s.io"], resources: ["deviceclasses", "resourceclaims", "resourceslices"] },
].map((rule) => ({ ...rule, verbs: ["get", "list", "watch"] }));

/**
 * The zone's id, which nodes have as a label beside its name, and which would make groups of different zones unlike.
 * @see https://github.com/kubernetes/autoscaler/pull/8910
 */
const ZONE_ID_LABEL = "topology.k8s.aws/zone-id";

/** The user that the project's own manifests run it as. */
const NOBODY = 65_534;

/**
 * Adds nodes for pods that wait, and takes away those that are not needed.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function clusterAutoscaler(context: AddonContext): Addon {
  const { site, clusterName, kubernetesVersion, settings } = context;
  const { namespace, serviceAccount } = POD_IDENTITIES[IDENTITY];
  return {
    chart: { name: "cluster-autoscaler", repository: "https://kubernetes.github.io/autoscaler", version: "9.59.0" },
    namespace,
    identities: [IDENTITY],
    values: {
      fullnameOverride: "cluster-autoscaler",
      cloudProvider: "aws",
      awsRegion: site.region,
      autoDiscovery: { clusterName },
      image: { tag: IMAGE_TAGS[kubernetesVersion] },
      replicaCount: replicas(settings.availability),
      topologySpreadConstraints: zoneSpread({ "app.kubernetes.io/name": "aws-cluster-autoscaler" }),
      rbac: {
        serviceAccount: { create: true, name: serviceAccount },
        additionalRules: WATCHED,
      },
      extraArgs: {
        expander: "least-waste",
        // Of the groups of several zones in which a pod may run, that with the fewest nodes grows.
        "balance-similar-node-groups": true,
        "balancing-ignore-label": ZONE_ID_LABEL,
        "skip-nodes-with-local-storage": false,
        "skip-nodes-with-system-pods": false,
      },
      securityContext: { ...CONFINED_POD, runAsUser: NOBODY, runAsGroup: NOBODY },
      containerSecurityContext: CONFINED_CONTAINER,
      resources: resources("100m", "300Mi", "600Mi"),
      serviceMonitor: { enabled: true, namespace },
    },
    after: ["prometheus-operator-crds"],
    state: "stateless",
  };
}
