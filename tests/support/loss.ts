import type { Attributes, SynthesizedRoot } from "./synthesized";

/** Zone such as `us-east-1a`, or a region. */
export type Lost = string;

/** What serves learners in a region, tier by tier. */
export interface Left {
  /** Zones in which the load balancer answers. */
  readonly loadBalancerZones: number;
  /** Zones in which nodes can run and reach what is outside. */
  readonly nodeZones: number;
  /** Nodes that go on without anyone raising a group; of those in a lost zone others take the place. */
  readonly nodes: number;
  readonly controlPlaneZones: number;
  readonly databaseInstances: number;
  readonly redisNodes: number;
}

/** Resource of a root, with what it is and where. */
interface Placed {
  readonly root: string;
  readonly address: string;
  readonly type: string;
  readonly region: string;
  readonly attributes: Attributes;
}

/**
 * Removes a zone or a region from what was synthesized of an environment, with all that cannot be without it, and tells what
 * is left in a region.
 */
export function leftIn(region: string, roots: readonly SynthesizedRoot[], lost: Lost): Left {
  const before = roots.flatMap(resourcesOf).filter((resource) => resource.region === region);
  const left = without(before, lost);
  const of = (type: string) => left.filter((resource) => resource.type === type);
  const subnets = (tier: string) =>
    of("aws_subnet").filter(({ attributes }) => (attributes.tags as { readonly Tier?: string }).Tier === tier);
  const app = subnets("private-app");
  const zones = new Set(before.flatMap(({ attributes }) => attributes.availability_zone ?? []));
  const isHit = zones.has(lost);
  return {
    loadBalancerZones: of("aws_lb").length === 0 ? 0 : subnets("public").length,
    nodeZones: app.filter((subnet) => leadsOut(subnet, left)).length,
    nodes: sum(of("aws_eks_node_group"), ({ scaling_config, subnet_ids }) => {
      const { min_size } = scaling_config as { readonly min_size: number };
      const subnetIds = subnet_ids as readonly string[];
      const gone = subnetIds.filter((id) => !app.some(({ address }) => id === `\${${address}.id}`)).length;
      return min_size - Math.ceil((min_size * gone) / subnetIds.length);
    }),
    controlPlaneZones: of("aws_eks_cluster").length === 0 ? 0 : subnets("control-plane").length,
    databaseInstances: of("aws_rds_cluster_instance").length,
    // Each node of a store is in a zone of its own.
    redisNodes: sum(of("aws_elasticache_replication_group"), ({ num_cache_clusters }) =>
      isHit ? Number(num_cache_clusters) - 1 : Number(num_cache_clusters),
    ),
  };
}

function sum(resources: readonly Placed[], count: (attributes: Attributes) => number): number {
  return resources.reduce((total, { attributes }) => total + count(attributes), 0);
}

/** The resources that stay: without those in the zone, those in its subnets, and routes to what was there. */
function without(resources: readonly Placed[], lost: Lost): Placed[] {
  let left = resources.filter(({ region, attributes }) => region !== lost && attributes.availability_zone !== lost);
  for (let before = resources.length; left.length < before; ) {
    before = left.length;
    const there = new Set(left.map(({ root, address }) => `${root}/${address}`));
    left = left.filter((resource) =>
      ["subnet_id", "nat_gateway_id"].every((attribute) => {
        const target = referredBy(resource, attribute);
        return target === undefined || there.has(`${resource.root}/${target}`);
      }),
    );
  }
  return left;
}

/** Whether a subnet's route table has a route that is left. */
function leadsOut({ root, address }: Placed, left: readonly Placed[]): boolean {
  const own = left.filter((resource) => resource.root === root);
  const tables = own.filter(
    (each) => each.type === "aws_route_table_association" && referredBy(each, "subnet_id") === address,
  );
  const routed = new Set(tables.map((association) => referredBy(association, "route_table_id")));
  return own.some((each) => each.type === "aws_route" && routed.has(referredBy(each, "route_table_id")));
}

/** Address of the resource that an attribute refers to. */
function referredBy({ attributes }: Placed, attribute: string): string | undefined {
  return /^\$\{(\w+\.\w+)\.id\}$/.exec(String(attributes[attribute]))?.[1];
}

function resourcesOf({ name: root, json }: SynthesizedRoot): Placed[] {
  const providers = json.provider.aws ?? [];
  const regionOf = (provider: unknown) =>
    String(
      providers.find(({ alias }) => (alias === undefined ? provider === undefined : provider === `aws.${alias}`))
        ?.region,
    );
  return Object.entries(json.resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, attributes]) => ({
      root,
      type,
      address: `${type}.${name}`,
      region: regionOf(attributes.provider),
      attributes,
    })),
  );
}
