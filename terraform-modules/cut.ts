import { AREAS, type AreaName, areaOf } from "./areas";
import { CONTRACT_DESCRIPTIONS, type Contract, contractOf, SECRET_CONTRACTS } from "./contracts";

/** A block of a resource, as Terraform's JSON has it. */
export type Block = Readonly<Record<string, unknown>>;
type Blocks = Record<string, Record<string, Block>>;

/** A root that is cut. */
export interface Configuration {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly ephemeral?: Blocks;
  readonly output?: Readonly<Record<string, { readonly description: string; readonly value: unknown }>>;
}

/** An output of a module. */
export interface Output {
  readonly description: string;
  readonly sensitive?: true;
  value: unknown;
}

/** A module as it is cut out of a root. */
export interface CutModule {
  readonly name: AreaName;
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly ephemeral: Blocks;
  /** Values that it takes of other modules, by name: each with all places that it uses. */
  readonly takes: Map<string, Contract[]>;
  /** Values that it hands out: the platform's outputs of it, and what other modules take. */
  readonly gives: Map<string, Output>;
}

/** Where a resource of the root is. */
interface Home {
  readonly area: AreaName;
  readonly kind: "resource" | "data" | "ephemeral";
  readonly type: string;
  readonly name: string;
  readonly block: Block;
}

const ADDRESS = /(?<![\w.])((?:data\.|ephemeral\.)?[a-z]\w*\.[A-Za-z_][\w-]*)((?:\.[a-z]\w*|\[\d+\])*)/g;
const SECURITY_GROUP_RULE = /^aws_vpc_security_group_(?:in|e)gress_rule$/;

/**
 * Cuts a root into modules. A reference from one module to another becomes a variable of the one and an output of the
 * other, by their contract; a rule of a security group lies in the module that needs it, not in that of the group.
 * @param placeOf place of a zone's subnet in the list of its tier
 */
export function cut(root: Configuration, placeOf: (tier: string, letter: string) => number): CutModule[] {
  const homes = homesOf(root);
  const modules = new Map<AreaName, CutModule>();
  const moduleOf = (name: AreaName): CutModule => {
    const module = modules.get(name) ?? {
      name,
      resource: {},
      data: {},
      ephemeral: {},
      takes: new Map(),
      gives: new Map(),
    };
    modules.set(name, module);
    return module;
  };

  /** The value in a module, with variables in the place of what is in others. */
  const inModule = (area: AreaName, value: unknown, key = ""): unknown => {
    if (Array.isArray(value)) {
      const list = value.map((each) => inModule(area, each, key));
      return key === "depends_on" ? [...new Set(list)] : list;
    }
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([each, below]) => [each, inModule(area, below, each)]));
    }
    if (typeof value !== "string") return value;
    return value.replace(ADDRESS, (text: string, address: string, attribute: string) => {
      const home = homes.get(address);
      if (home === undefined || home.area === area) return text;
      const contract = contractOf(`${address}${attribute}`, placeOf);
      take(moduleOf(area), contract);
      give(moduleOf(home.area), contract, `\${${address}${contract.awaited ? ".id" : attribute}}`);
      return key === "depends_on" ? `var.${contract.name}` : expressionOf(contract);
    });
  };

  for (const { area, kind, type, name, block } of homes.values()) {
    const { "//": _, ...rest } = block;
    const blocks = moduleOf(area)[kind];
    blocks[type] = { ...blocks[type], [name]: inModule(area, rest) as Block };
  }
  for (const [name, { description, value }] of Object.entries(root.output ?? {})) {
    for (const area of Object.keys(AREAS) as AreaName[]) {
      const own = ownPart(value, (text) => ownerOf(text, homes) === area);
      if (own !== undefined) publish(moduleOf(area), name, description, inModule(area, own));
    }
  }
  return [...modules.values()];
}

/** The expression that stands for a value in the module that takes it. */
export function expressionOf({ name, keys }: Contract): string {
  return `var.${name}${keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("")}`;
}

function homesOf(root: Configuration): ReadonlyMap<string, Home> {
  const homes = new Map<string, Home>();
  for (const kind of ["resource", "data", "ephemeral"] as const) {
    for (const [type, named] of Object.entries(root[kind] ?? {})) {
      for (const [name, block] of Object.entries(named)) {
        const address = kind === "resource" ? `${type}.${name}` : `${kind}.${type}.${name}`;
        const area = kind === "ephemeral" ? userOf(address, homes) : areaOf(pathOf(address, block));
        homes.set(address, { area, kind, type, name, block });
      }
    }
  }
  for (const [address, home] of homes) {
    const foreign = SECURITY_GROUP_RULE.test(home.type) ? foreignArea(home, homes) : undefined;
    if (foreign !== undefined) homes.set(address, { ...home, area: foreign });
  }
  return homes;
}

/** The module that a rule of one of the network's groups is made for. */
function foreignArea({ area, block }: Home, homes: ReadonlyMap<string, Home>): AreaName | undefined {
  if (area !== "vpc") return undefined;
  return [...JSON.stringify(block).matchAll(ADDRESS)]
    .map(([, address = ""]) => homes.get(address)?.area)
    .find((other) => other !== undefined && other !== area);
}

/** The module whose resource uses an ephemeral one, which has no construct of its own. */
function userOf(address: string, homes: ReadonlyMap<string, Home>): AreaName {
  const user = [...homes.values()].find(({ block }) => JSON.stringify(block).includes(`${address}.`));
  if (user === undefined) throw new RangeError(`${address}: must be used by a resource, got none`);
  return user.area;
}

/** Path of a resource's construct below the root, which cdktf writes beside it. */
function pathOf(address: string, block: Block): string {
  const { metadata } = (block["//"] ?? {}) as { readonly metadata?: { readonly path: string } };
  if (metadata === undefined) throw new RangeError(`${address}: must tell its construct, got no metadata`);
  return metadata.path.split("/").slice(1).join("/");
}

function take({ takes }: CutModule, contract: Contract): void {
  const places = takes.get(contract.name) ?? [];
  takes.set(contract.name, places);
  if (!places.some((place) => expressionOf(place) === expressionOf(contract))) places.push(contract);
}

function give({ gives }: CutModule, { name, keys, awaited }: Contract, value: string): void {
  const secret = SECRET_CONTRACTS.includes(name) ? { sensitive: true as const } : {};
  const output = gives.get(name) ?? { description: CONTRACT_DESCRIPTIONS[name] ?? name, ...secret, value: undefined };
  gives.set(name, output);
  if (awaited) {
    const list = (output.value ?? []) as string[];
    if (!list.includes(value)) output.value = [...list, value];
  } else output.value = placed(output.value, keys, value);
}

/** A value with another one at a place in it. */
function placed(into: unknown, [key, ...keys]: Contract["keys"], value: unknown): unknown {
  if (key === undefined) return value;
  const below = into === undefined ? undefined : (into as Record<string | number, unknown>)[key];
  const next = placed(below, keys, value);
  if (typeof key === "string") return { ...(into as object | undefined), [key]: next };
  const list = [...((into ?? []) as unknown[])];
  list[key] = next;
  return list;
}

function publish({ gives }: CutModule, name: string, description: string, value: unknown): void {
  const taken = gives.get(name)?.value;
  const both = isGroup(taken) && isGroup(value) ? { ...taken, ...value } : value;
  gives.set(name, { description, value: both });
}

function isGroup(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The module of the first resource that a text refers to. */
function ownerOf(text: string, homes: ReadonlyMap<string, Home>): AreaName | undefined {
  for (const [, address = ""] of text.matchAll(ADDRESS)) {
    const home = homes.get(address);
    if (home !== undefined) return home.area;
  }
  return undefined;
}

/** The part of an output that belongs to a module: all of it, some of its keys, or nothing. */
function ownPart(value: unknown, owns: (text: string) => boolean): unknown {
  if (isGroup(value)) {
    const own = Object.entries(value).flatMap(([key, each]) =>
      owns(JSON.stringify(each)) ? [[key.replaceAll("-", "_"), each]] : [],
    );
    return own.length === 0 ? undefined : Object.fromEntries(own);
  }
  return owns(JSON.stringify(value)) ? value : undefined;
}
