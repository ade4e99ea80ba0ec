import { any, arn, created, each, on, serviceTable, type Target } from "../table";

// Secrets Manager ends the ARN of a secret in six characters that a name does not have.
const newSecret = arn("secret:{Name}-??????");
const secret: Target = (call) =>
  arn(call.required("SecretId").startsWith("arn:") ? "{SecretId}" : "secret:{SecretId}-??????")(call);

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html */
export const secretsManager = serviceTable(
  { name: "secretsmanager" },
  {
    CreateSecret: created(newSecret),
    ...each(
      on(secret),
      "CancelRotateSecret",
      "DeleteResourcePolicy",
      "DeleteSecret",
      "DescribeSecret",
      "GetResourcePolicy",
      "GetSecretValue",
      "ListSecretVersionIds",
      "PutResourcePolicy",
      "PutSecretValue",
      "RemoveRegionsFromReplication",
      "ReplicateSecretToRegions",
      "RestoreSecret",
      "RotateSecret",
      "TagResource",
      "UntagResource",
      "UpdateSecret",
      "UpdateSecretVersionStage",
    ),
    ...each(on(any), "GetRandomPassword", "ListSecrets"),
  },
);
