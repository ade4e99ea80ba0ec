import { BackupClient } from "@aws-sdk/client-backup";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { publish } from "../../../functions/recovery-ages/publish";

const NOW = new Date("2026-06-30T06:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const PLAN_ARN = "arn:aws:backup:us-east-1:111111111111:restore-testing-plan:lms_prod-1";
const [DATABASE, MEDIA] = ["arn:aws:rds:us-east-1:111111111111:cluster:lms-prod", "arn:aws:s3:::media"];

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Readonly<Record<string, unknown>>;
}

let calls: Command[];
let answers: Record<string, unknown>;

/** Answers for both services, by the name of the command. */
const send = async (command: Command) => {
  calls.push(command);
  return answers[command.constructor.name] ?? {};
};
// A paginator takes no other client than one of its service.
const backup = Object.assign(new BackupClient({ region: "us-east-1" }), { send });
const published = () => publish({ cloudWatch: { send } as unknown as CloudWatchClient, backup, now: NOW });

const inputOf = (name: string) => calls.find((command) => command.constructor.name === name)?.input;

beforeEach(() => {
  calls = [];
  answers = {};
  vi.spyOn(console, "info").mockImplementation(() => {});
  vi.stubEnv("AWS_LAMBDA_FUNCTION_NAME", "lms-prod-readiness");
  vi.stubEnv("NAMESPACE", "LMS/Recovery");
  vi.stubEnv("ENVIRONMENT", "lms-prod");
  vi.stubEnv("DRILLS", "counted");
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("the age of the last good drill", () => {
  it("is counted from the newest time that people measured", async () => {
    answers.GetMetricStatisticsCommand = { Datapoints: [{ Timestamp: daysAgo(300) }, { Timestamp: daysAgo(42) }] };
    expect(await published()).toEqual({ DrillAge: 42 });
    expect(inputOf("GetMetricStatisticsCommand")).toMatchObject({
      Namespace: "LMS/Recovery",
      MetricName: "RecoveryTime",
      Dimensions: [{ Name: "Environment", Value: "lms-prod" }],
      StartTime: daysAgo(455),
      Period: 86_400,
    });
    expect(inputOf("PutMetricDataCommand")).toEqual({
      Namespace: "LMS/Recovery",
      MetricData: [
        { MetricName: "DrillAge", Value: 42, Dimensions: [{ Name: "FunctionName", Value: "lms-prod-readiness" }] },
      ],
    });
  });

  it("is as long as CloudWatch remembers, without one", async () => {
    expect(await published()).toEqual({ DrillAge: 455 });
  });
});

describe("the age of the last good restore test", () => {
  const job = (SourceResourceArn: string, days: number, change: object = {}) => ({
    SourceResourceArn,
    Status: "COMPLETED",
    CompletionDate: daysAgo(days),
    ...change,
  });

  beforeEach(() => {
    vi.stubEnv("DRILLS", "none");
    vi.stubEnv("RESTORE_TESTING_PLAN", "lms_prod");
    vi.stubEnv("RESTORED_STORES", `${DATABASE},${MEDIA}`);
    answers.GetRestoreTestingPlanCommand = {
      RestoreTestingPlan: { RestoreTestingPlanArn: PLAN_ARN, CreationTime: daysAgo(90) },
    };
  });

  it("is that of the store which waits longest", async () => {
    answers.ListRestoreJobsCommand = { RestoreJobs: [job(DATABASE, 3), job(DATABASE, 33), job(MEDIA, 34)] };
    expect(await published()).toEqual({ RestoreTestAge: 34 });
    expect(inputOf("ListRestoreJobsCommand")).toMatchObject({ ByRestoreTestingPlanArn: PLAN_ARN });
  });

  it("counts no test that failed, and none whose data people found wrong", async () => {
    answers.ListRestoreJobsCommand = {
      RestoreJobs: [
        job(DATABASE, 1, { Status: "FAILED" }),
        job(DATABASE, 2, { ValidationStatus: "FAILED" }),
        job(DATABASE, 40, { ValidationStatus: "TIMED_OUT" }),
        job(MEDIA, 5),
      ],
    };
    expect(await published()).toEqual({ RestoreTestAge: 40 });
  });

  it("is counted from the plan's beginning for a store without one", async () => {
    answers.ListRestoreJobsCommand = { RestoreJobs: [job(DATABASE, 3)] };
    expect(await published()).toEqual({ RestoreTestAge: 90 });
  });
});
