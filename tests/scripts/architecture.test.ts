import { describe, expect, it } from "vitest";
import { connectionsPicture, tiersPicture } from "../../scripts/architecture/network-picture";
import { partGraph } from "../../scripts/architecture/part-graph";
import { diagram } from "../../scripts/architecture/picture";

const noted = (path: string, attributes: object = {}) => ({
  "//": { metadata: { path: `root/${path}` } },
  ...attributes,
});

const CONFIGURATION = {
  resource: {
    aws_vpc: { network_vpc: noted("network/vpc") },
    aws_subnet: { network_a: noted("network/a", { vpc_id: `\${aws_vpc.network_vpc.id}` }) },
    aws_kms_key: { keys_data: noted("keys/data") },
    aws_rds_cluster: {
      database_cluster: noted("database/cluster", {
        subnet: `\${aws_subnet.network_a.id}`,
        key: `\${aws_kms_key.keys_data.arn}`,
        zone: `\${data.aws_route53_zone.zone_found.id}`,
      }),
    },
    aws_security_group_rule: {
      network_to_database: noted("network/to", { source: `\${aws_rds_cluster.database_cluster.id}` }),
    },
  },
  data: { aws_route53_zone: { zone_found: noted("zone/found") } },
};

describe("partGraph", () => {
  it("counts the resources of each part, and finds references of resources to those of other parts", () => {
    const { resources, uses } = partGraph(CONFIGURATION);
    expect(Object.fromEntries(resources)).toEqual({ network: 3, keys: 1, database: 1 });
    expect(Object.fromEntries([...uses].map(([part, used]) => [part, [...used].sort()]))).toEqual({
      network: ["database"],
      keys: [],
      database: ["keys", "network", "zone"],
    });
  });
});

describe("diagram", () => {
  it("draws a box for each part and the arrows between them, but not to what everything uses", () => {
    const lines = diagram(partGraph(CONFIGURATION)).split("\n");
    expect(lines.slice(0, 2)).toEqual(["```mermaid", "flowchart LR"]);
    expect(lines).toContain('    part_network["VPC<br/>3 resources"]');
    expect(lines).toContain('    part_keys["KMS keys<br/>1 resource"]');
    expect(lines.filter((line) => line.includes("--"))).toEqual([
      "  part_database --> part_zone",
      "  part_database <--> part_network",
    ]);
  });

  it("refuses a part that has no place", () => {
    const resource = { aws_x: { forum_a: noted("forum/a"), blog_b: noted("blog/b") } };
    expect(() => diagram(partGraph({ resource }))).toThrow(
      "architecture: must have a place for every part of the platform, got blog, forum; " +
        "add them to GROUPS in scripts/architecture/picture.ts",
    );
  });
});

describe("the pictures of the network", () => {
  const id = (address: string) => `\${${address}.id}`;
  const arrows = (picture: string) => picture.split("\n").filter((line) => /--|-\./.test(line));

  it("lead from each subnet to its ways out", () => {
    const subnet = (name: string, tier: string) =>
      noted(name, { tags: { Tier: tier }, availability_zone: "us-east-1a", cidr_block: "10.0.0.0/20" });
    const picture = tiersPicture({
      aws_subnet: { app: subnet("app", "private-app"), open: subnet("open", "public"), data: subnet("data", "data") },
      aws_nat_gateway: { nat: noted("nat", { subnet_id: id("aws_subnet.open") }) },
      aws_route_table_association: {
        one: noted("one", { subnet_id: id("aws_subnet.app"), route_table_id: id("aws_route_table.out") }),
        two: noted("two", { subnet_id: id("aws_subnet.open"), route_table_id: id("aws_route_table.open") }),
        three: noted("three", { subnet_id: id("aws_subnet.data"), route_table_id: id("aws_route_table.data") }),
      },
      aws_route: {
        one: noted("one", { route_table_id: id("aws_route_table.out"), nat_gateway_id: id("aws_nat_gateway.nat") }),
        two: noted("two", { route_table_id: id("aws_route_table.open"), gateway_id: id("aws_internet_gateway.it") }),
      },
      aws_vpc_endpoint: { s3: noted("s3", { route_table_ids: [id("aws_route_table.data")] }) },
    });
    expect(picture).toContain(
      '  subgraph tier_private_app["private-app"]\n    app["us-east-1a<br/>10.0.0.0/20"]\n  end\n',
    );
    expect(arrows(picture)).toEqual(["  nat --- open", "  app --> nat", "  open --> internet", "  data -.-> s3"]);
  });

  it("join the ports of two groups, and leave the other region out", () => {
    const group = (name: string) => noted(name, { name_prefix: `lms-prod-${name}-` });
    const rule = (from: object, port: number) =>
      noted("rule", { ...from, security_group_id: id("aws_security_group.pods"), from_port: port, to_port: port });
    const picture = connectionsPicture({
      aws_security_group: {
        pods: group("pods"),
        api: group("api"),
        there: noted("there", { name_prefix: "lms-prod-there-", provider: "aws.there" }),
      },
      aws_vpc_security_group_ingress_rule: {
        one: rule({ referenced_security_group_id: id("aws_security_group.api") }, 443),
        two: rule({ referenced_security_group_id: id("aws_security_group.api") }, 9443),
        three: rule({ prefix_list_id: id("data.aws_ec2_managed_prefix_list.load_balancer_cloudfront") }, 443),
      },
      aws_vpc_security_group_egress_rule: { four: rule({ cidr_ipv4: "0.0.0.0/0" }, 443) },
    });
    expect(picture).toContain('  outside_load_balancer_cloudfront(["addresses of cloudfront"])\n');
    expect(picture).toContain('  outside_0_0_0_0_0(["the internet"])\n');
    expect(picture).not.toContain("there");
    expect(arrows(picture)).toEqual([
      "  api -->|443, 9443| pods",
      "  outside_load_balancer_cloudfront -->|443| pods",
      "  pods -->|443| outside_0_0_0_0_0",
    ]);
  });
});
