import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Availability } from "./addon-settings";
import {
  CONTAINER_DEFAULTS,
  hardQuota,
  NAMESPACE_NAMES,
  NAMESPACES,
  type NamespaceName,
  namespaceQuotas,
  podSecurityLabels,
} from "./namespaces";
import {
  DENY_ALL,
  type PolicySpec,
  policySpec,
  type TierCidrs,
  TRAFFIC_RULES,
  type TrafficRule,
} from "./traffic-rules";

export interface ClusterNamespacesProps {
  /** `zone-redundant` has four times the quotas. */
  readonly availability: Availability;
  readonly cidrs: TierCidrs;
}

/**
 * Has the load balancer controller hold a pod unready until the load balancer finds it healthy.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/
 */
const READINESS_GATES = { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" };

/**
 * The declared namespaces: how strict Kubernetes is with their pods, what their pods may ask for, and who may connect to
 * whom. What runs in one must come after `of` it, so that no pod is ever there without its rules, nor outlives them.
 */
export class ClusterNamespaces extends Construct {
  private readonly parts = new Map<NamespaceName, ITerraformDependable[]>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterNamespacesProps,
  ) {
    super(scope, id);
    for (const name of NAMESPACE_NAMES) {
      const namespace = this.createNamespace(name);
      this.parts.set(name, [
        namespace,
        ...this.createQuota(name, namespace),
        this.createDefaults(name, namespace),
        ...this.createPolicies(name, namespace),
      ]);
    }
  }

  /** A namespace with everything that its pods must find there. */
  of(name: NamespaceName): readonly ITerraformDependable[] {
    return this.parts.get(name) ?? [];
  }

  /** Every namespace with everything in it. */
  get all(): readonly ITerraformDependable[] {
    return [...this.parts.values()].flat();
  }

  private createNamespace(name: NamespaceName): NamespaceV1 {
    const { purpose, podSecurity, behindLoadBalancer } = NAMESPACES[name];
    return new NamespaceV1(this, name, {
      metadata: {
        name,
        labels: {
          "app.kubernetes.io/part-of": "lms",
          ...podSecurityLabels(podSecurity),
          ...(behindLoadBalancer ? READINESS_GATES : {}),
        },
        annotations: { "lms.platform/purpose": purpose },
      },
      // What is in it goes first; volumes and load balancers take their time.
      timeouts: { delete: "15m" },
    });
  }

  private createQuota(name: NamespaceName, namespace: NamespaceV1): ResourceQuotaV1[] {
    const quota = namespaceQuotas(this.props.availability)[name];
    if (quota === undefined) return [];
    return [
      new ResourceQuotaV1(this, `${name}-quota`, {
        metadata: { name: "all-pods", namespace: namespace.metadata.name },
        spec: { hard: hardQuota(quota) },
      }),
    ];
  }

  private createDefaults(name: NamespaceName, namespace: NamespaceV1): LimitRangeV1 {
    return new LimitRangeV1(this, `${name}-defaults`, {
      metadata: { name: "container-defaults", namespace: namespace.metadata.name },
      spec: {
        limit: [
          {
            type: "Container",
            defaultRequest: CONTAINER_DEFAULTS.request,
            default: CONTAINER_DEFAULTS.limit,
          },
        ],
      },
    });
  }

  private createPolicies(name: NamespaceName, namespace: NamespaceV1): NetworkPolicyV1[] {
    const create = (rule: string, spec: PolicySpec) =>
      new NetworkPolicyV1(this, `${name}-${rule}`, {
        metadata: { name: rule, namespace: namespace.metadata.name },
        spec,
      });
    const rules: readonly (readonly [string, TrafficRule])[] = Object.entries(TRAFFIC_RULES);
    return [
      create("deny-all", DENY_ALL),
      ...rules
        .filter(([, { namespaces }]) => namespaces.includes(name))
        .map(([rule, traffic]) => create(rule, policySpec(traffic, this.props.cidrs))),
    ];
  }
}
