import type { Environment } from "../../environments";
import { helmTemplate } from "../../gitops/checks/kubernetes/helm";
import { Rendered } from "../../gitops/checks/rendered/objects";
import { formatCidr, parseCidr } from "../../modules/foundation/cidr";
import type { Tier } from "../../modules/foundation/contracts";
import { LMS_SERVICES, type LmsServiceName } from "../../modules/foundation/services";
import { tierCidr } from "../../modules/vpc";
import { type Release, releaseWorkloads } from "../../review/capacity/chart-workloads";
import type { PlatformContract } from "../../scripts/contract/platform-contract";
import type { RootConfiguration } from "../../scripts/terraform-root";
import { Addons } from "../cluster/addons";
import { serviceReleases } from "../cluster/services";
import { type End, type Labels, type NetworkPolicy, Policies } from "./policies";

/** The kinds of pods in the namespaces that the platform declares, in the words of the table. */
export const OURS = [
  "service",
  "job",
  "Prometheus",
  "collector",
  "other of monitoring",
  "security",
  "Argo CD",
] as const;

/** The kinds of all other ends: what no policy is for. */
export const OTHERS = [
  "load balancer",
  "control plane",
  "Kubernetes API",
  "node",
  "CoreDNS",
  "pod of another namespace",
  "Pod Identity agent",
  "instance metadata",
  "database and Redis",
  "internet",
] as const;

/** Kind of an end. */
export type Kind = (typeof OURS)[number] | (typeof OTHERS)[number];

/** An end with its name. */
export interface NamedEnd extends End {
  readonly name: string;
  readonly kind: Kind;
  /** What a service says of itself: who may call it, and the ports of its stores. */
  readonly service?: { readonly callers: readonly string[]; readonly stores: readonly number[] };
}

/** A cluster as its network sees it. */
export interface ClusterNetwork {
  readonly policies: Policies;
  readonly ends: readonly NamedEnd[];
}

/** Any values: no policy depends on an output of the platform. */
const OUTPUTS = { cluster_name: "lms", vpc_id: "vpc", hosted_zone_id: "zone", data_key_arn: "key" };

/**
 * The labels that policies tell pods by, from the charts and the operator that make them.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/prometheus/common.go
 * @see https://github.com/open-telemetry/opentelemetry-helm-charts/blob/main/charts/opentelemetry-collector/templates/_helpers.tpl
 */
const ADDON_KINDS: Readonly<Record<string, readonly [Kind, name: string]>> = {
  "kube-prometheus-stack-prometheus": ["Prometheus", "prometheus"],
  "otel-collector": ["collector", "opentelemetry-collector"],
};

/** Pods in the network of their node, which policies do not reach. */
const ON_THE_NODE = ["kube-prometheus-stack-node-exporter"];

const NAMESPACE_KINDS: Readonly<Record<string, Kind>> = {
  argocd: "Argo CD",
  monitoring: "other of monitoring",
  security: "security",
};

/**
 * The policies of an environment's namespaces and services, and everyone who may want to talk to anyone.
 * @param configuration of its root of add-ons
 */
export function clusterNetwork(environment: Environment, configuration: RootConfiguration): ClusterNetwork {
  const addons = new Addons(configuration, "", OUTPUTS, undefined);
  const services = servicesOf(environment);
  const objects = [...addons.objects, ...services.flatMap(({ policies }) => policies)];
  const labels = addons.objects
    .filter(({ kind }) => kind === "Namespace")
    .map(({ metadata }): [string, Labels] => {
      const { name } = metadata;
      return [name, { ...metadata.labels, ...nameLabel(name) }];
    });
  const policies = objects.filter(({ kind }) => kind === "NetworkPolicy") as unknown as NetworkPolicy[];
  const others = ["kube-system", "default"].map((name) => [name, nameLabel(name)] as const);
  return {
    policies: new Policies(policies, Object.fromEntries([...labels, ...others])),
    ends: [...podsOf(environment, services, addons.releases), ...outside(environment)],
  };
}

/** A service: what it says of itself, its pods' labels, and its policies. */
interface Service {
  readonly name: LmsServiceName;
  readonly labels: Labels;
  readonly own: NamedEnd["service"];
  readonly policies: readonly { readonly kind: string }[];
}

function servicesOf(environment: Environment): Service[] {
  return serviceReleases(environment)
    .filter(({ name }) => name in LMS_SERVICES)
    .map(({ name, namespace, chart, values }) => {
      const { callers, platform } = values as { callers: readonly string[]; platform: PlatformContract };
      const { database, redis = {} } = platform.services[name as LmsServiceName] ?? {};
      const stores = [database, ...Object.values(redis)].flatMap((store) => store?.port ?? []);
      const manifests = helmTemplate(chart, values as Record<string, unknown>, { release: name, namespace });
      const { labels = {} } = new Rendered(manifests).spec("Deployment").template.metadata ?? {};
      const policies = manifests.filter(({ kind }) => kind === "NetworkPolicy");
      return { name: name as LmsServiceName, labels, own: { callers, stores }, policies };
    });
}

function podsOf({ network }: Environment, services: readonly Service[], releases: readonly Release[]): NamedEnd[] {
  const pod = (name: string, kind: Kind, namespace: string, labels: Labels, service?: NamedEnd["service"]) => ({
    name,
    kind,
    pod: { namespace, labels },
    ...(service === undefined ? {} : { service }),
  });
  const pods = [
    ...services.map(({ name, labels, own }) => pod(name, "service", LMS_SERVICES[name].namespace, labels, own)),
    pod("a job", "job", "data", {}),
    ...releases
      .flatMap(releaseWorkloads)
      .filter(({ name }) => !ON_THE_NODE.includes(name))
      .map(({ name, namespace }) => {
        const [kind, label] = ADDON_KINDS[name] ?? [NAMESPACE_KINDS[namespace] ?? "pod of another namespace", name];
        return pod(name, kind, namespace, { "app.kubernetes.io/name": label });
      }),
    pod("CoreDNS", "CoreDNS", "kube-system", { "k8s-app": "kube-dns" }),
    pod("a pod in default", "pod of another namespace", "default", {}),
  ];
  return pods.map((end, index) => ({ ...end, address: addressIn(network.cidr, "private-app", 100 + index) }));
}

function outside({ network: { cidr } }: Environment): NamedEnd[] {
  const end = (kind: Kind, address: string): NamedEnd => ({ name: `the ${kind}`, kind, address });
  return [
    end("load balancer", addressIn(cidr, "public", 10)),
    end("control plane", addressIn(cidr, "control-plane", 10)),
    end("node", addressIn(cidr, "private-app", 10)),
    end("database and Redis", addressIn(cidr, "private-data", 10)),
    // https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
    end("Kubernetes API", "172.20.0.1"),
    // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
    end("Pod Identity agent", "169.254.170.23"),
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
    end("instance metadata", "169.254.169.254"),
    // An address for documentation. https://www.rfc-editor.org/rfc/rfc5737
    end("internet", "203.0.113.10"),
  ];
}

/** The label by which each namespace can be told. */
function nameLabel(name: string): Labels {
  return { "kubernetes.io/metadata.name": name };
}

function addressIn(cidr: string, tier: Tier, index: number): string {
  const block = parseCidr(tierCidr(cidr, tier));
  if (block === undefined) throw new RangeError(`${cidr}: must be a block of IPv4 addresses`);
  return formatCidr({ base: block.base + index, prefix: 32 }).replace("/32", "");
}
