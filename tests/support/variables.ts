import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { siteOf } from "../../modules/foundation/names";
import type { GlobalProvider } from "../../modules/foundation/regions";

/** Root of nothing but variables and what is built from them, as a Terraform module of an area would be. */
export class VariablesRoot extends TerraformStack {
  constructor() {
    super(new App(), "module");
  }

  text(name: string): string {
    return new TerraformVariable(this, name, { type: "string" }).stringValue;
  }

  number(name: string): number {
    return new TerraformVariable(this, name, { type: "number" }).numberValue;
  }

  /** Resource that is known by its ARN. */
  arn(name: string): { readonly arn: string } {
    return { arn: this.text(name) };
  }

  /** AWS provider that a module is handed. */
  globalProvider(): GlobalProvider {
    return new AwsProvider(this, "aws-global", { alias: "global" }) as AwsProvider & GlobalProvider;
  }

  /** Site of which every part is a variable. */
  site() {
    return siteOf({ name: this.text("environment"), account: this.text("account"), region: this.text("region") });
  }
}

/** Outcome of a synth with variables as inputs. */
export interface BuiltFromVariables {
  /** Errors that constructs reported. */
  readonly errors: readonly string[];
  /** Numbers that cdktf uses for a value of Terraform's and that arithmetic or a template has kept. */
  readonly spoiltNumbers: readonly string[];
  readonly resources: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** Builds something from variables. */
export function buildFromVariables(build: (root: VariablesRoot) => Construct): BuiltFromVariables {
  const root = new VariablesRoot();
  build(root);
  const errors = root.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === "@cdktf/error").map(({ data }) => String(data)));
  root.prepareStack();
  const json = root.toTerraform() as { readonly resource?: BuiltFromVariables["resources"] };
  const spoiltNumbers = JSON.stringify(json).match(/-?\d(\.\d+)?e\+\d+/g) ?? [];
  return { errors, spoiltNumbers, resources: json.resource ?? {} };
}

/** Value made of variables, in Terraform's syntax. */
export function resolved(value: (root: VariablesRoot) => unknown): unknown {
  const root = new VariablesRoot();
  new TerraformOutput(root, "resolved", { value: value(root) });
  const { output } = root.toTerraform() as { readonly output: { readonly resolved: { readonly value: unknown } } };
  return output.resolved.value;
}
