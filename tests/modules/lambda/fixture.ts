import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import type { Construct } from "constructs";
import { AlertTopics } from "../../../modules/alerting/alert-topics";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { FunctionSchedule } from "../../../modules/lambda/function-schedule";
import type { FunctionSettings } from "../../../modules/lambda/function-settings";
import { TypescriptFunction } from "../../../modules/lambda/typescript-function";
import { PrivateQueue, Queue } from "../../../modules/messaging/queue";
import { Root } from "../../../stacks/root";

export const ACCOUNT = {
  name: "test",
  account: "777777777777",
  region: "us-east-1",
  stateBucket: "lms-test-terraform-state-777777777777",
  owner: "owner",
  costCenter: "cost",
};

/** A source with an import of its own and one of the AWS SDK. */
export const SOURCE = "tests/modules/lambda/greeter/greet.ts";

/** A root with a function that takes from a queue, one that events invoke, one that reports every week, and one that rotates secrets. */
export class TestRoot extends Root {
  constructor(
    scope: Construct,
    settings: FunctionSettings,
    schedule = { expression: "cron(0 6 ? * MON *)", timeZone: "America/New_York" },
  ) {
    super(scope, "test-lambda", ACCOUNT);
    const site = siteOf(ACCOUNT);
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection: "disposable" });
    const work = new Queue(this, "work", {
      keys,
      name: "lms-test-work",
      settings: { retentionDays: 4, visibilityTimeoutSeconds: 180, maxReceives: 5 },
    });
    const failures = new PrivateQueue(this, "failures", { keys, name: "lms-test-failures", retentionDays: 14 });
    const results = new PrivateQueue(this, "results", { keys, name: "lms-test-results", retentionDays: 14 });
    const common = { settings, site, keys, logRetentionDays: 7, source: SOURCE };
    new TypescriptFunction(this, "taker", {
      ...common,
      name: "taker",
      description: "Takes messages",
      invocation: { by: "queue", queue: work, batchSize: 5 },
      statements: [],
      variables: { GREETING: "hello" },
    });
    new TypescriptFunction(this, "listener", {
      ...common,
      name: "listener",
      description: "Listens to events",
      invocation: { by: "events", failures },
      sendsTo: [results],
      statements: [{ Sid: "ReadOne", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::one/object" }],
      variables: {},
    });
    const reporter = new TypescriptFunction(this, "reporter", {
      ...common,
      name: "reporter",
      description: "Reports",
      invocation: { by: "events", failures, results: new AlertTopics(this, "alerts", { site, keys }).warning },
      statements: [],
      variables: {},
    });
    new TypescriptFunction(this, "rotator", {
      ...common,
      name: "rotator",
      description: "Rotates secrets",
      invocation: { by: "rotation" },
      statements: [],
      variables: {},
    });
    new FunctionSchedule(this, "report", {
      site,
      keys,
      failures,
      function: reporter,
      group: new SchedulerScheduleGroup(this, "group", { name: "lms-test-group" }),
      name: "report",
      description: "Reports every week",
      ...schedule,
    });
  }
}

export const settings: FunctionSettings = { timeoutSeconds: 30, memoryMib: 256, reservedConcurrency: 2 };

export const ref = (path: string) => `\${${path}}`;
