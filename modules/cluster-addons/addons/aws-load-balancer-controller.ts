import { POD_IDENTITIES } from "../../iam";
import type { Addon, AddonContext } from "../addon";
import { replicas, resources, zoneSpread } from "../availability";
import { CONFINED_CONTAINER, CONFINED_POD } from "../pod-security";

const IDENTITY = "aws-load-balancer-controller";

/**
 * Keeps the addresses of pods in the target groups of the platform's load balancer, by TargetGroupBindings.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/configurations/
 */
export function awsLoadBalancerController({ site, clusterName, vpcId, settings }: AddonContext): Addon {
  const { namespace, serviceAccount } = POD_IDENTITIES[IDENTITY];
  const count = replicas(settings.availability);
  return {
    chart: { name: "aws-load-balancer-controller", repository: "https://aws.github.io/eks-charts", version: "3.5.0" },
    namespace,
    identities: [IDENTITY],
    values: {
      clusterName,
      region: site.region,
      vpcId,
      replicaCount: count,
      podDisruptionBudget: count > 1 ? { maxUnavailable: 1 } : {},
      topologySpreadConstraints: zoneSpread({ "app.kubernetes.io/name": "aws-load-balancer-controller" }),
      serviceAccount: { create: true, name: serviceAccount },
      // Its webhook for all Services would stop every other release while no controller is ready.
      enableServiceMutatorWebhook: false,
      // Without it each upgrade would make a new certificate, and requests would fail until all pods have it.
      keepTLSSecret: true,
      defaultTargetType: "ip",
      // The web ACL of the platform's load balancer is Terraform's, and the controller has no rights to any.
      enableShield: false,
      enableWaf: false,
      enableWafv2: false,
      // The platform uses target groups of its own; without the Gateway API's definitions these features crash.
      controllerConfig: {
        featureGates: { ALBGatewayAPI: false, GatewayListenerSet: false, NLBGatewayAPI: false },
      },
      podSecurityContext: CONFINED_POD,
      securityContext: CONFINED_CONTAINER,
      resources: resources("100m", "128Mi", "256Mi"),
      serviceMonitor: { enabled: true },
    },
    after: ["prometheus-operator-crds"],
    state: "stateless",
  };
}
