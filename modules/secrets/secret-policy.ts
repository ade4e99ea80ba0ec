import type { PolicyStatement } from "../foundation/policy-document";

/** Who may use a secret, by the ARNs of their roles. */
export interface SecretAccess {
  /** Roles that may read the value. */
  readonly readers: readonly string[];
  /** Roles that may change the value or the secret. */
  readonly writers: readonly string[];
}

/**
 * Denies a secret's value to everyone in the account but the named roles, whatever their own policies allow: a role with
 * `secretsmanager:*` reads none of them. It grants nothing, and never locks out who manages policies.
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
