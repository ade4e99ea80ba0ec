import type { DataProtection } from "../../foundation/contracts";
import { bucketName } from "../../foundation/names";
import type { PolicyStatement } from "../../foundation/policy-document";
import { GLOBAL_REGION } from "../../foundation/regions";
import { PASSWORD_FUNCTION } from "../../foundation/store-uses";
import { type BoundaryScope, regionsOf } from "./permissions-boundary";
import { stateBucketsOf } from "./state";

/** `BoundaryScope` with whether the environment's data may be deleted. */
export interface DeployScope extends BoundaryScope {
  readonly dataProtection: DataProtection;
}

/**
 * Policy of the deployer for keys, secrets and buckets: manage them without reading what is
 * in them. It deletes objects only where the environment's data is `disposable`, and never the Terraform state.
 */
export function deployData(scope: DeployScope): PolicyStatement[] {
  const { prefix, path, account } = scope;
  const states = stateBucketsOf(scope).map(({ stateBucket }) => `arn:aws:s3:::${stateBucket}`);
  const inRegions = { StringEquals: { "aws:RequestedRegion": regionsOf(scope) } };
  // The keys of logs and topics in us-east-1, wherever the environment is.
  const keyRegions = [...new Set([...regionsOf(scope), GLOBAL_REGION])];
  const own = (service: string, resource: string) => `arn:aws:${service}:*:${account}:${resource}`;
  const through = (...services: readonly string[]) =>
    regionsOf(scope).flatMap((region) => services.map((service) => `${service}.${region}.amazonaws.com`));
  const buckets = `arn:aws:s3:::${prefix}-*`;
  return [
    {
      Sid: "ManageKeys",
      Effect: "Allow",
      Action: [
        "kms:*Alias",
        "kms:*KeyDeletion",
        "kms:*KeyRotation",
        "kms:CreateGrant",
        "kms:DisableKey",
        "kms:EnableKey",
        "kms:PutKeyPolicy",
        "kms:ReplicateKey",
        // A vault takes back the grant that it was made with; KMS lets no condition say for which service.
        "kms:RetireGrant",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateKeyDescription",
      ],
      Resource: [own("kms", "key/*"), own("kms", `alias/${prefix}-*`)],
      Condition: { StringEquals: { "aws:RequestedRegion": keyRegions } },
    },
    {
      // A new secret and a backup vault use their key on behalf of who creates them.
      // https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html
      Sid: "UseKeysThroughServices",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: [own("kms", "key/*")],
      Condition: { StringEquals: { "kms:ViaService": through("backup", "secretsmanager") } },
    },
    {
      // To write an object takes no right to read one.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
      Sid: "EncryptObjects",
      Effect: "Allow",
      Action: ["kms:GenerateDataKey"],
      Resource: [own("kms", "key/*")],
      Condition: { StringEquals: { "kms:ViaService": through("s3") } },
    },
    {
      Sid: "ManageSecrets",
      Effect: "Allow",
      Action: [
        "secretsmanager:*ResourcePolicy",
        "secretsmanager:*RotateSecret",
        "secretsmanager:CreateSecret",
        "secretsmanager:DeleteSecret",
        "secretsmanager:PutSecretValue",
        "secretsmanager:RemoveRegionsFromReplication",
        "secretsmanager:ReplicateSecretToRegions",
        "secretsmanager:TagResource",
        "secretsmanager:UntagResource",
        "secretsmanager:UpdateSecret*",
      ],
      Resource: [own("secretsmanager", `secret:${path}/*`)],
      Condition: inRegions,
    },
    {
      // Who has a secret rotated must be allowed to invoke the function that does it; home's, and that of what stands by.
      // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
      Sid: "RotatePasswords",
      Effect: "Allow",
      Action: ["lambda:InvokeFunction"],
      Resource: [own("lambda", `function:${prefix}-*${PASSWORD_FUNCTION}`)],
      Condition: inRegions,
    },
    {
      // RDS makes the secret of a master user in the name of who makes the cluster, and names it itself.
      // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html
      Sid: "LetRdsManageMasterPassword",
      Effect: "Allow",
      Action: ["secretsmanager:CreateSecret", "secretsmanager:RotateSecret", "secretsmanager:TagResource"],
      Resource: [own("secretsmanager", "secret:rds!cluster-*")],
      Condition: inRegions,
    },
    {
      Sid: "ManageBuckets",
      Effect: "Allow",
      Action: [
        "s3:CreateBucket",
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:PutBucket*",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutReplicationConfiguration",
      ],
      Resource: [buckets],
      Condition: inRegions,
    },
    {
      // The page that visitors see while nothing else answers is part of the platform, not of the data.
      Sid: "PutMaintenancePage",
      Effect: "Allow",
      Action: ["s3:DeleteObject*", "s3:GetObject*", "s3:PutObject*"],
      Resource: [`arn:aws:s3:::${bucketName(scope, "static-assets")}/maintenance/*`],
    },
    ...(scope.dataProtection === "disposable"
      ? [
          {
            Sid: "EmptyBuckets",
            Effect: "Allow",
            Action: [
              "s3:BypassGovernanceRetention",
              "s3:DeleteObject",
              "s3:DeleteObjectVersion",
              "s3:ListBucketVersions",
            ],
            Resource: [buckets, `${buckets}/*`],
          } as const,
        ]
      : []),
    {
      // Made by the bootstrap; whoever changes it can change what is applied.
      Sid: "KeepStateBucket",
      Effect: "Deny",
      Action: ["s3:DeleteBucket*", "s3:DeleteObjectVersion", "s3:Put*Configuration", "s3:PutBucket*"],
      Resource: states.flatMap((bucket) => [bucket, `${bucket}/*`]),
    },
    {
      Sid: "KeepState",
      Effect: "Deny",
      Action: ["s3:DeleteObject"],
      Resource: states.map((bucket) => `${bucket}/*/terraform.tfstate`),
    },
  ];
}
