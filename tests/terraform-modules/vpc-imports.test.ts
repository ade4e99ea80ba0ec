import { expect, it } from "vitest";
import { takingOverVpc } from "../../terraform-modules/taking-over-vpc";
import { inTable, MODULES, STATE, subnet } from "./small-vpc";
import { dev } from "./structures";

/** What the command makes of a state with changes; `undefined` takes a resource out. */
function takeOver(changes: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = {}) {
  const resources = Object.entries({ ...STATE, ...changes }).flatMap(([address, values]) =>
    values === undefined
      ? []
      : [{ address: `module.vpc.${address}`, mode: "managed", type: address.replace(/\..*/, ""), values }],
  );
  const root_module = { child_modules: [{ address: "module.vpc", resources }] };
  return takingOverVpc(dev, MODULES, JSON.stringify({ values: { root_module } }));
}

/** Ids by the addresses that they are imported to. */
function imports(changes: Parameters<typeof takeOver>[0] = {}): Record<string, string> {
  const blocks = takeOver(changes).files["imports.tf"]?.matchAll(/to = module\.vpc\.(\S+)\n\s+id = "(.*)"/g) ?? [];
  return Object.fromEntries([...blocks].map(([, to = "", id = ""]) => [to, id]));
}

const FIT = {
  "aws_vpc.network_vpc": "vpc-1",
  "aws_subnet.network_public_b": "subnet-p",
  "aws_subnet.network_private_app_b": "subnet-a",
  "aws_subnet.network_private_data_b": "subnet-d",
  "aws_eip.network_nat_b_address": "eipalloc-1",
  "aws_nat_gateway.network_nat_b": "nat-1",
  "aws_route_table.network_public_routes": "rtb-p",
  "aws_route_table.network_private_app_b_routes": "rtb-a",
  "aws_route_table_association.network_public_b_association": "subnet-p/rtb-p",
  "aws_route_table_association.network_private_app_b_association": "subnet-a/rtb-a",
  "aws_route_table_association.network_private_data_b_association": "subnet-d/rtb-a",
  "aws_route.network_public_to_internet": "rtb-p_0.0.0.0/0",
  "aws_route.network_private_app_b_to_internet": "rtb-a_0.0.0.0/0",
  "aws_vpc_endpoint.network_endpoints_s3": "vpce-1",
};

it("imports what fits, in the region and zones of the VPC, and tells what it reroutes and leaves", () => {
  const { files, report } = takeOver();
  expect(imports()).toEqual(FIT);
  expect(files["main.tf"]).toContain('region = "eu-west-1"');
  expect(report).toEqual([
    "14 resources are imported",
    "1 subnets get another route table, without the routes of theirs:\n  - aws_route_table_association.network_private_data_b_association",
    "1 resources stay as they are, in no state of ours:\n  - module.vpc.aws_vpc_endpoint.ecr",
  ]);
});

it.each<[why: string, changes: Parameters<typeof takeOver>[0], gone: readonly (keyof typeof FIT)[]]>([
  [
    "a subnet and what belongs to it, where theirs has none of the block",
    { "aws_subnet.database[0]": undefined },
    ["aws_subnet.network_private_data_b", "aws_route_table_association.network_private_data_b_association"],
  ],
  [
    "a route table that leads by a route in itself",
    {
      "aws_route.private_nat_gateway[0]": undefined,
      "aws_route_table.private[0]": { id: "rtb-a", vpc_id: "vpc-1", route: [{ cidr_block: "0.0.0.0/0" }] },
    },
    ["aws_route_table.network_private_app_b_routes", "aws_route.network_private_app_b_to_internet"],
  ],
])("makes anew %s", (_, changes, gone) => {
  expect(imports(changes)).toEqual(
    Object.fromEntries(Object.entries(FIT).filter(([to]) => !gone.some((each) => each === to))),
  );
});

const STAY = "keep the VPC where it is: the examples eks-on-existing-vpc and database-only take its ids";

it.each<[what: string, changes: Parameters<typeof takeOver>[0], problem: string]>([
  [
    "another block in the place of one of ours",
    { "aws_subnet.public[0]": subnet("subnet-p", "10.0.132.0/24") },
    'aws_subnet.network_public_b: must have 10.0.132.0/22 to itself, since AWS changes no subnet\'s block, got "module.vpc.aws_subnet.public[0] with 10.0.132.0/24"',
  ],
  [
    "subnets of one letter in two zones",
    { "aws_subnet.private[0]": subnet("subnet-a", "10.0.16.0/20", "eu-west-1c") },
    'aws_subnet.network_private_app_b: must be in eu-west-1a, as the others of the letter b, got "eu-west-1c"',
  ],
  [
    "a subnet that leads to the internet where ours has a NAT gateway",
    { "aws_route_table_association.private[0]": inTable("subnet-a", "rtb-p") },
    'aws_route_table_association.network_private_app_b_association: must lead to the internet by a NAT gateway, got "the internet gateway"',
  ],
  [
    "an IPv6 block",
    { "aws_vpc.this[0]": { ...STATE["aws_vpc.this[0]"], ipv6_cidr_block: "2001:db8::/56" } },
    'module.vpc.aws_vpc.this[0]: must have no IPv6 block, which the module has not, got "2001:db8::/56"',
  ],
])("refuses %s", (_, changes, problem) => {
  expect(() => takeOver(changes)).toThrow(
    `modules: --take-over must be a VPC that fits modules like dev:\n  - ${problem}; ${STAY}`,
  );
});

it("refuses a NAT gateway whose address is in another state, since it would be replaced", () => {
  expect(() => takeOver({ "aws_eip.nat[0]": undefined })).toThrow(
    'aws_nat_gateway.network_nat_b: must have its address in the same state, got "eipalloc-1"; import its aws_eip into that state first',
  );
});

it("refuses a state without a VPC, or with several, and what is no state", () => {
  expect(() => takeOver({ "aws_vpc.this[0]": undefined })).toThrow(
    "modules: --take-over must be a state with one aws_vpc, got 0; keep the others in a root of their own",
  );
  expect(() => takeOver({ "aws_vpc.other": { id: "vpc-2" } })).toThrow("got 2");
  expect(() => takingOverVpc(dev, MODULES, "null")).toThrow("must be a state with one aws_vpc, got 0");
  expect(() => takingOverVpc(dev, MODULES, "version 4")).toThrow(
    "modules: --take-over must be what `terraform show -json` writes, got Unexpected token",
  );
});
