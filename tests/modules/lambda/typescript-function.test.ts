import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { executionsFor, TypescriptFunction } from "../../../modules/lambda/typescript-function";
import { synthesize } from "../../../stacks/synthesize";
import { SynthesizedRoot } from "../../support/synthesized";
import { buildFromVariables } from "../../support/variables";
import { ref, SOURCE, settings, TestRoot } from "./fixture";

const outdir = mkdtempSync(join(tmpdir(), "lms-synth-"));
let synthesized: SynthesizedRoot | undefined;

function root(): SynthesizedRoot {
  if (synthesized === undefined) {
    expect(synthesize(() => [(app) => new TestRoot(app, settings)], outdir).problems).toEqual([]);
    const file = join(outdir, "stacks", "test-lambda", "cdk.tf.json");
    synthesized = new SynthesizedRoot("test-lambda", JSON.parse(readFileSync(file, "utf8")));
  }
  return synthesized;
}

const functions = () => root().resources("aws_lambda_function");
const statements = (name: string) =>
  JSON.parse(String(root().resources("aws_iam_role_policy")[`${name}_role_policy`]?.policy)).Statement;

const ownLogs = (name: string) => ({
  Sid: "WriteLogs",
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: `${ref(`aws_cloudwatch_log_group.${name}_logs.arn`)}:*`,
});
const traces = {
  Sid: "WriteTraces",
  Effect: "Allow",
  Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
  Resource: "*",
};
const throughSqs = (Sid: string, Action: string[]) => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource: ref("aws_kms_key.keys_messages.arn"),
  Condition: { StringEquals: { "kms:ViaService": "sqs.us-east-1.amazonaws.com" } },
});

describe("TypescriptFunction", () => {
  it("is on Graviton, traced, limited, with JSON logs in its own group", () => {
    expect(functions().taker_function).toEqual({
      function_name: "lms-test-taker",
      description: "Takes messages",
      role: ref("aws_iam_role.taker_role.arn"),
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      filename: "assets/taker_code/greet.zip",
      source_code_hash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      handler: "index.handler",
      timeout: 30,
      memory_size: 256,
      reserved_concurrent_executions: 2,
      environment: { variables: { GREETING: "hello" } },
      tracing_config: { mode: "Active" },
      logging_config: {
        log_format: "JSON",
        application_log_level: "INFO",
        system_log_level: "WARN",
        log_group: ref("aws_cloudwatch_log_group.taker_logs.name"),
      },
      depends_on: ["aws_iam_role_policy.taker_role_policy"],
    });
  });

  it("has its code beside the configuration, by a path that holds wherever the folder goes", () => {
    const { filename, source_code_hash: hash } = functions().taker_function ?? {};
    const archive = join(outdir, "stacks", "test-lambda", String(filename));
    expect(existsSync(archive)).toBe(true);
    expect(createHash("sha256").update(readFileSync(archive)).digest("base64")).toBe(hash);
  });

  it("keeps its logs encrypted and as long as is said", () => {
    expect(root().resources("aws_cloudwatch_log_group").taker_logs).toEqual({
      name: "/aws/lambda/lms-test-taker",
      kms_key_id: ref("aws_kms_key.keys_logs.arn"),
      retention_in_days: 7,
    });
  });

  it("has a role of its own that Lambda assumes", () => {
    const role = root().resources("aws_iam_role").taker_role;
    expect(role).toMatchObject({ name: "lms-test-taker", description: "Function: Takes messages" });
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        Sid: "AssumedByService",
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: ["sts:AssumeRole"],
      },
    ]);
  });

  it("may take from its queue, and write logs and traces", () => {
    expect(statements("taker")).toEqual([
      ownLogs("taker"),
      traces,
      {
        Sid: "ConsumeMessages",
        Effect: "Allow",
        Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
        Resource: [ref("aws_sqs_queue.work_queue.arn")],
      },
      throughSqs("DecryptMessages", ["kms:Decrypt"]),
    ]);
  });

  it("may send what failed and what it has to say, and do what it is given", () => {
    expect(statements("listener")).toEqual([
      ownLogs("listener"),
      traces,
      {
        Sid: "SendMessages",
        Effect: "Allow",
        Action: ["sqs:SendMessage"],
        Resource: [ref("aws_sqs_queue.failures.arn"), ref("aws_sqs_queue.results.arn")],
      },
      throughSqs("EncryptMessages", ["kms:Decrypt", "kms:GenerateDataKey"]),
      { Sid: "ReadOne", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::one/object" },
    ]);
  });

  it("may do no more than log and trace where it rotates secrets, and keeps no events", () => {
    expect(statements("rotator")).toEqual([ownLogs("rotator"), traces]);
  });

  it("takes batches from its queue, as many as may run, and gives back only what failed", () => {
    expect(root().resources("aws_lambda_event_source_mapping")).toEqual({
      taker_queue: {
        function_name: ref("aws_lambda_function.taker_function.arn"),
        event_source_arn: ref("aws_sqs_queue.work_queue.arn"),
        batch_size: 5,
        function_response_types: ["ReportBatchItemFailures"],
        scaling_config: { maximum_concurrency: 2 },
      },
    });
  });

  it("keeps the events that it failed at three times", () => {
    expect(root().resources("aws_lambda_function_event_invoke_config")).toEqual({
      listener_ends: {
        function_name: ref("aws_lambda_function.listener_function.function_name"),
        maximum_retry_attempts: 2,
        destination_config: { on_failure: { destination: ref("aws_sqs_queue.failures.arn") } },
      },
      reporter_ends: {
        function_name: ref("aws_lambda_function.reporter_function.function_name"),
        maximum_retry_attempts: 2,
        destination_config: {
          on_failure: { destination: ref("aws_sqs_queue.failures.arn") },
          on_success: { destination: ref("aws_sns_topic.alerts_warning.arn") },
        },
      },
    });
  });

  it("may publish what it returns, where people are to read it", () => {
    expect(statements("reporter").slice(4)).toEqual([
      {
        Sid: "PublishResults",
        Effect: "Allow",
        Action: ["sns:Publish"],
        Resource: ref("aws_sns_topic.alerts_warning.arn"),
      },
      {
        Sid: "EncryptResults",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: ref("aws_kms_key.keys_messages.arn"),
        Condition: { StringEquals: { "kms:ViaService": "sns.us-east-1.amazonaws.com" } },
      },
    ]);
  });

  it("gives the same bytes again", () => {
    const again = mkdtempSync(join(tmpdir(), "lms-synth-"));
    synthesize(() => [(app) => new TestRoot(app, settings)], again);
    for (const file of ["cdk.tf.json", "assets/taker_code/greet.zip"]) {
      const [one, other] = [outdir, again].map((folder) => readFileSync(join(folder, "stacks", "test-lambda", file)));
      expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it("tells all that is wrong with its settings, by its path", () => {
    const broken = { ...settings, timeoutSeconds: 60, reservedConcurrency: 0 };
    const folder = mkdtempSync(join(tmpdir(), "lms-synth-"));
    expect(synthesize(() => [(app) => new TestRoot(app, broken)], folder).problems).toEqual([
      "test-lambda/taker: reservedConcurrency: must be a whole number from 2, got 0; " +
        "0 would stop a function, and Lambda scales a queue from 2",
      "test-lambda/taker: queue: must hide a message for at least six times timeoutSeconds, 360 seconds, got 180; " +
        "a message must not come back while Lambda still tries",
      "test-lambda/listener: reservedConcurrency: must be a whole number from 1, got 0; " +
        "0 would stop a function, and Lambda scales a queue from 2",
      "test-lambda/reporter: reservedConcurrency: must be a whole number from 1, got 0; " +
        "0 would stop a function, and Lambda scales a queue from 2",
      "test-lambda/rotator: reservedConcurrency: must be a whole number from 1, got 0; " +
        "0 would stop a function, and Lambda scales a queue from 2",
    ]);
  });
});

describe("the quota that functions need", () => {
  it("is what they reserve with the 100 that nobody may, and nothing where there is none", () => {
    const four = new TestRoot(Testing.app(), { ...settings, reservedConcurrency: 2 });
    expect(executionsFor(four)).toBe(108);
    expect(executionsFor(Testing.app())).toBe(0);
  });
});

describe("a function of a Terraform module", () => {
  it("takes variables as they are", () => {
    const { errors, spoiltNumbers, resources } = buildFromVariables(
      (root) =>
        new TypescriptFunction(root, "function", {
          keys: { logs: root.arn("logs_key"), messages: root.arn("messages_key") },
          site: root.site(),
          name: root.text("name"),
          description: root.text("description"),
          source: SOURCE,
          invocation: {
            by: "queue",
            queue: { ...root.arn("queue"), visibilityTimeoutSeconds: root.number("visibility_timeout_seconds") },
            batchSize: root.number("batch_size"),
          },
          sendsTo: [root.arn("results")],
          statements: [],
          variables: { GREETING: root.text("greeting") },
          settings: {
            timeoutSeconds: root.number("timeout_seconds"),
            memoryMib: root.number("memory_mib"),
            reservedConcurrency: root.number("reserved_concurrency"),
          },
          logRetentionDays: root.number("log_retention_days"),
        }),
    );
    expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
    expect(Object.values(resources.aws_lambda_function ?? {})).toEqual([
      expect.objectContaining({
        function_name: `lms-${ref("var.environment")}-${ref("var.name")}`,
        timeout: ref("var.timeout_seconds"),
        memory_size: ref("var.memory_mib"),
      }),
    ]);
  });
});

describe("FunctionSchedule", () => {
  it("invokes its function at its time, in its time zone, and keeps what it could not", () => {
    expect(root().resources("aws_scheduler_schedule")).toEqual({
      report_schedule: {
        name: "lms-test-report",
        description: "Reports every week",
        group_name: ref("aws_scheduler_schedule_group.group.name"),
        schedule_expression: "cron(0 6 ? * MON *)",
        schedule_expression_timezone: "America/New_York",
        flexible_time_window: { mode: "OFF" },
        target: {
          arn: ref("aws_lambda_function.reporter_function.arn"),
          role_arn: ref("aws_iam_role.report_role.arn"),
          dead_letter_config: { arn: ref("aws_sqs_queue.failures.arn") },
          retry_policy: { maximum_event_age_in_seconds: 3600, maximum_retry_attempts: 10 },
        },
        depends_on: ["aws_iam_role_policy.report_role_policy"],
      },
    });
  });

  it("has a role of its own, for schedules of its group only, that invokes that function only", () => {
    const role = root().resources("aws_iam_role").report_role;
    expect(role?.name).toBe("lms-test-report-schedule");
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        Sid: "AssumedByService",
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "777777777777",
            "aws:SourceArn": ref("aws_scheduler_schedule_group.group.arn"),
          },
        },
      },
    ]);
    expect(statements("report")).toEqual([
      {
        Sid: "InvokeFunction",
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: ref("aws_lambda_function.reporter_function.arn"),
      },
      {
        Sid: "SendMessages",
        Effect: "Allow",
        Action: ["sqs:SendMessage"],
        Resource: [ref("aws_sqs_queue.failures.arn")],
      },
      throughSqs("EncryptMessages", ["kms:Decrypt", "kms:GenerateDataKey"]),
    ]);
  });

  it("tells all that is wrong with its time, by its path", () => {
    const folder = mkdtempSync(join(tmpdir(), "lms-synth-"));
    const never = { expression: "every week", timeZone: "Mars/Olympus" };
    expect(synthesize(() => [(app) => new TestRoot(app, settings, never)], folder).problems).toEqual([
      "test-lambda/report: expression: must be cron(<six fields>), rate(<number> <unit>) or at(yyyy-mm-ddThh:mm:ss), " +
        'got "every week"; see the schedule types of EventBridge Scheduler',
      "test-lambda/report: timeZone: must be a time zone of the IANA database such as America/New_York, " +
        'got "Mars/Olympus"; write its name as the database does',
    ]);
  });
});
