import type { Tier } from "../modules/foundation/contracts";
import { subnetCidr } from "../modules/vpc";
import type { Block } from "./cut";

/** A resource in a state, as `terraform show -json` writes it. */
export interface StateResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A resource of the VPC module. */
export interface OwnResource {
  readonly name: string;
  readonly address: string;
  readonly block: Block;
}

/** Resources of a module, by their type and name. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

const ANYWHERE = "0.0.0.0/0";

/**
 * Search for the resources of a VPC module among those of a state. A subnet is found by its block, and what belongs to it
 * through it: AWS changes no subnet's block.
 */
export class VpcSearch {
  /** What was found, by the address in the module. */
  readonly found: ReadonlyMap<string, StateResource>;
  readonly #found = new Map<string, StateResource>();

  constructor(
    private readonly blocks: Blocks,
    private readonly state: readonly StateResource[],
    private readonly vpc: StateResource,
  ) {
    this.found = this.#found;
    this.take("aws_vpc", () => vpc);
    this.take("aws_subnet", ({ name }) => this.named("aws_subnet", "cidr_block", this.subnet(name).cidr));
    for (const type of ["aws_internet_gateway", "aws_default_security_group"]) {
      this.take(type, () => this.named(type, "vpc_id", vpc.values.id));
    }
    this.take("aws_nat_gateway", ({ block }) => this.named("aws_nat_gateway", "subnet_id", this.id(block.subnet_id)));
    this.take("aws_eip", ({ address }) => this.named("aws_eip", "id", this.gatewayOf(address)?.values.allocation_id));
    this.take("aws_route_table_association", ({ block }) =>
      this.named("aws_route_table_association", "subnet_id", this.id(block.subnet_id)),
    );
    this.take("aws_route_table", (table) => this.tableLike(table));
    this.take("aws_route", ({ block }) => this.routeFrom(this.id(block.route_table_id)));
    this.take("aws_vpc_endpoint", ({ block }) =>
      this.theirs("aws_vpc_endpoint").find(({ values }) => isSameEndpoint(block, values)),
    );
  }

  /** The module's resources of a type. */
  ours(type: string): OwnResource[] {
    return Object.entries(this.blocks[type] ?? {}).map(([name, block]) => ({
      name,
      address: `${type}.${name}`,
      block,
    }));
  }

  /** The state's resources of a type, as far as they are in the VPC. */
  theirs(type: string): StateResource[] {
    const { id } = this.vpc.values;
    return this.state.filter((each) => each.type === type && (each.values.vpc_id ?? id) === id);
  }

  /** Block and zone's letter of one of the module's subnets. */
  subnet(name: string): { readonly cidr: string; readonly letter: string } {
    const [, tier = "", letter = ""] = /^network_(\w+)_([a-h])$/.exec(name) ?? [];
    return { cidr: subnetCidr(String(this.vpc.values.cidr_block), tier.replaceAll("_", "-") as Tier, letter), letter };
  }

  /** By what a route table leads to the internet: in the module, and in the state. */
  waysOut(ours: string, theirs: unknown): readonly [ours: string, theirs: string] {
    const [table] = this.theirs("aws_route_table").filter(({ values }) => values.id === theirs);
    const within = (table?.values.route ?? []) as readonly Block[];
    const inTable = within.some(({ cidr_block }) => cidr_block === ANYWHERE)
      ? "a route in the table itself"
      : "nothing";
    const own = this.ours("aws_route").find(({ block }) => addressIn(block.route_table_id) === ours);
    return [wayOut(own?.block) ?? "nothing", wayOut(this.routeFrom(theirs)?.values) ?? inTable];
  }

  private take(type: string, find: (own: OwnResource) => StateResource | undefined): void {
    for (const own of this.ours(type)) {
      const found = find(own);
      if (found !== undefined) this.#found.set(own.address, found);
    }
  }

  private named(type: string, argument: string, value: unknown): StateResource | undefined {
    return value === undefined ? undefined : this.theirs(type).find(({ values }) => values[argument] === value);
  }

  /** Id of what a reference leads to, once that is found. */
  private id(reference: unknown): unknown {
    return this.found.get(addressIn(reference))?.values.id;
  }

  private gatewayOf(address: string): StateResource | undefined {
    const own = this.ours("aws_nat_gateway").find(({ block }) => addressIn(block.allocation_id) === address);
    return own && this.found.get(own.address);
  }

  /** The route table that all subnets of one of the module's have, if it leads where that does and is no other's. */
  private tableLike({ address }: OwnResource): StateResource | undefined {
    const tables = this.ours("aws_route_table_association")
      .filter(({ block }) => addressIn(block.route_table_id) === address)
      .flatMap((each) => this.found.get(each.address)?.values.route_table_id ?? []);
    const [id, ...others] = new Set(tables);
    const [ours, theirs] = this.waysOut(address, id);
    const table = others.length === 0 && ours === theirs ? this.named("aws_route_table", "id", id) : undefined;
    return table !== undefined && [...this.found.values()].includes(table) ? undefined : table;
  }

  private routeFrom(table: unknown): StateResource | undefined {
    return this.theirs("aws_route").find(
      ({ values }) => values.route_table_id === table && values.destination_cidr_block === ANYWHERE,
    );
  }
}

/** Address in a reference: `aws_vpc.network_vpc` of `${aws_vpc.network_vpc.id}`. */
export function addressIn(reference: unknown): string {
  return /^\$\{(\w+\.\w+)\./.exec(String(reference))?.[1] ?? "";
}

function wayOut(route: Block | undefined): string | undefined {
  return route && (route.nat_gateway_id ? "a NAT gateway" : "the internet gateway");
}

/** Tells whether an endpoint is for the same service, by its name behind that of the region, in the same way. */
function isSameEndpoint(own: Block, theirs: Block): boolean {
  const service = ({ service_name }: Block) =>
    String(service_name).replace(/^com\.amazonaws\.(\$\{[^}]*\}|[\w-]+)\./, "");
  return service(own) === service(theirs) && own.vpc_endpoint_type === theirs.vpc_endpoint_type;
}
