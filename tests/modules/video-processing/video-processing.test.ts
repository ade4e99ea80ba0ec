import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RENDITIONS, UPLOADS } from "../../../functions/video-processing/upload";
import { LMS_SERVICES } from "../../../modules/foundation/services";
import { VideoProcessing } from "../../../modules/video-processing/video-processing";
import { synthesize } from "../../../stacks/synthesize";
import { buildFromVariables } from "../../support/variables";
import { ref, root, settings, TestRoot } from "./fixture";

const MEDIA = ref("aws_s3_bucket.storage_media_bucket.arn");
const FAILURES = ref("aws_sqs_queue.video_failures.arn");
const OUTCOMES = "aws_sqs_queue.queues_media_transcoded_queue";
const TRANSCODING_QUEUE = ref("aws_media_convert_queue.video_transcoder_queue.arn");
const TRANSCODING_ROLE = ref("aws_iam_role.video_transcoder_role.arn");

const functions = () => root().resources("aws_lambda_function");
const statementsOf = (type: string, name: string) =>
  JSON.parse(String(root().resources(type)[name]?.policy)).Statement as { readonly Sid: string }[];
/** A role's statements without those that each function has. */
const rights = (role: string) =>
  statementsOf("aws_iam_role_policy", `${role}_policy`).filter(({ Sid }) => !/^Write(Logs|Traces)$/.test(Sid));

const useKey = (Sid: string, service: string, key: string, ...Action: string[]) => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource: ref(`aws_kms_key.keys_${key}.arn`),
  Condition: { StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` } },
});
const sends = (...Resource: string[]) => [
  { Sid: "SendMessages", Effect: "Allow", Action: ["sqs:SendMessage"], Resource },
  useKey("EncryptMessages", "sqs", "messages", "kms:Decrypt", "kms:GenerateDataKey"),
];
const findObjects = {
  Sid: "FindObjects",
  Effect: "Allow",
  Action: ["s3:ListBucket", "s3:ListBucketVersions"],
  Resource: MEDIA,
};
const keepRecords = [
  {
    Sid: "KeepRecords",
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:PutObject"],
    Resource: `${MEDIA}/video-records/*`,
  },
  useKey("UseDataKey", "s3", "data", "kms:Decrypt", "kms:GenerateDataKey"),
];
const readUploads = { Sid: "ReadUploads", Effect: "Allow", Action: "s3:GetObject", Resource: `${MEDIA}/uploads/*` };
const jobsAndQueue = [TRANSCODING_QUEUE, "arn:aws:mediaconvert:us-east-1:777777777777:jobs/*"];

describe("the way of an upload", () => {
  it("is below the prefixes that the LMS services have", () => {
    const { buckets } = LMS_SERVICES.media;
    expect(buckets.map(({ prefix }) => prefix)).toEqual([UPLOADS, RENDITIONS]);
  });

  it("begins with S3's event, which goes to a queue and to no other place", () => {
    const { video_uploaded: rule } = root().resources("aws_cloudwatch_event_rule");
    expect(rule).toMatchObject({ name: "lms-test-video-uploaded" });
    expect(JSON.parse(String(rule?.event_pattern))).toEqual({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: {
        bucket: { name: [ref("aws_s3_bucket.storage_media_bucket.bucket")] },
        object: { key: [{ prefix: "uploads/" }] },
      },
    });
    const targets = Object.values(root().resources("aws_cloudwatch_event_target"));
    expect(targets.filter((target) => target.rule === ref("aws_cloudwatch_event_rule.video_uploaded.name"))).toEqual([
      {
        rule: ref("aws_cloudwatch_event_rule.video_uploaded.name"),
        arn: ref("aws_sqs_queue.video_uploads_queue.arn"),
        dead_letter_config: { arn: FAILURES },
      },
    ]);
  });

  it("waits in a queue that takes from that rule only, and hides an upload for six times the function's timeout", () => {
    expect(root().resources("aws_sqs_queue").video_uploads_queue).toMatchObject({
      name: "lms-test-video-uploads",
      visibility_timeout_seconds: 360,
      message_retention_seconds: 345_600,
    });
    expect(functions().video_functions_submit_function).toMatchObject({ timeout: 60 });
    const allowed = statementsOf("aws_sqs_queue_policy", "video_uploads_queue_policy").slice(1);
    expect(allowed).toEqual([
      {
        Sid: "SendByRule",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: ref("aws_sqs_queue.video_uploads_queue.arn"),
        Condition: { ArnEquals: { "aws:SourceArn": [ref("aws_cloudwatch_event_rule.video_uploaded.arn")] } },
      },
    ]);
  });

  it("is taken by a function that knows where to go", () => {
    expect(functions().video_functions_submit_function).toMatchObject({
      function_name: "lms-test-video-submit",
      reserved_concurrent_executions: 5,
      environment: {
        variables: {
          TRANSCODING_QUEUE_ARN: TRANSCODING_QUEUE,
          TRANSCODING_ROLE_ARN: TRANSCODING_ROLE,
          LADDER: "1080p,360p",
          MAX_UPLOAD_BYTES: "10737418240",
          OUTCOME_QUEUE_URL: ref(`${OUTCOMES}.url`),
          MEDIA_BUCKET: ref("aws_s3_bucket.storage_media_bucket.bucket"),
          AWS_MAX_ATTEMPTS: "6",
        },
      },
    });
    expect(root().resources("aws_lambda_event_source_mapping")).toEqual({
      video_functions_submit_queue: {
        function_name: ref("aws_lambda_function.video_functions_submit_function.arn"),
        event_source_arn: ref("aws_sqs_queue.video_uploads_queue.arn"),
        batch_size: 5,
        function_response_types: ["ReportBatchItemFailures"],
        scaling_config: { maximum_concurrency: 5 },
      },
    });
  });

  it("ends with MediaConvert's event of our own queue, at the function that records it", () => {
    const { video_ended: rule } = root().resources("aws_cloudwatch_event_rule");
    expect(JSON.parse(String(rule?.event_pattern))).toEqual({
      source: ["aws.mediaconvert"],
      "detail-type": ["MediaConvert Job State Change"],
      detail: { queue: [TRANSCODING_QUEUE], status: ["COMPLETE", "ERROR", "CANCELED"] },
    });
    expect(root().resources("aws_cloudwatch_event_target").video_ended_to_record).toEqual({
      rule: ref("aws_cloudwatch_event_rule.video_ended.name"),
      arn: ref("aws_lambda_function.video_functions_record_function.arn"),
      dead_letter_config: { arn: FAILURES },
    });
    expect(root().resources("aws_lambda_permission")).toEqual({
      video_ended_invokes_record: {
        statement_id: "InvokedByRule",
        function_name: ref("aws_lambda_function.video_functions_record_function.function_name"),
        action: "lambda:InvokeFunction",
        principal: "events.amazonaws.com",
        source_arn: ref("aws_cloudwatch_event_rule.video_ended.arn"),
      },
    });
  });

  it("is reported to people when it failed", () => {
    const { video_failed: rule } = root().resources("aws_cloudwatch_event_rule");
    expect(JSON.parse(String(rule?.event_pattern)).detail).toEqual({
      queue: [TRANSCODING_QUEUE],
      status: ["ERROR", "CANCELED"],
    });
    expect(root().resources("aws_cloudwatch_event_target").video_failed_to_topic).toEqual({
      rule: ref("aws_cloudwatch_event_rule.video_failed.name"),
      arn: ref("aws_sns_topic.alerts_warning.arn"),
      input_transformer: {
        input_paths: { text: "$.detail.jobId" },
        input_template:
          '{"version":"1.0","source":"custom","content":{"title":"A transcoding job has failed or was canceled","description":<text>}}',
      },
    });
  });

  it("leaves what no one took where it is kept for 14 days, for both rules", () => {
    expect(root().resources("aws_sqs_queue").video_failures).toMatchObject({
      name: "lms-test-video-failures",
      message_retention_seconds: 1_209_600,
    });
    expect(statementsOf("aws_sqs_queue_policy", "video_failures_policy").slice(1)).toEqual([
      {
        Sid: "SendByRules",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: FAILURES,
        Condition: {
          ArnEquals: {
            "aws:SourceArn": ["uploaded", "ended"].map((rule) => ref(`aws_cloudwatch_event_rule.video_${rule}.arn`)),
          },
        },
      },
    ]);
  });
});

describe("a transcoding job", () => {
  it("waits in a queue of the environment's own", () => {
    expect(root().resources("aws_media_convert_queue")).toEqual({
      video_transcoder_queue: { name: "lms-test-video", description: "Uploads of the LMS" },
    });
  });

  it("reads uploads and writes renditions, in the name of a role that MediaConvert has for that queue", () => {
    const role = root().resources("aws_iam_role").video_transcoder_role;
    expect(role?.name).toBe("lms-test-video-transcoder");
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toMatchObject([
      {
        Principal: { Service: "mediaconvert.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "777777777777", "aws:SourceArn": TRANSCODING_QUEUE } },
      },
    ]);
    expect(rights("video_transcoder_role")).toEqual([
      readUploads,
      { Sid: "WriteRenditions", Effect: "Allow", Action: "s3:PutObject", Resource: `${MEDIA}/transcoded/*` },
      useKey("UseDataKey", "s3", "data", "kms:Decrypt", "kms:GenerateDataKey"),
    ]);
  });
});

describe("a function", () => {
  it("that submits may look at uploads, remember them, and hand them with the role to MediaConvert", () => {
    expect(rights("video_functions_submit_role")).toEqual([
      {
        Sid: "ConsumeMessages",
        Effect: "Allow",
        Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
        Resource: [ref("aws_sqs_queue.video_uploads_queue.arn")],
      },
      useKey("DecryptMessages", "sqs", "messages", "kms:Decrypt"),
      ...sends(ref(`${OUTCOMES}.arn`)),
      findObjects,
      ...keepRecords,
      readUploads,
      {
        Sid: "CreateAndFindJobs",
        Effect: "Allow",
        Action: ["mediaconvert:CreateJob", "mediaconvert:SearchJobs"],
        Resource: jobsAndQueue,
      },
      { Sid: "ProbeUploads", Effect: "Allow", Action: "mediaconvert:Probe", Resource: "*" },
      {
        Sid: "HandOverRole",
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: TRANSCODING_ROLE,
        Condition: { StringEquals: { "iam:PassedToService": "mediaconvert.amazonaws.com" } },
      },
    ]);
  });

  it("that records may remember how uploads ended and tell the media service", () => {
    expect(rights("video_functions_record_role")).toEqual([
      ...sends(FAILURES, ref(`${OUTCOMES}.arn`)),
      findObjects,
      ...keepRecords,
    ]);
    expect(functions().video_functions_record_function).toMatchObject({
      environment: {
        variables: {
          OUTCOME_QUEUE_URL: ref(`${OUTCOMES}.url`),
          MEDIA_BUCKET: ref("aws_s3_bucket.storage_media_bucket.bucket"),
          AWS_MAX_ATTEMPTS: "6",
        },
      },
    });
  });

  it("that sweeps may list and cancel jobs, too", () => {
    expect(rights("video_functions_sweep_role")).toEqual([
      ...sends(FAILURES, ref(`${OUTCOMES}.arn`)),
      findObjects,
      ...keepRecords,
      {
        Sid: "ListAndCancelJobs",
        Effect: "Allow",
        Action: ["mediaconvert:CancelJob", "mediaconvert:ListJobs"],
        Resource: jobsAndQueue,
      },
    ]);
    expect(functions().video_functions_sweep_function).toMatchObject({
      environment: {
        variables: {
          TRANSCODING_QUEUE_ARN: TRANSCODING_QUEUE,
          OUTCOME_QUEUE_URL: ref(`${OUTCOMES}.url`),
          MEDIA_BUCKET: ref("aws_s3_bucket.storage_media_bucket.bucket"),
          AWS_MAX_ATTEMPTS: "6",
          STUCK_AFTER_HOURS: "12",
        },
      },
    });
  });

  it("that reports may see names of objects, and tells people what it found", () => {
    expect(rights("video_functions_report_orphans_role")).toEqual([
      ...sends(FAILURES),
      {
        Sid: "PublishResults",
        Effect: "Allow",
        Action: ["sns:Publish"],
        Resource: ref("aws_sns_topic.alerts_warning.arn"),
      },
      useKey("EncryptResults", "sns", "messages", "kms:Decrypt", "kms:GenerateDataKey"),
      findObjects,
    ]);
    expect(functions().video_functions_report_orphans_function).toMatchObject({
      environment: {
        variables: {
          MEDIA_BUCKET: ref("aws_s3_bucket.storage_media_bucket.bucket"),
          UPLOAD_BUCKETS: `${ref("aws_s3_bucket.storage_media_bucket.bucket")},lms-test-media-777777777777-eu-west-1`,
        },
      },
    });
  });

  it("is one of four, each from its own source", () => {
    const sources = Object.entries(root().attribute("aws_lambda_function", "filename"));
    expect(Object.fromEntries(sources)).toEqual({
      video_functions_submit_function: "assets/video_functions_submit_code/submit.zip",
      video_functions_record_function: "assets/video_functions_record_code/record.zip",
      video_functions_sweep_function: "assets/video_functions_sweep_code/sweep.zip",
      video_functions_report_orphans_function: "assets/video_functions_report_orphans_code/report-orphans.zip",
    });
    expect(new Set(Object.values(root().attribute("aws_lambda_function", "source_code_hash"))).size).toBe(4);
  });
});

describe("the schedules", () => {
  it("sweep every night and report every week, in the environment's time zone, in a group of their own", () => {
    expect(root().resources("aws_scheduler_schedule_group")).toEqual({
      video_schedules: { name: "lms-test-video" },
    });
    const common = {
      group_name: ref("aws_scheduler_schedule_group.video_schedules.name"),
      schedule_expression_timezone: "America/New_York",
    };
    const schedules = root().resources("aws_scheduler_schedule");
    expect(Object.keys(schedules)).toHaveLength(2);
    expect(schedules.video_sweep_schedule_schedule).toMatchObject({
      ...common,
      name: "lms-test-video-sweep",
      schedule_expression: "cron(30 4 * * ? *)",
      target: {
        arn: ref("aws_lambda_function.video_functions_sweep_function.arn"),
        role_arn: ref("aws_iam_role.video_sweep_schedule_role.arn"),
        dead_letter_config: { arn: FAILURES },
      },
    });
    expect(schedules.video_report_orphans_schedule_schedule).toMatchObject({
      ...common,
      name: "lms-test-video-report-orphans",
      schedule_expression: "cron(0 6 ? * MON *)",
      target: {
        arn: ref("aws_lambda_function.video_functions_report_orphans_function.arn"),
        role_arn: ref("aws_iam_role.video_report_orphans_schedule_role.arn"),
        dead_letter_config: { arn: FAILURES },
      },
    });
  });
});

describe("VideoProcessing", () => {
  it("tells what alarms and dashboards need", () => {
    expect(root().json.output.watched?.value).toEqual({
      functions: ["submit", "record", "sweep", "report_orphans"].map((name) =>
        ref(`aws_lambda_function.video_functions_${name}_function.function_name`),
      ),
      uploads: [ref("aws_sqs_queue.video_uploads_queue.name"), ref("aws_sqs_queue.video_uploads_dead_letters.name")],
      failures: ref("aws_sqs_queue.video_failures.name"),
      scheduleGroup: ref("aws_scheduler_schedule_group.video_schedules.name"),
      transcodingQueue: TRANSCODING_QUEUE,
    });
  });

  it("tells all that is wrong with its settings, by its path", () => {
    const broken = { ...settings, ladder: [], maxUploadGib: 0, concurrentSubmissions: 0, timeZone: "Nowhere" };
    const outdir = mkdtempSync(join(tmpdir(), "lms-synth-"));
    const zone =
      'must be a time zone of the IANA database such as America/New_York, got "Nowhere"; write its name as the database does';
    expect(synthesize(() => [(app) => new TestRoot(app, broken)], outdir).problems).toEqual([
      "test-video/video: ladder: must have 1 to 5 elements, got []; without one nothing can be watched",
      "test-video/video: maxUploadGib: must be a whole number from 1 to 5120, got 0; give the size of the largest recording",
      "test-video/video: concurrentSubmissions: must be a whole number from 2 to 1000, got 0; " +
        "Lambda scales a queue from 2, and leaves 100 to other functions",
      `test-video/video: timeZone: ${zone}`,
      "test-video/video/functions/submit: reservedConcurrency: must be a whole number from 2, got 0; " +
        "0 would stop a function, and Lambda scales a queue from 2",
      `test-video/video/sweep-schedule: timeZone: ${zone}`,
      `test-video/video/report-orphans-schedule: timeZone: ${zone}`,
    ]);
  });
});

describe("video processing of a Terraform module", () => {
  it("takes variables as they are", () => {
    const { errors, spoiltNumbers, resources } = buildFromVariables(
      (inputs) =>
        new VideoProcessing(inputs, "video", {
          keys: {
            data: inputs.arn("data_key"),
            logs: inputs.arn("logs_key"),
            messages: inputs.arn("messages_key"),
          },
          media: { ...inputs.arn("media"), name: inputs.text("media_name") },
          uploadBuckets: [inputs.text("upload_bucket")],
          alerts: { warning: { ...inputs.arn("warning"), name: inputs.text("warning_name") } },
          transcoded: { ...inputs.arn("transcoded"), url: inputs.text("transcoded_url") },
          site: inputs.site(),
          settings: {
            ...settings,
            maxUploadGib: inputs.number("max_upload_gib"),
            concurrentSubmissions: inputs.number("concurrent_submissions"),
            timeZone: inputs.text("time_zone"),
          },
          logRetentionDays: inputs.number("log_retention_days"),
        }),
    );
    expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
    expect(JSON.stringify(resources.aws_lambda_function)).toContain(
      `"MAX_UPLOAD_BYTES":"${ref("(var.max_upload_gib * 1073741824)")}"`,
    );
  });
});
