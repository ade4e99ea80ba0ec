import { abroad, LINKED, MEDIA, type Promised, role, STATE, STATE_OBJECT, ZONE } from "./request";

const BOTH = ["deployer given everything", "role made by the deployer"];
const DEPLOYER = BOTH.slice(0, 1);

/** Requests that a bound of `BOUNDS` lets through, whatever other policies allow. */
export const BOUNDS_LET: readonly Promised[] = [
  ["iam:CreateRole", role("lms-prod-a"), DEPLOYER],
  ["iam:DeleteRolePermissionsBoundary", role("lms-prod-a"), []],
  ["iam:GetRole", role("lms-prod-a"), BOTH],
  ["iam:GetRole", role("another"), DEPLOYER],
  ["iam:GetRole", role("lms-prod-admin"), BOTH],
  ["iam:PassRole", role("lms-prod-a"), BOTH],
  ...["admin", "deployer", "developer", "image-publisher", "image-signer", "planner", "readonly"].flatMap(
    (name): Promised[] => [
      ["iam:PutRolePolicy", role(`lms-prod-${name}`), []],
      ["iam:PassRole", role(`lms-prod-${name}`), []],
      ["sts:AssumeRole", role(`lms-prod-${name}`), []],
    ],
  ),
  ["sts:AssumeRole", "arn:aws:iam::444444444444:role/another", DEPLOYER],
  ["iam:CreatePolicyVersion", "arn:aws:iam::333333333333:policy/lms-prod-access-boundary", []],
  ...["CreateUser", "CreateAccessKey", "CreateLoginProfile", "CreateSAMLProvider", "AttachUserPolicy"].map(
    (action): Promised => [`iam:${action}`, "arn:aws:iam::333333333333:user/a", []],
  ),
  ["iam:CreateServiceLinkedRole", role(LINKED), BOTH],
  ["iam:CreateServiceLinkedRole", role("another"), DEPLOYER],
  ["iam:GetServerCertificate", "arn:aws:iam::333333333333:server-certificate/a", BOTH],
  ["iam:GetServerCertificate", "arn:aws:iam::444444444444:server-certificate/a", DEPLOYER],
  ["s3:PutBucketPolicy", STATE, []],
  ["s3:PutBucketPolicy", MEDIA, BOTH],
  ["s3:DeleteObject", STATE_OBJECT, []],
  ["s3:DeleteObject", `${MEDIA}/uploads/a`, BOTH],
  ["s3:GetObject", STATE_OBJECT, DEPLOYER],
  ["ec2:RunInstances", "*", BOTH],
  ["ec2:RunInstances", "*", BOTH, { "aws:RequestedRegion": "eu-west-1" }],
  ["ec2:RunInstances", "*", DEPLOYER, abroad],
  ["route53:ChangeResourceRecordSets", ZONE, BOTH, abroad],
  // Services log in to their stores; whoever deploys them does not.
  ["elasticache:Connect", "arn:aws:elasticache:us-east-1:333333333333:user:lms-prod-sessions", BOTH.slice(1)],
  // The firewall is the deployer's, and of nothing that it makes.
  ["wafv2:DisassociateWebACL", "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/app/lms/1", DEPLOYER],
  ["organizations:LeaveOrganization", "*", DEPLOYER],
];
