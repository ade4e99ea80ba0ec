import type { Environment } from "../environments/environment";
import { Failure } from "../scripts/failure";
import { root } from "./examples";
import { block, literal } from "./hcl";
import { identifier, type Module } from "./module";
import { vpcImports } from "./vpc-imports";
import type { Blocks, StateResource } from "./vpc-search";

/** A module in a state, as `terraform show -json` writes it. */
interface StateModule {
  readonly resources?: readonly StateResource[];
  readonly child_modules?: readonly StateModule[];
}

/**
 * A root that takes over the VPC of another root, such as one that calls terraform-aws-modules/vpc, and replaces nothing: the VPC
 * module, with an `import` block for each resource that is there already.
 * @param state what `terraform show -json` writes of the other root
 * @returns its files, and what there is to tell
 * @throws Failure with every problem when the VPC does not fit the module
 */
export function takingOverVpc(
  like: Environment,
  modules: readonly Module[],
  state: string,
): { readonly files: Readonly<Record<string, string>>; readonly report: readonly string[] } {
  const module = modules.find(({ name }) => name === "vpc");
  if (module === undefined) throw new RangeError("modules: there must be one of the VPC, got none");
  const resources = managed(state);
  const vpcs = resources.filter(({ type }) => type === "aws_vpc");
  const [vpc] = vpcs;
  if (vpc === undefined || vpcs.length > 1) {
    throw new Failure(
      `modules: --take-over must be a state with one aws_vpc, got ${vpcs.length}; keep the others in a root of their own`,
    );
  }
  const found = vpcImports(module.main.resource as Blocks, resources, vpc);
  if ("problems" in found) {
    throw new Failure(
      `modules: --take-over must be a VPC that fits modules like ${like.name}:${lines(found.problems)}`,
    );
  }
  const { id, cidr_block, arn } = vpc.values;
  const region = String(arn).split(":")[3] ?? "";
  const azs = ((module.variables.azs?.default ?? []) as readonly string[]).map((zone) => {
    const letter = zone.slice(-1);
    return found.zones.get(letter) ?? `${region}${letter}`;
  });
  const given = { azs: literal(azs), cidr: literal(cidr_block), vpc: literal(id) };
  const called = modules.filter(({ name }) => name === "kms" || name === "vpc");
  const imports = [...found.ids].map(([address, id]) =>
    block("import", [{ to: `module.${identifier(module)}.${address}`, id: literal(id) }]),
  );
  return {
    files: {
      "main.tf": root({ ...like, region }, called, { modules: "../modules", given }),
      "imports.tf": `${imports.join("\n\n")}\n`,
    },
    report: [
      `${found.ids.size} resources are imported`,
      `${found.rerouted.length} subnets get another route table, without the routes of theirs:${lines(found.rerouted)}`,
      `${found.left.length} resources stay as they are, in no state of ours:${lines(found.left)}`,
    ],
  };
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `\n  - ${text}`).join("");
}

/** The resources of a state that Terraform manages. */
function managed(state: string): StateResource[] {
  let document: { readonly values?: { readonly root_module?: StateModule } };
  try {
    document = JSON.parse(state) ?? {};
  } catch (error) {
    throw new Failure(
      `modules: --take-over must be what \`terraform show -json\` writes, got ${(error as Error).message}`,
    );
  }
  const within = ({ resources = [], child_modules = [] }: StateModule): StateResource[] => [
    ...resources.filter(({ mode }) => mode === "managed"),
    ...child_modules.flatMap(within),
  ];
  return within(document.values?.root_module ?? {});
}
