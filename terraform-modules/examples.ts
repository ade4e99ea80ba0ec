import { defaultTags, type Environment } from "../environments/environment";
import { siteOf } from "../modules/foundation/names";
import { GLOBAL_REGION } from "../modules/foundation/regions";
import { AREAS, type AreaName } from "./areas";
import { type Arguments, aligned, block, literal } from "./hcl";
import { identifier, type Module, type Taken } from "./module";
import { VERSIONS } from "./versions";

/** Roots that call some modules. What none of these hands out is a variable of the root. */
const EXAMPLES: Readonly<Record<string, readonly AreaName[]>> = {
  complete: Object.keys(AREAS) as AreaName[],
  "vpc-only": ["kms", "vpc"],
  "eks-on-existing-vpc": ["kms", "eks"],
  "database-only": ["kms", "rds"],
};

/** Roots that call modules, as files by their path below the folder of examples. */
export function examples(like: Environment, modules: readonly Module[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(EXAMPLES).map(([name, areas]) => {
      const called = areas.flatMap((area) => modules.filter((module) => module.name === area));
      return [`${name}/main.tf`, root(like, called)];
    }),
  );
}

/** What a root has beside the calls of modules; each value is an expression. */
export interface RootParts {
  /** Folder of the modules. */
  readonly modules?: string;
  /** The permissions boundary of roles. */
  readonly boundary?: string;
  /** Variables of modules that have no default of the environment. */
  readonly given?: Arguments;
  /** Blocks of Terraform itself, such as its backend. */
  readonly blocks?: readonly string[];
}

/** A root that calls modules and hands each what the others hand out. */
export function root(like: Environment, modules: readonly Module[], parts: RootParts = {}): string {
  const { modules: folder = "../../modules", boundary = "null", blocks = [] } = parts;
  const aliases = [...new Set(modules.flatMap((module) => module.aliases))].sort();
  const tags = block("default_tags", [], [`tags = ${literal(defaultTags(like, `${like.name}-platform`))}`]);
  const given = { name: "var.name", permissions_boundary: "var.permissions_boundary", ...parts.given };
  const hasRoles = modules.some(({ variables }) => "permissions_boundary" in variables);
  return `${[
    requirements(blocks),
    block('provider "aws"', [{ region: literal(like.region) }], [tags]),
    ...aliases.map((alias) =>
      block('provider "aws"', [{ alias: literal(alias), region: literal(regionOf(alias, like)) }], [tags]),
    ),
    block('variable "name"', [{ type: "string", default: literal(siteOf(like).prefix) }]),
    ...(hasRoles ? [block('variable "permissions_boundary"', [{ type: "string", default: boundary }])] : []),
    ...missing(modules).map(([variable, { type, description }]) =>
      block(`variable ${literal(variable)}`, [{ type, description: literal(description) }]),
    ),
    ...modules.map((module) => moduleCall(module, `${folder}/${module.name}`, given, modules)),
    ...modules.flatMap(published),
  ].join("\n\n")}\n`;
}

function requirements(blocks: readonly string[]): string {
  const aws = literal({ source: "hashicorp/aws", version: VERSIONS.aws });
  return block(
    "terraform",
    [{ required_version: literal(VERSIONS.terraform) }],
    [...blocks, block("required_providers", [{ aws }])],
  );
}

function regionOf(alias: string, { recovery }: Environment): string {
  return alias === "recovery" && recovery !== "none" && "region" in recovery ? recovery.region : GLOBAL_REGION;
}

/** Variables of a root for what its modules take of others that it does not call. */
function missing(modules: readonly Module[]): (readonly [string, Module["variables"][string]])[] {
  const found = modules.flatMap((module) =>
    module.takes
      .filter(
        (taken) => module.variables[taken.name]?.default === undefined && givers(module, taken, modules).length === 0,
      )
      .map(({ name }) => [name, module.variables[name]] as const),
  );
  return found.filter((each): each is readonly [string, Module["variables"][string]] => each[1] !== undefined);
}

/** Call of a module: what it is given of its own, what it takes of the others that are called, and providers. */
export function moduleCall(module: Module, source: string, given: Arguments, others: readonly Module[]): string {
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => name in module.variables));
  const taken = module.takes.flatMap((each) => {
    const from = givers(module, each, others);
    if (from.length === 0)
      return module.variables[each.name]?.default === undefined ? [[each.name, `var.${each.name}`]] : [];
    const outputs = from.map((giver) => `module.${identifier(giver)}.${each.name}`);
    return [[each.name, outputs.length === 1 ? outputs.join("") : `merge(${outputs.join(", ")})`]];
  });
  const providers = ["aws", ...module.aliases.map((alias) => `aws.${alias}`)];
  const map = aligned(Object.fromEntries(providers.map((provider) => [provider, provider])));
  return block(`module ${literal(identifier(module))}`, [
    { source: literal(source) },
    module.aliases.length === 0 ? {} : { providers: `{\n${map.replace(/^/gm, "  ")}\n}` },
    own,
    Object.fromEntries(taken),
  ]);
}

/** The other modules that hand out what a module takes, or some of its keys. */
function givers(module: Module, { name, keys }: Taken, others: readonly Module[]): Module[] {
  return others.filter((other) => {
    const value = other.name === module.name ? undefined : other.outputs[name]?.value;
    if (value === undefined) return false;
    return keys.length === 0 || keys.some((key) => Object.hasOwn(value as object, key));
  });
}

/** Outputs of the architecture, each of the module that it belongs to. */
const PUBLISHED: Partial<Record<AreaName, readonly string[]>> = {
  vpc: ["vpc_id", "subnet_ids", "security_group_ids"],
  eks: ["cluster_endpoint", "node_groups", "oidc_provider"],
  rds: ["db_endpoint", "connection_string"],
  "s3-cloudfront": ["bucket_names", "cloudfront_url"],
  iam: ["role_arns", "policies"],
  monitoring: ["dashboard_urls", "sns_topics"],
};

function published(module: Module): string[] {
  return (PUBLISHED[module.name] ?? []).map((name) =>
    block(`output ${literal(name)}`, [{ value: `module.${identifier(module)}.${name}` }]),
  );
}
