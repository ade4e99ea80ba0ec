import { TerraformStack } from "cdktf";
import { Construct } from "constructs";

/**
 * A random password that exists only while Terraform runs: in no plan and no state, and a new one in each run. Only
 * write-only arguments (`..._wo`) can take it, and they do when their version number changes. Letters and digits only, so
 * that JSON and URLs need no escapes.
 * @see https://developer.hashicorp.com/terraform/language/resources/ephemeral
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/ephemeral-resources/secretsmanager_random_password
 */
export class EphemeralPassword extends Construct {
  /** Reference for a write-only argument. */
  readonly reference: string;

  /** @param length in characters, 40 by default */
  constructor(scope: Construct, id: string, { length = 40 }: { readonly length?: number } = {}) {
    super(scope, id);
    const stack = TerraformStack.of(this);
    const address = `aws_secretsmanager_random_password.${stack.getLogicalId(this.node)}`;
    // The bindings have no ephemeral resources: an override adds the block to the root's JSON.
    stack.addOverride(`ephemeral.${address}`, {
      password_length: length,
      exclude_punctuation: true,
      require_each_included_type: true,
    });
    this.reference = `\${ephemeral.${address}.random_password}`;
  }
}
