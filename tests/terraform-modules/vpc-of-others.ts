const ref = (expression: string) => `\${${expression}}`;
const vpc_id = ref("aws_vpc.this[0].id");
const each = { count: 2 };
const ofList = (list: string) => ref(`local.${list}[count.index]`);

/** A resource for each subnet of a tier: the subnet, and its association with the table of its zone or of all. */
function tier(name: string, table: string) {
  return {
    aws_subnet: { vpc_id, ...each, cidr_block: ofList(name), availability_zone: ofList("azs") },
    aws_route_table_association: {
      ...each,
      subnet_id: ref(`aws_subnet.${name}[count.index].id`),
      route_table_id: ref(`aws_route_table.${table}.id`),
    },
  };
}

const TIERS = {
  public: tier("public", "public[0]"),
  private: tier("private", "private[count.index]"),
  database: tier("database", "private[count.index]"),
};

function ofTiers(type: "aws_subnet" | "aws_route_table_association"): object {
  return Object.fromEntries(Object.entries(TIERS).map(([name, resources]) => [name, resources[type]]));
}

/**
 * A module of a VPC with the addresses of terraform-aws-modules/vpc: two zones, a NAT gateway in each, and database subnets that
 * have the route tables of the private ones.
 * @see https://github.com/terraform-aws-modules/terraform-aws-vpc/blob/v6.6.0/main.tf
 */
export function vpcOfOthers(
  cidr: string,
  lists: Readonly<Record<"azs" | keyof typeof TIERS, readonly string[]>>,
): object {
  const anywhere = { destination_cidr_block: "0.0.0.0/0" };
  return {
    locals: lists,
    resource: {
      aws_vpc: { this: { count: 1, cidr_block: cidr, enable_dns_hostnames: true, tags: { Name: "theirs" } } },
      aws_default_security_group: { this: { count: 1, vpc_id } },
      aws_default_route_table: {
        default: { count: 1, default_route_table_id: ref("aws_vpc.this[0].default_route_table_id") },
      },
      aws_internet_gateway: { this: { count: 1, vpc_id } },
      aws_subnet: ofTiers("aws_subnet"),
      aws_route_table: { public: { count: 1, vpc_id }, private: { ...each, vpc_id } },
      aws_route_table_association: ofTiers("aws_route_table_association"),
      aws_eip: { nat: { ...each, domain: "vpc" } },
      aws_nat_gateway: {
        this: {
          ...each,
          allocation_id: ref("aws_eip.nat[count.index].id"),
          subnet_id: ref("aws_subnet.public[count.index].id"),
          depends_on: ["aws_internet_gateway.this"],
        },
      },
      aws_route: {
        public_internet_gateway: {
          count: 1,
          ...anywhere,
          route_table_id: ref("aws_route_table.public[0].id"),
          gateway_id: ref("aws_internet_gateway.this[0].id"),
        },
        private_nat_gateway: {
          ...each,
          ...anywhere,
          route_table_id: ref("aws_route_table.private[count.index].id"),
          nat_gateway_id: ref("aws_nat_gateway.this[count.index].id"),
        },
      },
    },
  };
}
