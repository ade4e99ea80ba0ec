import { expect, it } from "vitest";
import { cut } from "../../terraform-modules/cut";

/** A resource with the path of its construct, as cdktf writes it. */
function at(path: string, block: object) {
  return { ...block, "//": { metadata: { path: `root/${path}` } } };
}

const ref = (expression: string) => `\${${expression}}`;
const placeOf = (_: string, letter: string) => "ac".indexOf(letter);

function moduleOf(root: Parameters<typeof cut>[0], name: string) {
  const found = cut(root, placeOf).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no module ${name}`);
  return found;
}

const ROOT = {
  resource: {
    aws_vpc: { network_vpc: at("network/vpc", { cidr_block: "10.0.0.0/16" }) },
    aws_subnet: {
      network_private_data_a: at("network/private-data-a", { vpc_id: ref("aws_vpc.network_vpc.id") }),
      network_private_data_c: at("network/private-data-c", { vpc_id: ref("aws_vpc.network_vpc.id") }),
    },
    aws_route: { network_public_to_internet: at("network/public-to-internet", {}) },
    aws_security_group: {
      network_security_groups_workloads: at("network/security-groups/workloads", {}),
      database_home_postgresql: at("database/home/postgresql", { vpc_id: ref("aws_vpc.network_vpc.id") }),
    },
    aws_vpc_security_group_egress_rule: {
      network_security_groups_workloads_to_postgresql: at("network/security-groups/workloads/to-postgresql", {
        security_group_id: ref("aws_security_group.network_security_groups_workloads.id"),
        referenced_security_group_id: ref("aws_security_group.database_home_postgresql.id"),
      }),
    },
    aws_db_subnet_group: {
      database_home_subnets: at("database/home/subnets", {
        subnet_ids: [ref("aws_subnet.network_private_data_a.id"), ref("aws_subnet.network_private_data_c.id")],
        depends_on: ["aws_route.network_public_to_internet"],
      }),
    },
  },
  output: {
    vpc_id: { description: "ID of the VPC", value: ref("aws_vpc.network_vpc.id") },
    security_group_ids: {
      description: "Security groups",
      value: {
        workloads: ref("aws_security_group.network_security_groups_workloads.id"),
        database: ref("aws_security_group.database_home_postgresql.id"),
      },
    },
  },
};

it("puts each resource into the module of its part, without cdktf's metadata", () => {
  expect(moduleOf(ROOT, "vpc").resource.aws_vpc).toEqual({ network_vpc: { cidr_block: "10.0.0.0/16" } });
  expect(Object.keys(moduleOf(ROOT, "rds").resource)).toEqual([
    "aws_security_group",
    "aws_vpc_security_group_egress_rule",
    "aws_db_subnet_group",
  ]);
});

it("makes a reference to another module a variable, with a zone's subnet at its place in the list", () => {
  expect(moduleOf(ROOT, "rds").resource.aws_db_subnet_group).toEqual({
    database_home_subnets: {
      subnet_ids: [ref("var.subnet_ids.private_data[0]"), ref("var.subnet_ids.private_data[1]")],
      depends_on: ["var.internet_access"],
    },
  });
});

it("leaves a rule of a group where it is needed, so that a VPC alone has none of a database", () => {
  expect(moduleOf(ROOT, "vpc").resource.aws_vpc_security_group_egress_rule).toBeUndefined();
  expect(moduleOf(ROOT, "rds").resource.aws_vpc_security_group_egress_rule).toEqual({
    network_security_groups_workloads_to_postgresql: {
      security_group_id: ref("var.security_group_ids.workloads"),
      referenced_security_group_id: ref("aws_security_group.database_home_postgresql.id"),
    },
  });
});

it("hands out what others take, and each module's own part of an output", () => {
  const outputs = (name: string) =>
    Object.fromEntries([...moduleOf(ROOT, name).gives].map(([key, { value }]) => [key, value]));
  expect(outputs("vpc")).toEqual({
    vpc_id: ref("aws_vpc.network_vpc.id"),
    subnet_ids: {
      private_data: [ref("aws_subnet.network_private_data_a.id"), ref("aws_subnet.network_private_data_c.id")],
    },
    security_group_ids: { workloads: ref("aws_security_group.network_security_groups_workloads.id") },
    internet_access: [ref("aws_route.network_public_to_internet.id")],
  });
  expect(outputs("rds")).toEqual({
    security_group_ids: { database: ref("aws_security_group.database_home_postgresql.id") },
  });
});

it("refuses a reference that has no name between modules, and a part that is in no module", () => {
  const unnamed = at("database/home", { arn: ref("aws_vpc.network_vpc.arn") });
  expect(() => cut({ resource: { ...ROOT.resource, aws_x: { database_y: unnamed } } }, placeOf)).toThrow(
    "aws_vpc.network_vpc.arn: must have a name between modules, got none; add it to CONTRACTS",
  );
  expect(() => cut({ resource: { aws_x: { games_y: at("games/y", {}) } } }, placeOf)).toThrow(
    "games/y: must belong to a Terraform module, got none; add its part to AREAS",
  );
});
