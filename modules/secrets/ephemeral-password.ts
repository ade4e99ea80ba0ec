import { TerraformStack } from "cdktf";
import { Construct } from "constructs";

/**
 * A random password that exists only while Terraform runs: in no plan and no state, and another one each time. It may
 * only go into write-only arguments (`..._wo`), which take it when their version number changes. Letters and digits,
 * so that it fits into JSON and URLs as it is.
 * @see https://developer.hashicorp.com/terraform/language/resources/ephemeral
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/ephemeral-resources/secretsmanager_random_password
 */
export class EphemeralPassword extends Construct {
  /** The reference that a write-only argument takes. */
  readonly reference: string;

  /** @param length in characters; 62^40 passwords take longer to try than anyone has */
  constructor(scope: Construct, id: string, { length = 40 }: { readonly length?: number } = {}) {
    super(scope, id);
    const stack = TerraformStack.of(this);
    const address = `aws_secretsmanager_random_password.${stack.getLogicalId(this.node)}`;
    // The bindings know no ephemeral resources: the block goes into the root's JSON by hand.
    stack.addOverride(`ephemeral.${address}`, {
      password_length: length,
      exclude_punctuation: true,
      require_each_included_type: true,
    });
    this.reference = `\${ephemeral.${address}.random_password}`;
  }
}
