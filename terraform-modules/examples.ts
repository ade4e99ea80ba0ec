import { defaultTags, type Environment } from "../environments/environment";
import { accessPolicyName, siteOf } from "../modules/foundation/names";
import { AREAS } from "./areas";
import { type Arguments, block, inText, literal } from "./hcl";
import type { Module } from "./module";
import { VERSIONS } from "./versions";

/** Roots that call modules, as files by their path below the folder of examples. */
export function examples(like: Environment, modules: readonly Module[]): Readonly<Record<string, string>> {
  return { "complete/main.tf": complete(like, modules) };
}

/** A root of all modules, wired as the architecture is. */
function complete(like: Environment, modules: readonly Module[]): string {
  const site = siteOf(like);
  const other = like.recovery !== "none" && "region" in like.recovery ? like.recovery.region : "";
  const regions: Readonly<Record<string, string>> = { global: "us-east-1", recovery: other };
  const aliases = [...new Set(modules.flatMap((module) => module.aliases))].sort();
  const tags = block("default_tags", [{ tags: literal(defaultTags(like, `${like.name}-platform`)) }]);
  const boundary = `arn:aws:iam::${inText("data.aws_caller_identity.current.account_id")}:policy/${accessPolicyName(site, "boundary")}`;
  const given = { name: literal(site.prefix), permissions_boundary: literal(boundary) };
  const inOrder = Object.keys(AREAS).flatMap((name) => modules.filter((module) => module.name === name));
  return `${[
    requirements(),
    block('provider "aws"', [{ region: literal(like.region) }], [tags]),
    ...aliases.map((alias) =>
      block('provider "aws"', [{ alias: literal(alias), region: literal(regions[alias]) }], [tags]),
    ),
    'data "aws_caller_identity" "current" {}',
    ...inOrder.map((module) => call(module, "../../modules", given, modules)),
    ...inOrder.flatMap((module) => published(module)),
  ].join("\n\n")}\n`;
}

function requirements(): string {
  const aws = literal({ source: "hashicorp/aws", version: VERSIONS.aws });
  return block(
    "terraform",
    [{ required_version: literal(VERSIONS.terraform) }],
    [block("required_providers", [{ aws }])],
  );
}

/** Call of a module: what it is given of its own, what it takes of the others, and providers. */
function call(module: Module, folder: string, given: Arguments, others: readonly Module[]): string {
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => name in module.variables));
  const taken = Object.fromEntries(module.takes.map(({ name, keys }) => [name, source(module, name, keys, others)]));
  const providers =
    module.aliases.length === 0
      ? {}
      : { providers: literalMap(["aws", ...module.aliases.map((alias) => `aws.${alias}`)]) };
  return block(`module ${literal(identifier(module))}`, [
    { source: literal(`${folder}/${module.name}`) },
    providers,
    own,
    taken,
  ]);
}

function literalMap(names: readonly string[]): string {
  const width = Math.max(...names.map((name) => name.length));
  return `{\n${names.map((name) => `  ${name.padEnd(width)} = ${name}`).join("\n")}\n}`;
}

/** Name of a module in a root: its folder, without hyphens. */
function identifier({ name }: Module): string {
  return name.replaceAll("-", "_");
}

/** The output of another module, or of several together, that has the keys which a module takes. */
function source(module: Module, name: string, keys: readonly string[], others: readonly Module[]): string {
  const givers = others.filter((other) => {
    const value = other.name === module.name ? undefined : other.outputs[name]?.value;
    if (value === undefined) return false;
    return keys.length === 0 || keys.some((key) => Object.hasOwn(value as object, key));
  });
  const outputs = givers.map((giver) => `module.${identifier(giver)}.${name}`);
  return outputs.length === 1 ? (outputs[0] ?? "") : `merge(${outputs.join(", ")})`;
}

/** The outputs of the architecture that a module has, as outputs of the root. */
function published(module: Module): string[] {
  return PUBLISHED.filter((name) => name in module.outputs && module.outputs[name] !== undefined)
    .filter((name) => name !== "security_group_ids" || module.name === "vpc")
    .filter((name) => name !== "policies" || module.name === "iam")
    .map((name) => block(`output ${literal(name)}`, [{ value: `module.${identifier(module)}.${name}` }]));
}

const PUBLISHED = [
  "vpc_id",
  "subnet_ids",
  "security_group_ids",
  "cluster_endpoint",
  "node_groups",
  "oidc_provider",
  "db_endpoint",
  "connection_string",
  "bucket_names",
  "cloudfront_url",
  "role_arns",
  "policies",
  "dashboard_urls",
  "sns_topics",
];
