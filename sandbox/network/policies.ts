import { cidrSize, parseCidr } from "../../modules/foundation/cidr";

/** Labels of a pod or a namespace. */
export type Labels = Readonly<Record<string, string>>;

/** Selects by labels; without any it selects all. */
interface Selector {
  readonly matchLabels?: Labels;
}

/** One of the peers of a rule. */
interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port?: number | string; readonly protocol?: string }[];
}

/** A NetworkPolicy. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export interface NetworkPolicy {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

/** One end of a connection. */
export interface End {
  readonly address: string;
  /** Where it is a pod that policies can select: one in the network of its node cannot be. */
  readonly pod?: { readonly namespace: string; readonly labels: Labels };
}

/** Port that a connection goes to. */
export interface Port {
  readonly number: number;
  readonly protocol: "TCP" | "UDP";
}

/** The policies of a cluster, and the labels of its namespaces, as what they let through. */
export class Policies {
  constructor(
    private readonly policies: readonly NetworkPolicy[],
    private readonly namespaces: Readonly<Record<string, Labels>>,
  ) {
    for (const { metadata, spec } of policies) {
      const text = JSON.stringify(spec);
      // What is not judged here must not be taken for something else.
      const unknown = /"(matchExpressions|endPort)"/.exec(text)?.[1] ?? /"port":("[^"]*")/.exec(text)?.[1];
      if (unknown !== undefined) {
        throw new Error(`${metadata.namespace}/${metadata.name}: must not use ${unknown}, which is not judged`);
      }
    }
  }

  /** Tells whether a connection is let through: out of the one pod, and into the other. */
  connects(from: End, to: End, port: Port): boolean {
    return this.lets("Egress", from, to, port) && this.lets("Ingress", to, from, port);
  }

  /** Tells whether the policies of a pod let it talk to a peer. Those that say nothing of a direction leave it open. */
  private lets(direction: "Egress" | "Ingress", { pod }: End, peer: End, port: Port): boolean {
    if (pod === undefined) return true;
    const own = this.policies.filter(
      ({ metadata, spec }) =>
        metadata.namespace === pod.namespace &&
        spec.policyTypes.includes(direction) &&
        selects(spec.podSelector, pod.labels),
    );
    if (own.length === 0) return true;
    return own.some(({ metadata, spec }) =>
      ((direction === "Egress" ? spec.egress : spec.ingress) ?? []).some(({ from, to, ports = [] }) => {
        const peers = (direction === "Egress" ? to : from) ?? [];
        const isOpen = ports.length === 0 || ports.some((one) => matchesPort(one, port));
        return isOpen && (peers.length === 0 || peers.some((one) => this.isPeer(one, peer, metadata.namespace ?? "")));
      }),
    );
  }

  /** A block of addresses takes pods, too: they have addresses of the VPC. */
  private isPeer({ ipBlock, namespaceSelector, podSelector }: Peer, { address, pod }: End, own: string): boolean {
    if (ipBlock !== undefined) {
      return isWithin(address, ipBlock.cidr) && !(ipBlock.except ?? []).some((cidr) => isWithin(address, cidr));
    }
    if (pod === undefined) return false;
    const isThere =
      namespaceSelector === undefined
        ? pod.namespace === own
        : selects(namespaceSelector, this.namespaces[pod.namespace] ?? {});
    return isThere && selects(podSelector ?? {}, pod.labels);
  }
}

function selects({ matchLabels = {} }: Selector, labels: Labels): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

function matchesPort(one: { readonly port?: number | string; readonly protocol?: string }, port: Port): boolean {
  return (one.protocol ?? "TCP") === port.protocol && (one.port === undefined || one.port === port.number);
}

function isWithin(address: string, cidr: string): boolean {
  const [one, block] = [parseCidr(`${address}/32`), parseCidr(cidr)];
  if (one === undefined || block === undefined) throw new RangeError(`${address}, ${cidr}: must be IPv4, got others`);
  return one.base >= block.base && one.base < block.base + cidrSize(block);
}
