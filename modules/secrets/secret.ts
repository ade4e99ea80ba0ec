import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import type { Construct } from "constructs";
import type { Arn, DataProtection, Replica } from "../foundation/contracts";
import { policyDocument } from "../foundation/policy-document";
import { type SecretAccess, secretPolicy } from "./secret-policy";

export interface SecretProps extends SecretAccess {
  /** Name that applications look it up by, see `secretName`. */
  readonly name: string;
  readonly description: string;
  readonly key: Arn;
  /** `retained` leaves 30 days to take a deletion back; `disposable` deletes at once and frees the name. */
  readonly dataProtection: DataProtection;
  readonly replica: "none" | Pick<Replica, "region" | "key">;
}

/**
 * An entry of Secrets Manager without a value, which only the named roles can read and write.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html
 */
export class Secret extends SecretsmanagerSecret {
  constructor(scope: Construct, id: string, props: SecretProps) {
    const { name, description, key, dataProtection, replica } = props;
    super(scope, id, {
      name,
      description,
      kmsKeyId: key.arn,
      recoveryWindowInDays: dataProtection === "retained" ? 30 : 0,
      ...(replica === "none" ? {} : { replica: [{ region: replica.region, kmsKeyId: replica.key.arn }] }),
    });
    new SecretsmanagerSecretPolicy(this, "policy", {
      secretArn: this.arn,
      policy: policyDocument(secretPolicy(props)),
      blockPublicPolicy: true,
    });
  }
}
