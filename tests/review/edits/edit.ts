import type { Environment } from "../../../environments";

/** Read-only types made writable, all the way down. */
export type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;

/** A block of Terraform JSON. */
// biome-ignore lint/suspicious/noExplicitAny: an edit reaches anywhere into a root's JSON
export type Block = Record<string, any>;

/** The synthesized JSON of a root, to be edited. */
export interface Configuration {
  readonly resource: Record<string, Record<string, Block>>;
  [block: string]: unknown;
}

/** One change of an environment that runs, as someone would make it, and what its review must say. */
export interface Edit {
  /** The environment that is edited; dev by default. */
  readonly environment?: "dev" | "prod";
  /** The edit in words, for whoever reads the plans. */
  readonly about: string;
  /** Changes the environment's settings. */
  readonly settings?: (environment: Writable<Environment>) => void;
  /** Changes the synthesized JSON, after the settings. */
  readonly configuration?: (root: Configuration) => void;
  /** Changes what runs, behind Terraform's back, at this endpoint of the local AWS; gives how to take it back. */
  readonly byHand?: (endpoint: string) => Promise<() => Promise<void>>;
  /** Asks AWS for what runs before planning; what has changed by hand is in no plan otherwise. */
  readonly refresh?: true;
  /** Texts that must stand on the first screen of the review. */
  readonly says: readonly string[];
}

/** Changes a policy that stands as JSON in an attribute. */
export function editPolicy(block: Block | undefined, attribute: string, edit: (statements: Block[]) => void): void {
  if (block === undefined) throw new Error(`no ${attribute} to edit`);
  const policy = JSON.parse(block[attribute]) as { Statement: Block[] };
  edit(policy.Statement);
  block[attribute] = JSON.stringify(policy);
}

/** A template for Terraform to fill in, such as the id of a resource. */
export function ref(expression: string): string {
  return `$\{${expression}}`;
}

/** The block of an address. */
export function at({ resource }: Configuration, address: string): Block {
  const [type = "", name = ""] = address.split(".");
  const block = resource[type]?.[name];
  if (block === undefined) throw new Error(`no ${address} to edit`);
  return block;
}

/** Adds a resource. */
export function add({ resource }: Configuration, address: string, block: Block): void {
  const [type = "", name = ""] = address.split(".");
  resource[type] = { ...resource[type], [name]: block };
}

/** The settings of a node group. */
export function nodeGroup({ cluster }: Writable<Environment>, name: string) {
  const group = cluster.nodeGroups[name];
  if (group === undefined) throw new Error(`no node group ${name} to edit`);
  return group;
}

/** Takes resources away, with what refers to them. */
export function remove({ resource, output }: Configuration, ...addresses: readonly string[]): void {
  const gone = new Set(addresses);
  for (let found = true; found; ) {
    found = false;
    for (const [type, named] of Object.entries(resource)) {
      for (const [name, block] of Object.entries(named)) {
        const address = `${type}.${name}`;
        const text = JSON.stringify({ ...block, "//": undefined, depends_on: undefined });
        if (!gone.has(address) && ![...gone].some((other) => text.includes(`${other}.`))) continue;
        gone.add(address);
        delete named[name];
        found = true;
      }
    }
  }
  for (const [type, named] of Object.entries(resource)) if (Object.keys(named).length === 0) delete resource[type];
  const outputs = output as Record<string, unknown>;
  for (const [name, value] of Object.entries(outputs)) {
    if ([...gone].some((address) => JSON.stringify(value).includes(`${address}.`))) delete outputs[name];
  }
  for (const named of Object.values(resource)) {
    for (const block of Object.values(named)) {
      if (Array.isArray(block.depends_on)) block.depends_on = block.depends_on.filter((address) => !gone.has(address));
    }
  }
}

/** Gives a resource another name, in all that refers to it too. */
export function rename(root: Configuration, address: string, name: string): void {
  const [type = "", old = ""] = address.split(".");
  const text = JSON.stringify(root.resource).replaceAll(`\${${address}.`, `\${${type}.${name}.`);
  const resource = JSON.parse(text.replaceAll(`ref("address")`, `"${type}.${name}"`)) as Configuration["resource"];
  for (const [key, named] of Object.entries(resource)) root.resource[key] = named;
  root.output = JSON.parse(JSON.stringify(root.output).replaceAll(`\${${address}.`, `\${${type}.${name}.`));
  const named = root.resource[type] ?? {};
  named[name] = named[old] ?? {};
  delete named[old];
}
