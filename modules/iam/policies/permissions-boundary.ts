import { roleArn } from "../../foundation/names";
import type { PolicyStatement } from "../../foundation/policy-document";
import { GLOBAL_REGION } from "../../foundation/regions";
import { type StateScope, stateBucketsOf } from "./state";

/** The roles of people and pipelines, which no role that the deployer makes, nor itself, may become or change. */
export const ACCESS_ROLES = [
  "admin",
  "deployer",
  "developer",
  "image-publisher",
  "image-signer",
  "planner",
  "readonly",
] as const;

/** An environment with its state bucket and all regions that it lives in. */
export interface BoundaryScope extends StateScope {
  readonly recovery: "none" | { readonly region: string };
  /** Region of the registry that its nodes pull from. */
  readonly registryRegion: string;
}

/** Services that the platform's own roles (nodes, functions, pods, AWS services on its behalf) call. Not IAM. */
const SERVICES = [
  "acm",
  "application-autoscaling",
  "autoscaling",
  "backup",
  "backup-storage",
  "cloudwatch",
  "cognito-idp",
  "ec2",
  "ecr",
  "eks",
  "eks-auth",
  "elasticache",
  "elasticloadbalancing",
  "events",
  "kms",
  "lambda",
  "logs",
  "mediaconvert",
  "rds",
  "rds-db",
  "route53",
  "s3",
  "scheduler",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "ssmmessages",
  "tag",
  "xray",
];

/** What a pull of an image takes. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-pull.html */
const PULL_IMAGES = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetAuthorizationToken",
  "ecr:GetDownloadUrlForLayer",
];

/** The regions of an environment: its own, and that of recovery. */
export function regionsOf({ region, recovery }: Pick<BoundaryScope, "region" | "recovery">): string[] {
  return recovery === "none" ? [region] : [region, recovery.region];
}

/**
 * The most that a role made by the deployer can do, whatever its policies say: call the platform's services in its
 * regions. It cannot change IAM, become a person or a pipeline, or see the Terraform state.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function permissionsBoundary(scope: BoundaryScope): PolicyStatement[] {
  const { prefix, account, registryRegion } = scope;
  const regions = regionsOf(scope);
  return [
    {
      Sid: "CallServices",
      Effect: "Allow",
      // The load balancer controller lists certificates of IAM, too.
      Action: [...SERVICES.map((service) => `${service}:*`), "iam:ListServerCertificates"],
      Resource: "*",
    },
    {
      // EKS and the load balancer controller make the roles of AWS's own services when an account has none yet.
      Sid: "ServiceLinkedRoles",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: [`arn:aws:iam::${account}:role/aws-service-role/*`],
    },
    {
      Sid: "HandOverOwnRoles",
      Effect: "Allow",
      Action: ["iam:GetRole", "iam:PassRole"],
      Resource: [`arn:aws:iam::${account}:role/${prefix}-*`],
    },
    {
      Sid: "ReadServerCertificates",
      Effect: "Allow",
      Action: ["iam:GetServerCertificate"],
      Resource: [`arn:aws:iam::${account}:server-certificate/*`],
    },
    {
      Sid: "NoAccessRoles",
      Effect: "Deny",
      Action: ["iam:PassRole", "sts:AssumeRole"],
      Resource: ACCESS_ROLES.map((role) => roleArn(scope, role)),
    },
    {
      Sid: "NoState",
      Effect: "Deny",
      Action: ["s3:*"],
      Resource: stateBucketsOf(scope).flatMap(({ stateBucket }) => [
        `arn:aws:s3:::${stateBucket}`,
        `arn:aws:s3:::${stateBucket}/*`,
      ]),
    },
    {
      Sid: "NoOtherRegions",
      Effect: "Deny",
      // Global services, whose requests all go to us-east-1.
      NotAction: [
        "iam:*",
        "route53:*",
        "s3:ListAllMyBuckets",
        // Alarms of CloudFront and Route 53: the weekly test raises one, and Slack shows the graph of each.
        ...(regions.includes(GLOBAL_REGION) ? [] : ["cloudwatch:*"]),
        ...(regions.includes(registryRegion) ? [] : PULL_IMAGES),
      ],
      Resource: "*",
      Condition: { StringNotEquals: { "aws:RequestedRegion": regions } },
    },
  ];
}
