import { describe, expect, it } from "vitest";
import { useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox();
const NAME = `${"a".repeat(50)}.school.example.com`;

describe("values that the models let pass", () => {
  it.each([
    [
      "AWSEvents.PutRule",
      "events",
      { Name: "nightly", ScheduleExpression: "rate(1 days)" },
      "ValidationException",
      "Parameter ScheduleExpression is not valid.",
    ],
    [
      "Logs_20140328.PutRetentionPolicy",
      "logs",
      { logGroupName: "g", retentionInDays: 31 },
      "InvalidParameterException",
      "1 validation error detected: Value '31' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]",
    ],
    [
      "CertificateManager.RequestCertificate",
      "acm",
      { DomainName: NAME },
      "ValidationException",
      `1 validation error detected: Value '${NAME}' at 'domainName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      "AnyScaleFrontendService.RegisterScalableTarget",
      "application-autoscaling",
      {
        ServiceNamespace: "rds",
        ResourceId: "cluster:lms",
        ScalableDimension: "rds:cluster:ReadReplicaCount",
        MinCapacity: 4,
        MaxCapacity: 2,
      },
      "ValidationException",
      "Maximum capacity cannot be less than minimum capacity",
    ],
    [
      "AnyScaleFrontendService.RegisterScalableTarget",
      "application-autoscaling",
      {
        ServiceNamespace: "rds",
        ResourceId: "cluster:lms",
        ScalableDimension: "rds:cluster:ReadReplicaCount",
        MinCapacity: 1,
        MaxCapacity: 16,
      },
      "ValidationException",
      "Maximum capacity cannot be greater than 15",
    ],
  ])("are refused by %s of %s: %j", async (target, service, parameters, __type, message) => {
    expect(await sandbox.json(service, target, parameters)).toEqual({ status: 400, json: { __type, message } });
  });

  const schedule = (ScheduleExpressionTimezone: string) => ({
    ScheduleExpression: "rate(1 day)",
    ScheduleExpressionTimezone,
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: "arn:aws:lambda:us-east-1:111111111111:function:f", RoleArn: "arn:aws:iam::111111111111:role/r" },
  });
  const nightly = (ScheduleExpression: string) => ({
    BackupPlan: {
      BackupPlanName: "p",
      Rules: [{ RuleName: "r", TargetBackupVaultName: "vault", ScheduleExpression }],
    },
  });
  const lifecycle = (DeleteAfterDays: number, MoveToColdStorageAfterDays: number) => ({
    BackupPlan: {
      BackupPlanName: "p",
      Rules: [
        { RuleName: "r", TargetBackupVaultName: "vault", Lifecycle: { DeleteAfterDays, MoveToColdStorageAfterDays } },
      ],
    },
  });
  it.each([
    [
      "scheduler",
      "POST /schedules/s",
      schedule("America/Boston"),
      "ValidationException",
      "Invalid ScheduleExpressionTimezone America/Boston.",
    ],
    [
      "scheduler",
      "POST /schedules/s",
      { ...schedule("UTC"), ScheduleExpression: "cron(30 4 * * *)" },
      "ValidationException",
      "Invalid Schedule Expression cron(30 4 * * *).",
    ],
    [
      "scheduler",
      "PUT /schedules/s",
      { ...schedule("UTC"), ScheduleExpression: "at(tomorrow)" },
      "ValidationException",
      "Invalid Schedule Expression at(tomorrow).",
    ],
    [
      "backup",
      "PUT /backup/plans",
      nightly("every night"),
      "InvalidParameterValueException",
      "Invalid cron expression: every night",
    ],
    [
      "mediaconvert",
      "POST /2017-08-29/jobs",
      { role: "arn:r", settings: {}, userMetadata: { key: "50% done.mp4" } },
      "BadRequestException",
      "The user metadata value '50% done.mp4' is invalid.",
    ],
    [
      "mediaconvert",
      "POST /2017-08-29/jobs",
      { role: "arn:r", settings: {}, userMetadata: { key: "a".repeat(257) } },
      "BadRequestException",
      `The user metadata value '${"a".repeat(257)}' is invalid.`,
    ],
    [
      "backup",
      "PUT /backup/plans",
      lifecycle(100, 30),
      "InvalidParameterValueException",
      "DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays",
    ],
    [
      "backup",
      "PUT /backup-vaults/lms/vault-lock",
      { MinRetentionDays: 30, MaxRetentionDays: 7 },
      "InvalidParameterValueException",
      "MinRetentionDays must be from 1 to MaxRetentionDays and MaxRetentionDays at most 36500, got 30 and 7",
    ],
  ])("are refused by %s: %s %j", async (service, action, parameters, code, message) => {
    expect(await sandbox.rest(service, action, parameters)).toEqual({ status: 400, json: { code, message } });
  });

  it.each([
    ["email", "school", "Invalid parameter: Email address"],
    ["https", "http://events.example.com", "Invalid parameter: Endpoint must match the specified protocol"],
  ])("are refused by SNS: the %s endpoint %s", async (Protocol, Endpoint, message) => {
    const form = { Action: "Subscribe", TopicArn: "arn:aws:sns:us-east-1:111111111111:t", Protocol, Endpoint };
    expect((await sandbox.query("sns", form)).text).toContain(
      `<Code>InvalidParameter</Code><Message>${message}</Message>`,
    );
  });
});

describe("the same requests with values that AWS takes", () => {
  it("are let through", async () => {
    sandbox.moto.json("PutRetentionPolicy", {});
    sandbox.moto.json("POST /schedules/s", { ScheduleArn: "arn:s" });
    sandbox.moto.json("RegisterScalableTarget", {});
    const retention = { logGroupName: "g", retentionInDays: 30 };
    expect((await sandbox.json("logs", "Logs_20140328.PutRetentionPolicy", retention)).status).toBe(200);
    expect(
      (
        await sandbox.rest("scheduler", "POST /schedules/s", {
          ScheduleExpression: "rate(1 day)",
          ScheduleExpressionTimezone: "America/New_York",
          FlexibleTimeWindow: { Mode: "OFF" },
          Target: {
            Arn: "arn:aws:lambda:us-east-1:111111111111:function:f",
            RoleArn: "arn:aws:iam::111111111111:role/r",
          },
        })
      ).status,
    ).toBe(200);
  });
});
