import type { PolicyStatement } from "../foundation/policy-document";

/** Who may use a key, beside the account's administrators who manage it. */
export interface KeyUse {
  readonly account: string;
  readonly region: string;
  /**
   * Services, such as `rds`, through which the account's identities may use the key when their own policy allows it.
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
   */
  readonly throughServices?: readonly string[];
  /** Service principals, such as `sns.amazonaws.com`, that use the key themselves, for resources of this account only. */
  readonly byServices?: readonly string[];
  /** Lets EventBridge use the key, for topics and queues that its rules send to. */
  readonly byEventBridge?: boolean;
  /** Lets CloudWatch Logs use the key, for log groups of this account and region only. */
  readonly byCloudWatchLogs?: boolean;
  /** Lets EC2 Auto Scaling start instances with volumes that the key encrypts. */
  readonly byAutoScaling?: boolean;
  /** Lets CloudFront read what the key encrypts, for distributions of this account only. */
  readonly byCloudFront?: boolean;
  /** Lets identities of the account use the key directly when their own policy allows it, as an EKS cluster's role does. */
  readonly byIdentities?: boolean;
  /** Roles, by a pattern of ARNs, that must not change the key, and the one among them that is meant to. */
  readonly keptFrom?: { readonly roles: string; readonly except: string };
}

/** What managing a key takes, without the right to use it. */
const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListAliases",
  "kms:ListGrants",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ReplicateKey",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
  "kms:UpdatePrimaryRegion",
];

const MESSAGES = ["kms:Decrypt", "kms:GenerateDataKey*"];

const USE = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

/**
 * The policy of a key: the account's administrators manage it but cannot decrypt with it, and only the declared uses
 * can. The account's root is the principal of the administration, so no one is locked out of the key.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function keyPolicy(use: KeyUse): PolicyStatement[] {
  const { account, region, throughServices = [], byServices = [] } = use;
  const accountRoot = { AWS: `arn:aws:iam::${account}:root` };
  const statements: PolicyStatement[] = [
    { Sid: "Administration", Effect: "Allow", Principal: accountRoot, Action: ADMINISTRATION, Resource: "*" },
  ];
  if (throughServices.length > 0) {
    const ViaService = throughServices.map((service) => `${service}.${region}.amazonaws.com`);
    statements.push({
      Sid: "UseThroughServices",
      Effect: "Allow",
      Principal: accountRoot,
      // A backup vault takes back the grant that it was made with.
      Action: [...USE, "kms:RetireGrant"],
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": ViaService } },
    });
    statements.push({
      Sid: "GrantsThroughServices",
      Effect: "Allow",
      Principal: accountRoot,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": ViaService },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    });
  }
  if (use.byIdentities) {
    statements.push({ Sid: "UseByIdentities", Effect: "Allow", Principal: accountRoot, Action: USE, Resource: "*" });
    statements.push({
      Sid: "GrantsForAwsResources",
      Effect: "Allow",
      Principal: accountRoot,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
  }
  if (use.byAutoScaling) statements.push(...autoScalingStatements(account));
  if (use.byCloudFront) statements.push(cloudFrontStatement(account));
  if (byServices.length > 0) {
    statements.push({
      Sid: "UseByServices",
      Effect: "Allow",
      Principal: { Service: byServices },
      Action: MESSAGES,
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    });
  }
  if (use.byEventBridge) statements.push(eventBridgeStatement());
  if (use.keptFrom !== undefined) statements.push(keptFromStatement(use.keptFrom));
  if (use.byCloudWatchLogs) {
    statements.push({
      Sid: "UseByCloudWatchLogs",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      Resource: "*",
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*` },
      },
    });
  }
  return statements;
}

/** A deny by ARN holds for roles that do not exist yet, and whatever their policies say. */
function keptFromStatement({ roles, except }: NonNullable<KeyUse["keptFrom"]>): PolicyStatement {
  return {
    Sid: "KeepFromChange",
    Effect: "Deny",
    Principal: "*",
    NotAction: [...USE, "kms:Get*", "kms:List*"],
    Resource: "*",
    Condition: { ArnLike: { "aws:PrincipalArn": roles }, ArnNotEquals: { "aws:PrincipalArn": except } },
  };
}

/**
 * EventBridge tells KMS neither account nor rule: a condition on them would never hold, and every event would be lost.
 * The policies of topics and queues say who may send to them.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
function eventBridgeStatement(): PolicyStatement {
  const Principal = { Service: "events.amazonaws.com" };
  return { Sid: "UseByEventBridge", Effect: "Allow", Principal, Action: MESSAGES, Resource: "*" };
}

/**
 * The service-linked role of Auto Scaling has no right to any key but by the key's own policy. It is named by a
 * condition: as a principal it would have to exist already, and in a new account it does not.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
function autoScalingStatements(account: string): PolicyStatement[] {
  const role = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
  const serviceLinkedRole = {
    StringEquals: { "kms:CallerAccount": account },
    ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/${role}` },
  };
  return [
    {
      Sid: "UseByAutoScaling",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: USE,
      Resource: "*",
      Condition: serviceLinkedRole,
    },
    {
      Sid: "GrantsByAutoScaling",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { ...serviceLinkedRole, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/**
 * CloudFront reads encrypted objects as itself. Any distribution of the account: the one that will read them exists only
 * after the buckets, which exist after their key. Which one may read which bucket, the bucket's policy says.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
function cloudFrontStatement(account: string): PolicyStatement {
  return {
    Sid: "DecryptByCloudFront",
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${account}:distribution/*` } },
  };
}
