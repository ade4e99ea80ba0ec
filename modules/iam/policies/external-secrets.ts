import type { PolicyStatement } from "../../foundation/policy-document";
import type { ClusterScope } from "./scope";

/**
 * Policy of the External Secrets Operator: read the secrets of this environment, and nothing else of Secrets Manager.
 * It cannot list: a store that finds secrets by name or tag would see those of everyone.
 * @see https://external-secrets.io/latest/provider/aws-secrets-manager/
 */
export function externalSecrets({ site, dataKeyArn }: ClusterScope): PolicyStatement[] {
  const { path, account, region } = site;
  return [
    {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetResourcePolicy",
        "secretsmanager:GetSecretValue",
        "secretsmanager:ListSecretVersionIds",
      ],
      Resource: [`arn:aws:secretsmanager:${region}:${account}:secret:${path}/*`],
    },
    {
      Sid: "DecryptSecrets",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: [dataKeyArn],
      Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
    },
  ];
}
