import type { Blocks } from "./part-graph";

// Pictures of the network from the synthesized JSON, as Mermaid flowcharts in a Markdown block. Only what is in the home region.

type Attributes = Readonly<Record<string, unknown>>;

/** The tiers of subnets with their blocks, and the ways out of each. */
export function tiersPicture(resource: Blocks): string {
  const subnets = home(resource.aws_subnet);
  const tiers = new Map<string, string[]>();
  for (const [name, { tags, availability_zone, cidr_block }] of subnets) {
    const { Tier: tier = "" } = tags as Readonly<Record<string, string>>;
    tiers.set(tier, [...(tiers.get(tier) ?? []), `    ${name}["${availability_zone}<br/>${cidr_block}"]`]);
  }
  const groups = [...tiers].flatMap(([tier, nodes]) => [
    `  subgraph tier_${tier.replaceAll("-", "_")}["${tier}"]`,
    ...nodes,
    "  end",
  ]);
  const nats = home(resource.aws_nat_gateway);
  const tables = new Map(
    home(resource.aws_route_table_association).map(([, { subnet_id, route_table_id }]) => [
      named(subnet_id),
      named(route_table_id),
    ]),
  );
  const routes = home(resource.aws_route).map(([, route]) => [
    named(route.route_table_id),
    route.nat_gateway_id === undefined ? "internet" : named(route.nat_gateway_id),
  ]);
  const out = [...tables].flatMap(([subnet, table]) =>
    routes.filter(([from]) => from === table).map(([, to]) => `  ${subnet} --> ${to}`),
  );
  const [gateway] = home(resource.aws_vpc_endpoint).filter(([, { route_table_ids }]) => route_table_ids !== undefined);
  const toS3 = [...tables]
    .filter(([, table]) => (gateway?.[1].route_table_ids as string[] | undefined)?.some((id) => named(id) === table))
    .map(([subnet]) => `  ${subnet} -.-> s3`);
  return chart([
    '  internet(["Internet gateway"])',
    ...(toS3.length > 0 ? ['  s3(["S3, by a gateway endpoint"])'] : []),
    ...groups,
    ...nats.flatMap(([name, { subnet_id }]) => [`  ${name}["NAT gateway"]`, `  ${name} --- ${named(subnet_id)}`]),
    ...out,
    ...toS3,
  ]);
}

/** Who may connect to whom, and on which ports, by the rules of the security groups. */
export function connectionsPicture(resource: Blocks): string {
  const groups = home(resource.aws_security_group).map(([name, { name_prefix }]) => {
    const title = String(name_prefix).replace(/^[a-z0-9]+-[a-z0-9]+-|-$/g, "");
    return `  ${name}["${title}"]`;
  });
  const outside = new Map<string, string>();
  const ports = new Map<string, string[]>();
  const allow = (from: string, to: string, rule: Attributes) => {
    const port = rule.from_port === undefined ? "all ports" : String(rule.from_port);
    const arrow = `${from} ${to}`;
    if (!ports.get(arrow)?.includes(port)) ports.set(arrow, [...(ports.get(arrow) ?? []), port]);
  };
  const peer = (rule: Attributes): string => {
    if (rule.referenced_security_group_id !== undefined) return named(rule.referenced_security_group_id);
    const title = rule.prefix_list_id === undefined ? String(rule.cidr_ipv4) : named(rule.prefix_list_id);
    const id = `outside_${title.replace(/\W/g, "_")}`;
    outside.set(id, title === "0.0.0.0/0" ? "the internet" : title.replace(/^load_balancer_/, "addresses of "));
    return id;
  };
  for (const [, rule] of home(resource.aws_vpc_security_group_ingress_rule)) {
    allow(peer(rule), named(rule.security_group_id), rule);
  }
  for (const [, rule] of home(resource.aws_vpc_security_group_egress_rule)) {
    allow(named(rule.security_group_id), peer(rule), rule);
  }
  const arrows = [...ports].map(([arrow, numbers]) => {
    const [from, to] = arrow.split(" ");
    return `  ${from} -->|${numbers.join(", ")}| ${to}`;
  });
  const others = [...outside].map(([id, title]) => `  ${id}(["${title}"])`);
  return chart([...groups, ...others.sort(), ...arrows.sort()]);
}

function chart(lines: readonly string[]): string {
  return ["```mermaid", "flowchart LR", ...lines, "```", ""].join("\n");
}

/** The resources of a type in the home region, by name. */
function home(byName: Blocks[string] | undefined): (readonly [name: string, attributes: Attributes])[] {
  const blocks: Readonly<Record<string, object>> = byName ?? {};
  return Object.entries(blocks).flatMap(([name, block]) =>
    "provider" in block ? [] : [[name, { ...block }] as const],
  );
}

/** The name of the resource that a reference leads to. */
function named(reference: unknown): string {
  const [, name = ""] = /\$\{(?:data\.)?\w+\.(\w+)\./.exec(String(reference)) ?? [];
  return name;
}
