import type { Manifest } from "../kubernetes/schema";

/** Labels, and what selects by them. */
export type Labels = Readonly<Record<string, string>>;

/** A container of a pod, as far as the checks look at it. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  readonly securityContext?: {
    readonly privileged?: boolean;
    readonly runAsUser?: number;
    readonly allowPrivilegeEscalation?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  };
  readonly volumeMounts?: readonly { readonly name: string }[];
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
  readonly livenessProbe?: { readonly failureThreshold?: number };
  readonly [probe: string]: unknown;
}

/** The pods of a service. */
export interface PodSpec {
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly priorityClassName?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly seccompProfile?: { readonly type?: string };
  };
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly topologySpreadConstraints?: readonly {
    readonly topologyKey: string;
    readonly labelSelector?: { readonly matchLabels?: Labels };
  }[];
  readonly volumes?: readonly { readonly name: string; readonly secret?: { readonly secretName?: string } }[];
}

/** The specifications of what the chart of a service makes, by their kinds. */
export interface Specs {
  readonly Deployment: {
    readonly replicas?: number;
    readonly progressDeadlineSeconds?: number;
    readonly strategy?: { readonly type?: string; readonly rollingUpdate?: { readonly maxUnavailable?: unknown } };
    readonly selector: { readonly matchLabels?: Labels };
    readonly template: { readonly metadata?: { readonly labels?: Labels }; readonly spec: PodSpec };
  };
  readonly Service: {
    readonly type?: string;
    readonly externalIPs?: readonly string[];
    readonly selector?: Labels;
    readonly ports: readonly { readonly name?: string; readonly port: number; readonly targetPort?: number | string }[];
  };
  readonly HorizontalPodAutoscaler: {
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly metrics?: readonly {
      readonly resource?: { readonly target?: { readonly averageUtilization?: number } };
    }[];
  };
  readonly PodDisruptionBudget: {
    readonly selector?: { readonly matchLabels?: Labels };
    readonly maxUnavailable?: unknown;
    readonly minAvailable?: unknown;
  };
  readonly ServiceMonitor: {
    readonly selector: { readonly matchLabels?: Labels };
    readonly endpoints: readonly { readonly port?: string }[];
  };
  readonly TargetGroupBinding: {
    readonly targetGroupARN?: string;
    readonly targetType?: string;
    readonly serviceRef: { readonly name: string; readonly port: number | string };
  };
  readonly ExternalSecret: {
    readonly secretStoreRef: { readonly name: string };
    readonly refreshInterval?: string;
    readonly target?: { readonly name?: string; readonly deletionPolicy?: string };
    readonly data?: readonly { readonly remoteRef: { readonly key: string } }[];
  };
  readonly NetworkPolicy: {
    readonly podSelector?: { readonly matchLabels?: Labels };
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly NetworkRule[];
    readonly egress?: readonly NetworkRule[];
  };
  readonly ServiceAccount: undefined;
}

/** A rule of a network policy. */
export interface NetworkRule {
  readonly from?: readonly NetworkPeer[];
  readonly to?: readonly NetworkPeer[];
  readonly ports?: readonly { readonly port?: number | string; readonly protocol?: string }[];
}

interface NetworkPeer {
  readonly ipBlock?: { readonly cidr: string };
  readonly podSelector?: { readonly matchLabels?: Labels };
  readonly namespaceSelector?: { readonly matchLabels?: Labels };
}

/** A kind of which the chart makes one object. */
export type Kind = keyof Specs;

/** The objects that the chart has made for a service. */
export class Rendered {
  constructor(readonly manifests: readonly Manifest[]) {}

  /**
   * The specification of the object of a kind. Types have been checked before, see `validateManifest`.
   * @throws Error where there is none, which `referenceProblems` tells before anything asks
   */
  spec<K extends Kind>(kind: K): Specs[K] {
    const found = this.manifests.find((manifest) => manifest.kind === kind);
    if (found === undefined) throw new Error(`no ${kind} was rendered`);
    return found.spec as Specs[K];
  }

  /** The pods. */
  get pods(): PodSpec {
    return this.spec("Deployment").template.spec;
  }
}

/** Tells whether labels have all that a selector asks for; one that asks for nothing selects what it must not. */
export function selects(selector: Labels | undefined, labels: Labels | undefined): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels?.[key] === value);
}
