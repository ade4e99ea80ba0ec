import { describe, expect, it } from "vitest";
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
