import type { Module } from "../../terraform-modules/module";

// A VPC module of one zone, and a state with a VPC that fits it.

const ref = (address: string) => `\${${address}.id}`;
const vpc_id = ref("aws_vpc.network_vpc");
const route = (table: string, target: object) => ({
  route_table_id: ref(`aws_route_table.network_${table}_routes`),
  destination_cidr_block: "0.0.0.0/0",
  ...target,
});
const association = (subnet: string, table: string) => ({
  subnet_id: ref(`aws_subnet.network_${subnet}_b`),
  route_table_id: ref(`aws_route_table.network_${table}_routes`),
});

const RESOURCE = {
  aws_vpc: { network_vpc: {} },
  aws_subnet: { network_public_b: { vpc_id }, network_private_app_b: { vpc_id }, network_private_data_b: { vpc_id } },
  aws_eip: { network_nat_b_address: {} },
  aws_nat_gateway: {
    network_nat_b: {
      allocation_id: ref("aws_eip.network_nat_b_address"),
      subnet_id: ref("aws_subnet.network_public_b"),
    },
  },
  aws_route_table: {
    network_public_routes: { vpc_id },
    network_private_app_b_routes: { vpc_id },
    network_private_data_routes: { vpc_id },
  },
  aws_route_table_association: {
    network_public_b_association: association("public", "public"),
    network_private_app_b_association: association("private_app", "private_app_b"),
    network_private_data_b_association: association("private_data", "private_data"),
  },
  aws_route: {
    network_public_to_internet: route("public", { gateway_id: "igw" }),
    network_private_app_b_to_internet: route("private_app_b", { nat_gateway_id: "nat" }),
  },
  aws_vpc_endpoint: {
    network_endpoints_s3: {
      service_name: `com.amazonaws.${ref("data.aws_region.current")}.s3`,
      vpc_endpoint_type: "Gateway",
    },
  },
};

export const MODULES = [
  { name: "vpc", main: { resource: RESOURCE }, variables: { azs: { default: ["us-east-1b"] } }, outputs: {} },
].map((module) => ({ ...module, about: "", takes: [], aliases: [] }) as unknown as Module);

type State = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const subnet = (id: string, cidr_block: string, availability_zone = "eu-west-1a") => ({
  id,
  vpc_id: "vpc-1",
  cidr_block,
  availability_zone,
});
export const inTable = (subnet_id: string, route_table_id: string) => ({
  id: `rtbassoc-${subnet_id}`,
  subnet_id,
  route_table_id,
});
const anywhere = (route_table_id: string, target: object) => ({
  id: `r-${route_table_id}`,
  route_table_id,
  destination_cidr_block: "0.0.0.0/0",
  nat_gateway_id: "",
  gateway_id: "",
  ...target,
});

export const STATE: State = {
  "aws_vpc.this[0]": {
    id: "vpc-1",
    cidr_block: "10.0.0.0/16",
    ipv6_cidr_block: "",
    arn: "arn:aws:ec2:eu-west-1:1:vpc/vpc-1",
  },
  "aws_subnet.public[0]": subnet("subnet-p", "10.0.132.0/22"),
  "aws_subnet.private[0]": subnet("subnet-a", "10.0.16.0/20"),
  "aws_subnet.database[0]": subnet("subnet-d", "10.0.164.0/22"),
  "aws_eip.nat[0]": { id: "eipalloc-1" },
  "aws_nat_gateway.this[0]": { id: "nat-1", subnet_id: "subnet-p", allocation_id: "eipalloc-1" },
  "aws_route_table.public[0]": { id: "rtb-p", vpc_id: "vpc-1", route: [] },
  "aws_route_table.private[0]": { id: "rtb-a", vpc_id: "vpc-1", route: [] },
  "aws_route_table_association.public[0]": inTable("subnet-p", "rtb-p"),
  "aws_route_table_association.private[0]": inTable("subnet-a", "rtb-a"),
  "aws_route_table_association.database[0]": inTable("subnet-d", "rtb-a"),
  "aws_route.public_internet_gateway[0]": anywhere("rtb-p", { gateway_id: "igw-1" }),
  "aws_route.private_nat_gateway[0]": anywhere("rtb-a", { nat_gateway_id: "nat-1" }),
  "aws_vpc_endpoint.s3": {
    id: "vpce-1",
    vpc_id: "vpc-1",
    service_name: "com.amazonaws.eu-west-1.s3",
    vpc_endpoint_type: "Gateway",
  },
  "aws_vpc_endpoint.ecr": {
    id: "vpce-2",
    vpc_id: "vpc-1",
    service_name: "com.amazonaws.eu-west-1.ecr.api",
    vpc_endpoint_type: "Interface",
  },
};
