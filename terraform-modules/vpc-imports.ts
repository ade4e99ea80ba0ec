import { problem, ruleProblems } from "../modules/foundation/checks";
import { cidrsOverlap, parseCidr } from "../modules/foundation/cidr";
import { VPC_CIDR } from "../modules/vpc";
import { addressIn, type Blocks, type OwnResource, type StateResource, VpcSearch } from "./vpc-search";

/** What a VPC module takes over of a VPC that is there. */
export interface VpcImports {
  /** Zone of the subnets of each letter that were found. */
  readonly zones: ReadonlyMap<string, string>;
  /** Ids by which Terraform imports, by the address in the module. */
  readonly ids: ReadonlyMap<string, string>;
  /** Associations of subnets with a route table that the module makes anew. */
  readonly rerouted: readonly string[];
  /** Addresses of what stays as it is. */
  readonly left: readonly string[];
}

const STAY = "keep the VPC where it is: the examples eks-on-existing-vpc and database-only take its ids";

/**
 * Finds what a VPC module takes over of a VPC.
 * @param blocks the module's resources
 * @returns every problem at once, when the VPC does not fit the module
 */
export function vpcImports(
  blocks: Blocks,
  state: readonly StateResource[],
  vpc: StateResource,
): VpcImports | { readonly problems: readonly string[] } {
  const { cidr_block, ipv6_cidr_block } = vpc.values;
  const unusable = [
    ...ruleProblems(vpc.address, String(cidr_block), VPC_CIDR),
    ...(ipv6_cidr_block
      ? [problem(vpc.address, "must have no IPv6 block, which the module has not", ipv6_cidr_block, STAY)]
      : []),
  ];
  if (unusable.length > 0) return { problems: unusable };
  const search = new VpcSearch(blocks, state, vpc);
  const { found } = search;
  const zones = new Map<string, string>();
  const problems = [
    ...search.ours("aws_subnet").flatMap((own) => subnetProblems(search, own, zones)),
    ...search.ours("aws_route_table_association").flatMap((own) => routingProblems(search, own)),
    ...search.ours("aws_nat_gateway").flatMap((own) => addressProblems(search, own)),
  ];
  if (problems.length > 0) return { problems };
  const taken = new Set(found.values());
  return {
    zones,
    ids: new Map([...found].map(([address, resource]) => [address, importId(resource)])),
    rerouted: search
      .ours("aws_route_table_association")
      .filter(({ address, block }) => found.has(address) && !found.has(addressIn(block.route_table_id)))
      .map(({ address }) => address),
    left: state.filter((each) => !taken.has(each)).map(({ address }) => address),
  };
}

/** @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/route#import */
function importId({ type, values }: StateResource): string {
  if (type === "aws_route") return `${values.route_table_id}_${values.destination_cidr_block}`;
  if (type === "aws_route_table_association") return `${values.subnet_id}/${values.route_table_id}`;
  return String(values.id);
}

/** A block that the module makes anew must be free; subnets of one letter must be in one zone, which is entered. */
function subnetProblems(search: VpcSearch, { address, name }: OwnResource, zones: Map<string, string>): string[] {
  const { cidr, letter } = search.subnet(name);
  const found = search.found.get(address);
  if (found === undefined) {
    const wanted = parseCidr(cidr);
    return search.theirs("aws_subnet").flatMap((subnet) => {
      const block = parseCidr(String(subnet.values.cidr_block));
      if (wanted === undefined || block === undefined || !cidrsOverlap(wanted, block)) return [];
      const got = `${subnet.address} with ${subnet.values.cidr_block}`;
      return [problem(address, `must have ${cidr} to itself, since AWS changes no subnet's block`, got, STAY)];
    });
  }
  const zone = String(found.values.availability_zone);
  const known = zones.get(letter) ?? zone;
  zones.set(letter, known);
  return known === zone
    ? []
    : [problem(address, `must be in ${known}, as the others of the letter ${letter}`, zone, STAY)];
}

/** A subnet with a way in from the internet must not become one without, nor the other way round. */
function routingProblems(search: VpcSearch, { address, block }: OwnResource): string[] {
  const found = search.found.get(address);
  if (found === undefined) return [];
  const [ours, theirs] = search.waysOut(addressIn(block.route_table_id), found.values.route_table_id);
  const open = [ours, theirs].filter((way) => way === "the internet gateway");
  return open.length === 1 ? [problem(address, `must lead to the internet by ${ours}`, theirs, STAY)] : [];
}

/** A NAT gateway is replaced when its address is another. */
function addressProblems(search: VpcSearch, { address, block }: OwnResource): string[] {
  const gateway = search.found.get(address);
  if (gateway === undefined || search.found.has(addressIn(block.allocation_id))) return [];
  const remedy = "import its aws_eip into that state first";
  return [problem(address, "must have its address in the same state", gateway.values.allocation_id, remedy)];
}
