import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../environments/environment";
import { accessPolicyName, PROJECT, siteOf } from "../modules/foundation/names";
import { PlatformStack } from "../stacks/platform-stack";
import { root } from "./examples";
import { block, literal } from "./hcl";
import { identifier, type Module } from "./module";
import { synthesized } from "./synthesized";

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** The parts of an environment's own root that are taken over. */
interface OwnRoot {
  readonly resource: Blocks;
  readonly terraform: { readonly backend: { readonly s3: Readonly<Record<string, unknown>> } };
}

/**
 * A root of modules that takes over the state of an environment's own root and replaces nothing: it has the same backend, and
 * moves each resource to the module that has it.
 * @throws RangeError for a resource that is in no module
 */
export function takingOver(like: Environment, modules: readonly Module[]): Readonly<Record<string, string>> {
  const { resource, terraform } = synthesized(
    (app) => new PlatformStack(app, like),
    (folder) => JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as OwnRoot,
  );
  const { profile: _, ...settings } = terraform.backend.s3;
  const backend = block('backend "s3"', [
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, literal(value)])),
  ]);
  const boundary = `arn:aws:iam::${like.account}:policy/${accessPolicyName(siteOf(like), "boundary")}`;
  return {
    "main.tf": root(like, modules, { modules: "../modules", boundary: literal(boundary), blocks: [backend] }),
    "moved.tf": moves(resource, like, modules),
  };
}

/** Address of a resource of an environment's root in its module, where a zone is its letter and the cluster has any name. */
export function addressInModule(address: string, { region, name, recovery }: Environment): string {
  const regions = [region, recovery !== "none" && "region" in recovery ? recovery.region : region];
  const zone = new RegExp(`(?:${regions.join("|").replaceAll("-", "_")})([a-z])`, "g");
  return address.replace(zone, "$1").replace(`${PROJECT}_${name}`, "cluster");
}

function moves(resource: Blocks, like: Environment, modules: readonly Module[]): string {
  const homes = new Map(
    modules.flatMap((module) =>
      addresses(module.main.resource as Blocks).map((address) => [address, `module.${identifier(module)}.${address}`]),
    ),
  );
  const blocks = addresses(resource).map((from) => {
    const to = homes.get(addressInModule(from, like));
    if (to === undefined) throw new RangeError(`${from}: must be in a Terraform module to be taken over, got none`);
    return block("moved", [{ from, to }]);
  });
  return `${blocks.join("\n\n")}\n`;
}

function addresses(resources: Blocks): string[] {
  return Object.entries(resources).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
}
