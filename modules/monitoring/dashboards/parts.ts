import type { Measured } from "./widgets";

/** What dashboards show of a platform: each part by what its metrics are found by, which the parts themselves are. */
export interface DashboardParts {
  readonly distribution: { readonly distribution: { readonly id: string } };
  readonly loadBalancer: {
    readonly loadBalancer: { readonly arnSuffix: string };
    readonly targetGroups: { readonly byService: ReadonlyMap<string, { readonly arnSuffix: string }> };
  };
  readonly firewall: { readonly site: Firewall; readonly loadBalancer: Firewall };
  /** Route 53's view of the site and of the load balancer. */
  readonly dns: { readonly siteHealth: { readonly id: string }; readonly originHealth: { readonly id: string } };
  readonly network: { readonly natGateways: ReadonlyMap<string, { readonly id: string }> };
  readonly cluster: { readonly clusterName: string };
  readonly database: {
    readonly home: {
      readonly cluster: { readonly clusterIdentifier: string };
      readonly instances: Readonly<Record<string, { readonly identifier: string }>>;
    };
  };
  readonly redis: { readonly sessions: Store; readonly cache: Store };
  readonly functions: Readonly<Record<string, { readonly function: { readonly functionName: string } }>>;
  readonly queues: Readonly<
    Record<string, { readonly queue: { readonly name: string }; readonly deadLetters: { readonly name: string } }>
  >;
  /** MediaConvert. */
  readonly transcoder: { readonly queue: { readonly arn: string } };
  readonly alarms: AlarmParts;
}

/** A web ACL. */
interface Firewall {
  readonly acl: { readonly visibilityConfig: { readonly metricName: string } };
}

/** A Redis store, by its nodes. */
interface Store {
  readonly nodeIds: readonly string[];
}

/** The alarms of an environment: incidents page someone, the others are their details. */
export interface AlarmParts {
  readonly incidents: Readonly<Record<string, AlarmPart>>;
  readonly alarms: Readonly<Record<string, AlarmPart>>;
}

/** An alarm, as a dashboard shows its state. */
export interface AlarmPart {
  readonly arn: string;
}

/** The metrics of one resource, by name and statistic. */
export function metricsOf(namespace: string, dimensions: Measured["dimensions"]) {
  return (name: string, statistic: string): Measured => ({ namespace, name, statistic, dimensions });
}

/** The metrics of a distribution; CloudFront writes them in us-east-1. */
export function ofDistribution({ distribution }: DashboardParts["distribution"]) {
  return metricsOf("AWS/CloudFront", { DistributionId: distribution.id, Region: "Global" });
}

/** The metrics of the load balancer and everything behind it. */
export function ofLoadBalancer({ loadBalancer }: DashboardParts["loadBalancer"]) {
  return metricsOf("AWS/ApplicationELB", { LoadBalancer: loadBalancer.arnSuffix });
}

/** The metrics of the instances that have a role, whichever they are. */
export function ofDatabase({ home }: DashboardParts["database"], role: "WRITER" | "READER") {
  return metricsOf("AWS/RDS", { DBClusterIdentifier: home.cluster.clusterIdentifier, Role: role });
}

/** The metrics of the whole cluster, from Container Insights. */
export function ofCluster({ clusterName }: DashboardParts["cluster"]) {
  return metricsOf("ContainerInsights", { ClusterName: clusterName });
}

/** One metric of each item, by the item's name. */
export function each<T>(
  items: Readonly<Record<string, T>>,
  metric: (item: T) => Measured,
): Readonly<Record<string, Measured>> {
  return Object.fromEntries(Object.entries(items).map(([name, item]) => [name, metric(item)]));
}

/** One metric of each node of a store. */
export function eachNode(store: Store, name: string, statistic: string): Readonly<Record<string, Measured>> {
  const nodes = Object.fromEntries(store.nodeIds.map((id, index) => [`node ${index + 1}`, id]));
  return each(nodes, (CacheClusterId) => metricsOf("AWS/ElastiCache", { CacheClusterId })(name, statistic));
}
