import { describe, expect, it } from "vitest";
import { siteOf } from "../../../modules/foundation/names";
import { deployData } from "../../../modules/iam/policies/deploy-data";
import { deployGlobalRegion } from "../../../modules/iam/policies/deploy-global-region";
import { deployServices } from "../../../modules/iam/policies/deploy-services";
import { permissionsBoundary } from "../../../modules/iam/policies/permissions-boundary";
import { allows } from "./evaluate";

const ACCOUNT = "333333333333";
const HOME = {
  ...siteOf({ name: "school", account: ACCOUNT, region: "eu-central-1" }),
  stateBucket: "lms-school-terraform-state-1",
  dataProtection: "retained",
  recovery: { region: "eu-west-1" },
  registryRegion: "us-west-2",
} as const;
const inRegion = (region: string) => ({ "aws:RequestedRegion": region });

describe("the deployer of an environment at home in eu-central-1", () => {
  const deployer = [...deployServices(HOME), ...deployGlobalRegion(HOME), ...deployData(HOME)];

  it.each([
    ["acm:RequestCertificate", "*"],
    ["acm:DeleteCertificate", `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/1`],
    ["cloudwatch:PutMetricAlarm", `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:lms-school-site-unhealthy`],
    ["cloudwatch:PutCompositeAlarm", "*"],
    ["wafv2:CreateWebACL", `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/lms-school-site/1`],
    ["logs:CreateLogGroup", `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:aws-waf-logs-lms-school-site`],
    ["logs:PutDeliverySource", `arn:aws:logs:us-east-1:${ACCOUNT}:delivery-source:lms-school-cloudfront`],
    ["logs:PutQueryDefinition", "*"],
    ["sns:CreateTopic", `arn:aws:sns:us-east-1:${ACCOUNT}:lms-school-global-critical`],
    [
      "scheduler:CreateSchedule",
      `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule/lms-school-global-alerts/lms-school-a`,
    ],
    ["kms:CreateKey", "*"],
    ["kms:PutKeyPolicy", `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`],
  ])("may %s in us-east-1, and in no region that it has nothing in", (action, resource) => {
    expect(allows(deployer, { action, resource, context: inRegion("us-east-1") })).toBe(true);
    const elsewhere = resource.replace("us-east-1", "us-west-2");
    expect(allows(deployer, { action, resource: elsewhere, context: inRegion("us-west-2") })).toBe(false);
  });

  it.each([
    ["ec2:CreateVpc", `arn:aws:ec2:us-east-1:${ACCOUNT}:vpc/*`],
    ["rds:CreateDBCluster", `arn:aws:rds:us-east-1:${ACCOUNT}:cluster:lms-school`],
    ["eks:CreateCluster", "*"],
    ["sqs:CreateQueue", `arn:aws:sqs:us-east-1:${ACCOUNT}:lms-school-a`],
    ["s3:CreateBucket", "arn:aws:s3:::lms-school-media-1"],
    ["secretsmanager:CreateSecret", `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:lms/school/a`],
    ["sns:CreateTopic", `arn:aws:sns:us-east-1:${ACCOUNT}:other`],
  ])("may not %s in us-east-1, where no data of learners is kept", (action, resource) => {
    expect(allows(deployer, { action, resource, context: inRegion("us-east-1") })).toBe(false);
  });

  it("has no more of us-east-1 where that is a region of its own anyway", () => {
    expect(deployGlobalRegion({ ...HOME, recovery: { region: "us-east-1" } })).toEqual([]);
  });
});

describe("what it makes", () => {
  const boundary = permissionsBoundary(HOME);
  const may = (action: string, region: string) =>
    allows(boundary, { action, resource: "*", context: inRegion(region) });

  it("looks at alarms in us-east-1 and raises them, and does nothing else there", () => {
    expect(may("cloudwatch:SetAlarmState", "us-east-1")).toBe(true);
    expect(may("cloudwatch:GetMetricData", "us-east-1")).toBe(true);
    expect(may("s3:PutObject", "us-east-1")).toBe(false);
    expect(may("sns:Publish", "us-east-1")).toBe(false);
    expect(may("s3:PutObject", "eu-central-1")).toBe(true);
    expect(may("s3:PutObject", "eu-west-1")).toBe(true);
  });

  it("pulls images where the registry is, and pushes none", () => {
    for (const action of ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]) {
      expect(may(action, "us-west-2")).toBe(true);
    }
    expect(may("ecr:PutImage", "us-west-2")).toBe(false);
    const atHome = permissionsBoundary({ ...HOME, registryRegion: "eu-central-1" });
    const pull = { action: "ecr:BatchGetImage", resource: "*", context: inRegion("us-west-2") };
    expect(allows(atHome, pull)).toBe(false);
  });
});
