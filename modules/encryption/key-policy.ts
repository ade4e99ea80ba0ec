import type { PolicyStatement } from "../foundation/policy-document";

/** Uses of a key, in addition to its management by the account's administrators. */
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

/**
 * Actions that manage a key, without any that uses it.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
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
  // Of who retires a grant KMS knows no service: a condition would never hold.
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
  "kms:UpdatePrimaryRegion",
];

const MESSAGES = ["kms:Decrypt", "kms:GenerateDataKey*"];

/** A condition that limits grants to those that AWS services need for their resources. */
const GRANTS_FOR_AWS_RESOURCES = { Bool: { "kms:GrantIsForAWSResource": "true" } };

const USE = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

/**
 * Policy of a key: the account's administrators manage it but cannot decrypt with it, and only the declared uses can. The
 * account's root is the principal of the administration, so no one is locked out of the key.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function keyPolicy(use: KeyUse): PolicyStatement[] {
  const { account, region, throughServices = [], byServices = [] } = use;
  const accountRoot = { AWS: `arn:aws:iam::${account}:root` };
  return [
    allow("Administration", accountRoot, ADMINISTRATION),
    ...(throughServices.length > 0 ? throughServicesStatements(accountRoot, throughServices, region) : []),
    ...(use.byIdentities ? identityStatements(accountRoot) : []),
    ...(use.byAutoScaling ? autoScalingStatements(account) : []),
    ...(use.byCloudFront ? [cloudFrontStatement(account)] : []),
    ...(byServices.length > 0 ? [servicesStatement(account, byServices)] : []),
    ...(use.byEventBridge ? [eventBridgeStatement()] : []),
    ...(use.keptFrom !== undefined ? [keptFromStatement(use.keptFrom)] : []),
    ...(use.byCloudWatchLogs ? [cloudWatchLogsStatement(account, region)] : []),
  ];
}

/** A statement that allows actions on the key, the only resource of its policy. */
function allow(
  Sid: string,
  Principal: NonNullable<PolicyStatement["Principal"]>,
  Action: string | readonly string[],
  Condition?: NonNullable<PolicyStatement["Condition"]>,
): PolicyStatement {
  const statement = { Sid, Effect: "Allow", Principal, Action, Resource: "*" } as const;
  return Condition === undefined ? statement : { ...statement, Condition };
}

type AccountRoot = Readonly<Record<"AWS", string>>;

function throughServicesStatements(
  accountRoot: AccountRoot,
  services: readonly string[],
  region: string,
): PolicyStatement[] {
  const viaService = { "kms:ViaService": services.map((service) => `${service}.${region}.amazonaws.com`) };
  return [
    allow("UseThroughServices", accountRoot, USE, { StringEquals: viaService }),
    allow("GrantsThroughServices", accountRoot, "kms:CreateGrant", {
      StringEquals: viaService,
      ...GRANTS_FOR_AWS_RESOURCES,
    }),
  ];
}

function identityStatements(accountRoot: AccountRoot): PolicyStatement[] {
  return [
    allow("UseByIdentities", accountRoot, USE),
    allow("GrantsForAwsResources", accountRoot, "kms:CreateGrant", GRANTS_FOR_AWS_RESOURCES),
  ];
}

function servicesStatement(account: string, services: readonly string[]): PolicyStatement {
  return allow("UseByServices", { Service: services }, MESSAGES, { StringEquals: { "aws:SourceAccount": account } });
}

function cloudWatchLogsStatement(account: string, region: string): PolicyStatement {
  return allow(
    "UseByCloudWatchLogs",
    { Service: `logs.${region}.amazonaws.com` },
    ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*` } },
  );
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
 * EventBridge passes neither account nor rule to KMS: a condition on them would never hold, and every event would be
 * lost. The policies of topics and queues limit who may send to them.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
function eventBridgeStatement(): PolicyStatement {
  return allow("UseByEventBridge", { Service: "events.amazonaws.com" }, MESSAGES);
}

/**
 * The service-linked role of Auto Scaling gets its rights to a key from the key's policy alone. A condition names it: a
 * principal must exist already, and in a new account the role does not.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
function autoScalingStatements(account: string): PolicyStatement[] {
  const role = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
  const serviceLinkedRole = {
    StringEquals: { "kms:CallerAccount": account },
    ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/${role}` },
  };
  return [
    allow("UseByAutoScaling", { AWS: "*" }, USE, serviceLinkedRole),
    allow("GrantsByAutoScaling", { AWS: "*" }, "kms:CreateGrant", {
      ...serviceLinkedRole,
      ...GRANTS_FOR_AWS_RESOURCES,
    }),
  ];
}

/**
 * CloudFront reads encrypted objects with its own principal. Any distribution of the account may: the right one is created
 * after the buckets, and those after their key. The bucket's policy names the distribution.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
function cloudFrontStatement(account: string): PolicyStatement {
  return allow("DecryptByCloudFront", { Service: "cloudfront.amazonaws.com" }, "kms:Decrypt", {
    ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${account}:distribution/*` },
  });
}
