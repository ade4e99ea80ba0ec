import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import type { Construct } from "constructs";
import type { Arn, DataProtection, Replica } from "../foundation/contracts";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";

/** Access to a secret, by the ARNs of roles. */
export interface SecretAccess {
  /** Roles that may read the value. */
  readonly readers: readonly string[];
  /** Roles that may change the value or the secret. */
  readonly writers: readonly string[];
}

export interface SecretProps extends SecretAccess {
  /** Name that applications look it up by, see `secretName`. */
  readonly name: string;
  readonly description: string;
  readonly key: Arn;
  /** `retained` leaves 30 days to cancel a deletion; `disposable` deletes at once and frees the name. */
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

/**
 * Denies a secret's value to everyone in the account but the named roles, whatever their own policies allow: a role with
 * `secretsmanager:*` cannot read it. Grants nothing, and never locks out the administrators of policies.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 */
export function secretPolicy({ readers, writers }: SecretAccess): PolicyStatement[] {
  const exceptFor = (roles: readonly string[]) => ({ ArnNotEquals: { "aws:PrincipalArn": [...roles] } });
  return [
    {
      Sid: "ReadByNamedRoles",
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
      Condition: exceptFor(readers),
    },
    {
      Sid: "WriteByNamedRoles",
      Effect: "Deny",
      Principal: "*",
      Action: [
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecret",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      Resource: "*",
      Condition: exceptFor(writers),
    },
  ];
}
