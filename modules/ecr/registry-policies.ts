import { type KeyUse, keyPolicy } from "../encryption";
import { PROJECT } from "../foundation/names";
import type { PolicyStatement } from "../foundation/policy-document";

/** Name of a service's repository, `lms/<service>`. */
export function repositoryName(service: string): string {
  return `${PROJECT}/${service}`;
}

/** ARN of a service's repository. */
export function repositoryArn({ account, region }: { account: string; region: string }, service: string): string {
  return `arn:aws:ecr:${region}:${account}:repository/${repositoryName(service)}`;
}

const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

const PUSH = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];

/**
 * Policy of a repository: the environments' accounts pull, the given roles push, and nobody else of any account does,
 * whatever its own policy says. An account is named by its root, which stands for the identities of that account whose
 * own policy allows the pull: the nodes of its cluster.
 * @param writerArns the roles that push images and signatures; `[]` for a copy, which only ECR itself writes to
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
 */
export function repositoryPolicy(pullAccounts: readonly string[], writerArns: readonly string[]): PolicyStatement[] {
  const pull: PolicyStatement = {
    Sid: "PullByEnvironments",
    Effect: "Allow",
    Principal: { AWS: pullAccounts.map((account) => `arn:aws:iam::${account}:root`) },
    Action: PULL,
  };
  if (writerArns.length === 0) return [pull, { Sid: "NoPush", Effect: "Deny", Principal: "*", Action: PUSH }];
  return [
    pull,
    { Sid: "PushByWriters", Effect: "Allow", Principal: { AWS: writerArns }, Action: [...PULL, ...PUSH] },
    {
      Sid: "NoOtherPush",
      Effect: "Deny",
      Principal: "*",
      Action: PUSH,
      Condition: { ArnNotEquals: { "aws:PrincipalArn": writerArns } },
    },
  ];
}

/** Images that ECR's lifecycle rules keep. */
export interface ImageRetention {
  /** How many images, the youngest, a repository keeps. More than the releases that one may want to go back by. */
  readonly keepImages: number;
}

/**
 * The lifecycle policy of a repository, as JSON: it counts what has a tag. Signatures and bills of materials have none, and ECR
 * deletes them with the image that they are about; a rule for what is untagged would delete them before. Tags never move,
 * so nothing else is left without.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function lifecyclePolicy({ keepImages }: ImageRetention): string {
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: `Keep the last ${keepImages} images`,
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["*"],
          countType: "imageCountMoreThan",
          countNumber: keepImages,
        },
        action: { type: "expire" },
      },
    ],
  });
}

/**
 * The policy of the images' key in a region: used through ECR only, which works with grants that it retires with the
 * repository. Those who pull need no right to the key.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export function registryKeyPolicy({ account, region }: Pick<KeyUse, "account" | "region">): PolicyStatement[] {
  return keyPolicy({ account, region, throughServices: ["ecr"] });
}

/** Lets ECR assume the role with which it makes the copies of repositories. */
export function replicationTrust(): PolicyStatement[] {
  return [{ Sid: "Ecr", Effect: "Allow", Principal: { Service: "ecr.amazonaws.com" }, Action: ["sts:AssumeRole"] }];
}

/**
 * Policy of that role: ECR may make repositories of the platform in the other region, with tags and its key.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html
 */
export function replicationRights(replica: { account: string; region: string }, keyArn: string): PolicyStatement[] {
  return [
    {
      Sid: "MakeRepositories",
      Effect: "Allow",
      Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
      Resource: [repositoryArn(replica, "*")],
    },
    {
      Sid: "UseKey",
      Effect: "Allow",
      Action: ["kms:CreateGrant", "kms:DescribeKey"],
      Resource: [keyArn],
      Condition: { StringEquals: { "kms:ViaService": `ecr.${replica.region}.amazonaws.com` } },
    },
    // Of who retires a grant KMS knows no service.
    { Sid: "RetireGrants", Effect: "Allow", Action: ["kms:RetireGrant"], Resource: [keyArn] },
  ];
}

/**
 * Scanning of a registry: the platform's images by Amazon Inspector when they come and again whenever a new vulnerability
 * becomes known, anything else when it comes. Holds for a whole account and region.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-enabling.html
 */
export const SCANNING = {
  scanType: "ENHANCED",
  rule: [
    { scanFrequency: "CONTINUOUS_SCAN", repositoryFilter: [{ filter: `${PROJECT}/*`, filterType: "WILDCARD" }] },
    { scanFrequency: "SCAN_ON_PUSH", repositoryFilter: [{ filter: "*", filterType: "WILDCARD" }] },
  ],
};
