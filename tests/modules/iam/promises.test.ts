import { describe, expect, it } from "vitest";
import { siteOf } from "../../../modules/foundation/names";
import { clusterAutoscaler } from "../../../modules/iam/policies/cluster-autoscaler";
import { deployData } from "../../../modules/iam/policies/deploy-data";
import { deployIdentities } from "../../../modules/iam/policies/deploy-identities";
import { deployServices } from "../../../modules/iam/policies/deploy-services";
import { developer } from "../../../modules/iam/policies/developer";
import { ebsCsi } from "../../../modules/iam/policies/ebs-csi";
import { permissionsBoundary } from "../../../modules/iam/policies/permissions-boundary";
import { readPlatform } from "../../../modules/iam/policies/read-platform";
import { applyState, planState } from "../../../modules/iam/policies/state";
import { allows, type Request } from "./evaluate";

/** What the policies of a role promise together. */
const PROD = {
  ...siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  stateBucket: "lms-prod-terraform-state-333333333333",
  dataProtection: "retained",
  recovery: { region: "eu-west-1" },
  registryRegion: "us-east-1",
} as const;
const STATE = "arn:aws:s3:::lms-prod-terraform-state-333333333333";
const ROLE = "arn:aws:iam::333333333333:role/lms-prod-cluster";
const US = { "aws:RequestedRegion": "us-east-1" };
const BOUNDARY = { "iam:PermissionsBoundary": "arn:aws:iam::333333333333:policy/lms-prod-access-boundary" };

const readonly = readPlatform(PROD);
const planner = [...readonly, ...planState(PROD)];
const deployer = [
  ...readonly,
  ...applyState(PROD),
  ...deployServices(PROD),
  ...deployData(PROD),
  ...deployIdentities(PROD),
];

const SECRET = "arn:aws:secretsmanager:us-east-1:333333333333:secret:lms/prod/web/session-AbCdEf";
const DATA_READS: Request[] = [
  { action: "s3:GetObject", resource: "arn:aws:s3:::lms-prod-media-333333333333/uploads/essay.pdf" },
  { action: "secretsmanager:GetSecretValue", resource: SECRET, context: US },
  { action: "kms:Decrypt", resource: "arn:aws:kms:us-east-1:333333333333:key/data", context: US },
  {
    action: "sqs:ReceiveMessage",
    resource: "arn:aws:sqs:us-east-1:333333333333:lms-prod-notifications-outbound",
    context: US,
  },
  {
    action: "logs:GetLogEvents",
    resource: "arn:aws:logs:us-east-1:333333333333:log-group:/aws/eks/lms-prod/workloads/x",
    context: US,
  },
  { action: "xray:BatchGetTraces", resource: "*", context: US },
  { action: "rds-db:connect", resource: "arn:aws:rds-db:us-east-1:333333333333:dbuser:cluster-1/admin", context: US },
  { action: "ssm:StartSession", resource: "arn:aws:ec2:us-east-1:333333333333:instance/i-1", context: US },
];

describe("nobody but people with the data's own rights reads data", () => {
  it.each(DATA_READS)("$action", (request) => {
    expect(allows(readonly, request)).toBe(false);
    expect(allows(planner, request)).toBe(false);
    expect(allows(deployer, request)).toBe(false);
  });
});

it("shows developers the logs of workloads and no audit log", () => {
  const group = (name: string) => `arn:aws:logs:us-east-1:333333333333:log-group:${name}`;
  const read = (name: string) => allows(developer(PROD), { action: "logs:GetLogEvents", resource: group(name) });
  expect(read("/aws/eks/lms-prod/workloads/microservices:log-stream:a")).toBe(true);
  expect(read("/aws/eks/lms-prod/cluster")).toBe(false);
});

describe("the planner", () => {
  it("reads the one secret that a plan needs, which readers do not", () => {
    const parameter = (name: string) => ({
      action: "ssm:GetParameter",
      resource: `arn:aws:ssm:us-east-1:333333333333:parameter/lms/prod/${name}`,
      context: US,
    });
    expect(allows(planner, parameter("pagerduty-integration-url"))).toBe(true);
    expect(allows(planner, parameter("another"))).toBe(false);
    expect(allows(readonly, parameter("pagerduty-integration-url"))).toBe(false);
  });

  const lock = `${STATE}/prod-platform/terraform.tfstate.tflock`;
  const state = `${STATE}/prod-platform/terraform.tfstate`;

  it("reads the state and holds its lock", () => {
    expect(allows(planner, { action: "s3:GetObject", resource: state })).toBe(true);
    expect(allows(planner, { action: "s3:PutObject", resource: lock, context: { "s3:if-none-match": "*" } })).toBe(
      true,
    );
    expect(allows(planner, { action: "s3:DeleteObject", resource: lock })).toBe(true);
  });

  it("can neither write the state nor a lock over another", () => {
    expect(allows(planner, { action: "s3:PutObject", resource: state, context: { "s3:if-none-match": "*" } })).toBe(
      false,
    );
    expect(allows(planner, { action: "s3:DeleteObject", resource: state })).toBe(false);
    expect(allows(planner, { action: "s3:PutObject", resource: lock })).toBe(false);
  });

  it("cannot see the state of the bootstrap or of another environment", () => {
    expect(allows(planner, { action: "s3:GetObject", resource: `${STATE}/state-prod/terraform.tfstate` })).toBe(false);
    expect(
      allows(planner, {
        action: "s3:GetObject",
        resource: "arn:aws:s3:::lms-dev-terraform-state-111111111111/dev-platform/terraform.tfstate",
      }),
    ).toBe(false);
  });

  it("changes nothing", () => {
    for (const action of ["ec2:CreateVpc", "iam:CreateRole", "rds:DeleteDBCluster", "lambda:UpdateFunctionCode"]) {
      expect(allows(planner, { action, resource: "*", context: { ...US, ...BOUNDARY } })).toBe(false);
    }
  });
});

describe("the deployer", () => {
  it.each([
    ["ec2:CreateVpc", "arn:aws:ec2:us-east-1:333333333333:vpc/*"],
    ["ec2:RunInstances", "arn:aws:ec2:us-east-1::image/ami-1"],
    ["eks:CreateCluster", "*"],
    ["eks:CreateNodegroup", "arn:aws:eks:us-east-1:333333333333:cluster/lms-prod"],
    ["rds:CreateGlobalCluster", "arn:aws:rds::333333333333:global-cluster:lms-prod"],
    ["elasticache:CreateReplicationGroup", "arn:aws:elasticache:us-east-1:333333333333:replicationgroup:lms-prod"],
    [
      "elasticloadbalancing:CreateLoadBalancer",
      "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/app/lms/1",
    ],
    [
      "autoscaling:CreateOrUpdateTags",
      "arn:aws:autoscaling:us-east-1:333333333333:autoScalingGroup:u:autoScalingGroupName/eks",
    ],
    ["wafv2:CreateWebACL", "arn:aws:wafv2:us-east-1:333333333333:global/webacl/lms/1"],
    ["acm:RequestCertificate", "*"],
    ["kms:CreateKey", "*"],
    ["kms:CreateAlias", "arn:aws:kms:us-east-1:333333333333:alias/lms-prod-data"],
    ["secretsmanager:CreateSecret", SECRET],
    ["secretsmanager:GetRandomPassword", "*"],
    ["secretsmanager:RotateSecret", SECRET],
    ["secretsmanager:CancelRotateSecret", SECRET],
    ["backup:UpdateRegionSettings", "*"],
    ["backup:CreateBackupVault", "arn:aws:backup:us-east-1:333333333333:backup-vault:lms-prod"],
    ["lambda:CreateFunction", "arn:aws:lambda:us-east-1:333333333333:function:lms-prod-transcode"],
    ["sqs:CreateQueue", "arn:aws:sqs:us-east-1:333333333333:lms-prod-notifications-outbound"],
    ["sns:CreateTopic", "arn:aws:sns:us-east-1:333333333333:lms-prod-alarms"],
    ["events:PutRule", "arn:aws:events:us-east-1:333333333333:rule/lms-prod-uploads"],
    ["scheduler:CreateSchedule", "arn:aws:scheduler:us-east-1:333333333333:schedule/lms-prod-jobs/cleanup"],
    ["mediaconvert:CreateQueue", "*"],
    ["mediaconvert:DeleteQueue", "arn:aws:mediaconvert:us-east-1:333333333333:queues/lms-prod-video"],
    ["lambda:PutFunctionConcurrency", "arn:aws:lambda:us-east-1:333333333333:function:lms-prod-video-submit"],
    ["lambda:CreateEventSourceMapping", "*"],
    ["sqs:SetQueueAttributes", "arn:aws:sqs:us-east-1:333333333333:lms-prod-video-uploads-dead-letters"],
    ["sns:Subscribe", "arn:aws:sns:us-east-1:333333333333:lms-prod-critical"],
    ["ssm:GetParameter", "arn:aws:ssm:us-east-1:333333333333:parameter/lms/prod/pagerduty-integration-url"],
    // CloudWatch refuses it to whoever may do it on some alarms only.
    ["cloudwatch:PutCompositeAlarm", "*"],
    ["logs:PutMetricFilter", "arn:aws:logs:us-east-1:333333333333:log-group:/aws/eks/lms-prod/cluster"],
    ["logs:PutQueryDefinition", "*"],
    ["xray:PutEncryptionConfig", "*"],
    ["logs:CreateLogGroup", "arn:aws:logs:us-east-1:333333333333:log-group:/aws/eks/lms-prod/cluster"],
    ["cloudwatch:PutDashboard", "arn:aws:cloudwatch::333333333333:dashboard/lms-prod"],
    ["xray:CreateGroup", "arn:aws:xray:us-east-1:333333333333:group/*/*"],
    ["s3:CreateBucket", "arn:aws:s3:::lms-prod-media-333333333333"],
    ["s3:PutBucketPolicy", "arn:aws:s3:::lms-prod-media-333333333333"],
    ["cloudfront:CreateDistribution", "arn:aws:cloudfront::333333333333:distribution/*"],
    ["route53:CreateHostedZone", "*"],
    ["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1"],
    ["budgets:ModifyBudget", "arn:aws:budgets::333333333333:budget/lms-prod-monthly"],
    ["ce:CreateAnomalyMonitor", "*"],
    ["ce:DeleteAnomalyMonitor", "arn:aws:ce::333333333333:anomalymonitor/a"],
  ])("can %s", (action, resource) => {
    expect(allows(deployer, { action, resource, context: US })).toBe(true);
  });

  it("sets up Slack, which AWS answers in a region of its own", () => {
    const context = { "aws:RequestedRegion": "us-west-2" };
    const channel = (name: string) => `arn:aws:chatbot::333333333333:chat-configuration/slack-channel/${name}`;
    const update = (resource: string) => ({ action: "chatbot:UpdateSlackChannelConfiguration", resource, context });
    expect(allows(deployer, { action: "chatbot:CreateSlackChannelConfiguration", resource: "*", context })).toBe(true);
    expect(allows(deployer, update(channel("lms-prod-critical")))).toBe(true);
    expect(allows(deployer, update(channel("finance")))).toBe(false);
  });

  it("works in the environment's regions only", () => {
    const vpc = { action: "ec2:CreateVpc", resource: "arn:aws:ec2:ap-south-1:333333333333:vpc/*" };
    expect(allows(deployer, { ...vpc, context: { "aws:RequestedRegion": "eu-west-1" } })).toBe(true);
    expect(allows(deployer, { ...vpc, context: { "aws:RequestedRegion": "ap-south-1" } })).toBe(false);
  });

  it("makes roles with the boundary and none without", () => {
    const create = { action: "iam:CreateRole", resource: ROLE };
    expect(allows(deployer, { ...create, context: BOUNDARY })).toBe(true);
    expect(allows(deployer, create)).toBe(false);
    expect(
      allows(deployer, {
        ...create,
        context: { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
      }),
    ).toBe(false);
    expect(
      allows(deployer, {
        action: "iam:CreateRole",
        resource: "arn:aws:iam::333333333333:role/other",
        context: BOUNDARY,
      }),
    ).toBe(false);
  });

  it.each([
    { action: "iam:DeleteRolePermissionsBoundary", resource: ROLE, context: BOUNDARY },
    {
      action: "iam:PutRolePermissionsBoundary",
      resource: ROLE,
      context: { "iam:PermissionsBoundary": "arn:aws:iam::333333333333:policy/lms-prod-mine" },
    },
    { action: "iam:PutRolePolicy", resource: ROLE },
    { action: "iam:AttachRolePolicy", resource: ROLE },
    { action: "iam:CreatePolicyVersion", resource: "arn:aws:iam::333333333333:policy/lms-prod-access-boundary" },
    { action: "iam:DeletePolicy", resource: "arn:aws:iam::333333333333:policy/lms-prod-access-deploy-identities" },
    ...["admin", "deployer", "developer", "image-publisher", "image-signer", "planner", "readonly"].flatMap((role) =>
      ["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole", "iam:PassRole"].map(
        (action) => ({
          action,
          resource: `arn:aws:iam::333333333333:role/lms-prod-${role}`,
          context: { ...BOUNDARY, "iam:PassedToService": "ec2.amazonaws.com" },
        }),
      ),
    ),
    { action: "iam:CreateUser", resource: "arn:aws:iam::333333333333:user/lms-prod-me" },
    { action: "iam:CreateAccessKey", resource: "arn:aws:iam::333333333333:user/alice" },
    { action: "iam:CreateOpenIDConnectProvider", resource: "arn:aws:iam::333333333333:oidc-provider/evil.example.com" },
    { action: "iam:PassRole", resource: ROLE, context: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
    { action: "sts:AssumeRole", resource: "arn:aws:iam::333333333333:role/lms-prod-admin" },
    { action: "s3:DeleteBucket", resource: STATE, context: US },
    { action: "s3:PutBucketPolicy", resource: STATE, context: US },
    { action: "s3:DeleteObject", resource: `${STATE}/prod-platform/terraform.tfstate` },
    { action: "s3:DeleteObject", resource: "arn:aws:s3:::lms-prod-media-333333333333/uploads/essay.pdf" },
  ] satisfies Request[])("cannot $action on $resource", (request) => {
    expect(allows(deployer, request)).toBe(false);
  });
});

describe("what the deployer makes", () => {
  // The worst policy that it could give a role, cut by the boundary.
  const boundary = permissionsBoundary(PROD);

  it.each([
    { action: "iam:CreateRole", resource: ROLE, context: US },
    { action: "iam:PutRolePolicy", resource: ROLE, context: US },
    { action: "iam:CreateAccessKey", resource: "*", context: US },
    { action: "sts:AssumeRole", resource: "arn:aws:iam::333333333333:role/lms-prod-admin", context: US },
    { action: "sts:AssumeRole", resource: "arn:aws:iam::444444444444:role/anything", context: US },
    { action: "iam:PassRole", resource: "arn:aws:iam::333333333333:role/lms-prod-admin", context: US },
    { action: "s3:GetObject", resource: `${STATE}/prod-platform/terraform.tfstate`, context: US },
    { action: "organizations:LeaveOrganization", resource: "*", context: US },
    { action: "ec2:RunInstances", resource: "*", context: { "aws:RequestedRegion": "ap-south-1" } },
  ] satisfies Request[])("cannot $action on $resource", (request) => {
    expect(allows(boundary, request)).toBe(false);
  });

  it("can do its work", () => {
    expect(allows(boundary, { action: "s3:GetObject", resource: "arn:aws:s3:::lms-prod-media-1/x", context: US })).toBe(
      true,
    );
    expect(
      allows(boundary, {
        action: "iam:PassRole",
        resource: "arn:aws:iam::333333333333:role/lms-prod-mediaconvert",
        context: US,
      }),
    ).toBe(true);
    expect(
      allows(boundary, {
        action: "rds:CreateDBClusterSnapshot",
        resource: "*",
        context: { "aws:RequestedRegion": "eu-west-1" },
      }),
    ).toBe(true);
  });
});

describe("controllers touch their own things only", () => {
  const scope = {
    site: PROD,
    clusterName: "lms-prod",
    dataKeyArn: "arn:aws:kms:us-east-1:333333333333:key/data",
    logsKeyArn: "arn:aws:kms:us-east-1:333333333333:key/logs",
    messagesKeyArn: "arn:aws:kms:us-east-1:333333333333:key/messages",
    tokenStoreOf: () => "none" as const,
  };

  it("the autoscaler resizes groups with both tags", () => {
    const resize = (context: Record<string, string>) =>
      allows(clusterAutoscaler(scope), {
        action: "autoscaling:SetDesiredCapacity",
        resource: "arn:aws:autoscaling:us-east-1:333333333333:autoScalingGroup:u:autoScalingGroupName/eks-general",
        context,
      });
    const enabled = { "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled": "true" };
    const owned = { "aws:ResourceTag/k8s.io/cluster-autoscaler/lms-prod": "owned" };
    expect(resize({ ...enabled, ...owned })).toBe(true);
    expect(resize(enabled)).toBe(false);
    expect(resize(owned)).toBe(false);
  });

  it("the EBS CSI driver deletes volumes that it made, and keeps the tag that says so", () => {
    const volume = "arn:aws:ec2:us-east-1:333333333333:volume/vol-1";
    const own = { "aws:ResourceTag/ebs.csi.aws.com/cluster": "true" };
    const csi = (action: string, context: Request["context"]) =>
      allows(ebsCsi(scope), { action, resource: volume, context: context ?? {} });
    expect(csi("ec2:DeleteVolume", own)).toBe(true);
    expect(csi("ec2:DeleteVolume", {})).toBe(false);
    expect(csi("ec2:DeleteTags", { ...own, "aws:TagKeys": ["team"] })).toBe(true);
    expect(csi("ec2:DeleteTags", { ...own, "aws:TagKeys": ["team", "ebs.csi.aws.com/cluster"] })).toBe(false);
    expect(csi("ec2:CreateTags", { "aws:TagKeys": ["ebs.csi.aws.com/cluster"] })).toBe(false);
  });
});
