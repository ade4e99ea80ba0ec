import { LMS_SERVICES, type LmsService } from "../../../../modules/foundation/services";
import type { StoreUse } from "../../../../modules/foundation/store-uses";
import { abroad, MEDIA, type Promised, READERS, STATE, us, via } from "./request";

const ASSETS = "arn:aws:s3:::lms-prod-static-assets-333333333333";
const OBJECTS: Promised[] = [
  ["s3:GetObject", `${MEDIA}/uploads/a`, ["media"]],
  ["s3:GetObject", `${MEDIA}/transcoded/a`, ["courses", "media"]],
  ["s3:GetObject", `${MEDIA}/submissions/a`, ["assessments"]],
  ["s3:GetObject", `${MEDIA}/exports/a`, ["analytics"]],
  ["s3:GetObject", `${ASSETS}/courses/a`, ["courses"]],
  ["s3:GetObject", `${ASSETS}/maintenance/index.html`, READERS],
  ["s3:GetObject", `${ASSETS}/index.html`, []],
  ["s3:GetObject", "arn:aws:s3:::lms-dev-media-333333333333/uploads/a", []],
  ["s3:GetObjectVersion", `${MEDIA}/uploads/a`, []],
  ["s3:PutObject", `${MEDIA}/uploads/a`, ["media"]],
  ["s3:PutObject", `${MEDIA}/transcoded/a`, []],
  ["s3:PutObject", `${MEDIA}/submissions/a`, ["assessments"]],
  ["s3:PutObject", `${MEDIA}/exports/a`, ["analytics"]],
  ["s3:PutObject", `${ASSETS}/courses/a`, ["courses"]],
  ["s3:PutObject", `${ASSETS}/maintenance/index.html`, ["deployer"]],
  ["s3:DeleteObject", `${MEDIA}/uploads/a`, ["media"]],
  ["s3:PutObjectAcl", `${MEDIA}/uploads/a`, []],
  ["s3:ListBucket", MEDIA, [...READERS, "media"], { "s3:prefix": "uploads/" }],
  ["s3:ListBucket", MEDIA, [...READERS, "courses", "media"], { "s3:prefix": "transcoded/" }],
  ["s3:ListBucket", MEDIA, [...READERS, "assessments"], { "s3:prefix": "submissions/" }],
  ["s3:ListBucket", MEDIA, [...READERS, "analytics"], { "s3:prefix": "exports/" }],
  ["s3:ListBucket", ASSETS, [...READERS, "courses"], { "s3:prefix": "courses/" }],
  ["s3:ListBucket", MEDIA, READERS],
  ["s3:ListBucket", ASSETS, READERS],
  ...["uploads/", "transcoded/", "submissions/", "exports/", "courses/"].map(
    (prefix): Promised => ["s3:ListBucket", "arn:aws:s3:::lms-dev-media-111111111111", [], { "s3:prefix": prefix }],
  ),
  ["s3:GetBucketPolicy", MEDIA, READERS],
  ["s3:GetBucketPolicy", "arn:aws:s3:::another", []],
  ["s3:PutBucketPolicy", MEDIA, ["deployer"]],
  ["s3:PutBucketPolicy", MEDIA, [], abroad],
  ["s3:PutBucketPolicy", "arn:aws:s3:::another", []],
];

const secret = (name: string) => us("secretsmanager", `secret:lms/${name}-AbCdEf`);
/** Services that are added have what their entries say, and no more of what the shipped ones have. */
const servicesWith = (has: (service: LmsService) => boolean): readonly string[] =>
  Object.entries<LmsService>(LMS_SERVICES).flatMap(([name, service]) => (has(service) ? [name] : []));
const WITH_SECRETS = servicesWith(({ secrets }) => secrets.length > 0);
const SECRETS: Promised[] = [
  ["secretsmanager:GetSecretValue", secret("prod/web/session"), ["external-secrets", "web"]],
  ...servicesWith(({ secrets }) => secrets.includes("database")).map(
    (service): Promised => [
      "secretsmanager:GetSecretValue",
      secret(`prod/${service}/database`),
      ["external-secrets", service],
    ],
  ),
  ["secretsmanager:GetSecretValue", secret("prod/web/session-of-another"), ["external-secrets"]],
  ["secretsmanager:GetSecretValue", secret("dev/web/session"), []],
  ["secretsmanager:DescribeSecret", secret("prod/web/session"), [...READERS, "external-secrets", "web"]],
  ["secretsmanager:DescribeSecret", secret("dev/web/session"), []],
  ["secretsmanager:PutSecretValue", secret("prod/web/session"), ["deployer"]],
  ["secretsmanager:PutSecretValue", secret("prod/web/session"), [], abroad],
  ["secretsmanager:PutSecretValue", secret("dev/web/session"), []],
  ["secretsmanager:CreateSecret", us("secretsmanager", "secret:rds!cluster-1"), ["deployer"]],
  ["secretsmanager:CreateSecret", us("secretsmanager", "secret:rds!cluster-1"), [], abroad],
  ["secretsmanager:CreateSecret", us("secretsmanager", "secret:another"), []],
  ["secretsmanager:ListSecrets", "*", READERS],
  ["ssm:GetParameter", us("ssm", "parameter/lms/prod/pagerduty-integration-url"), ["planner", "deployer"]],
  ["ssm:GetParameter", us("ssm", "parameter/lms/prod/another"), []],
  ["ssm:GetParameter", us("ssm", "parameter/lms/dev/another"), []],
  ["ssm:GetParameter", "arn:aws:ssm:us-east-1::parameter/aws/service/eks/a", []],
];

const DATA = us("kms", "key/data");
const STATE_KEY = us("kms", "key/state");
const ofBucket = (arn: string) => ({ ...via("s3"), "kms:EncryptionContext:aws:s3:arn": `${arn}/a` });
const WITH_OBJECTS = servicesWith(({ buckets }) => buckets.length > 0);
const WITH_QUEUES = servicesWith(({ queues }) => queues.length > 0);
const sendersTo = (name: string) =>
  servicesWith(({ queues }) => queues.some(({ queue, access }) => access === "send" && queue === name));
const SENDERS = servicesWith(({ queues }) => queues.some(({ access }) => access === "send"));
const KEYS: Promised[] = [
  ["kms:Decrypt", DATA, []],
  ["kms:Decrypt", us("kms", "key/logs"), []],
  ["kms:Decrypt", us("kms", "key/messages"), []],
  ["kms:Decrypt", DATA, ["deployer", "external-secrets", ...WITH_SECRETS], via("secretsmanager")],
  ["kms:Decrypt", DATA, WITH_OBJECTS, via("s3")],
  ["kms:Decrypt", DATA, ["ebs-csi"], via("ec2")],
  ["kms:Decrypt", DATA, ["developer"], via("xray")],
  ["kms:Decrypt", DATA, [], via("sqs")],
  ["kms:Decrypt", us("kms", "key/logs"), ["developer", "grafana"], via("xray")],
  ["kms:Decrypt", us("kms", "key/messages"), WITH_QUEUES, via("sqs")],
  ["kms:Decrypt", STATE_KEY, ["planner", "deployer"], ofBucket(STATE)],
  ["kms:Decrypt", STATE_KEY, [], ofBucket(MEDIA)],
  ["kms:Decrypt", STATE_KEY, [], { "kms:EncryptionContext:aws:s3:arn": STATE }],
  ...["s3", "secretsmanager", "sqs", "ec2", "xray"].map(
    (service): Promised => [
      "kms:Decrypt",
      "arn:aws:kms:us-east-1:444444444444:key/another",
      [],
      { ...ofBucket(STATE), ...via(service) },
    ],
  ),
  ["kms:GenerateDataKey", DATA, ["deployer", ...WITH_OBJECTS], via("s3")],
  ["kms:GenerateDataKey", DATA, ["deployer"], via("secretsmanager")],
  ["kms:GenerateDataKey", us("kms", "key/messages"), SENDERS, via("sqs")],
  ["kms:GenerateDataKey", us("kms", "key/messages"), []],
  ["kms:GenerateDataKey", us("kms", "key/another"), [], via("sqs")],
  ["kms:GenerateDataKey", us("kms", "key/messages"), ["alertmanager"], via("sns")],
  ["kms:Decrypt", us("kms", "key/messages"), ["alertmanager"], via("sns")],
  ["kms:GenerateDataKey", us("kms", "key/another"), [], via("sns")],
  ["kms:GenerateDataKey", us("kms", "key/another"), ["deployer"], via("s3")],
  ["kms:GenerateDataKey", "arn:aws:kms:us-east-1:999999999999:key/theirs", [], via("s3")],
  ["kms:CreateGrant", DATA, ["deployer", "ebs-csi"], { ...via("ec2"), "kms:GrantIsForAWSResource": "true" }],
  ["kms:CreateGrant", DATA, ["deployer"], via("ec2")],
  ["kms:CreateGrant", DATA, ["deployer"], { "kms:GrantIsForAWSResource": "true" }],
  [
    ...(["kms:CreateGrant", "arn:aws:kms:us-east-1:444444444444:key/another", []] as const),
    { ...via("ec2"), "kms:GrantIsForAWSResource": "true" },
  ],
  // KMS tells no service of who retires a grant.
  ["kms:RetireGrant", DATA, ["deployer"]],
  ["kms:PutKeyPolicy", DATA, ["deployer"]],
  ["kms:PutKeyPolicy", DATA, [], abroad],
  ["kms:Encrypt", DATA, []],
];

const queue = (name: string) => us("sqs", name);
const usersOf = (use: StoreUse) => servicesWith(({ redis }) => redis.includes(use));
const QUEUES_AND_STORES: Promised[] = [
  ["sqs:SendMessage", queue("lms-prod-analytics-learning-events"), sendersTo("learning-events")],
  ["sqs:SendMessage", queue("lms-prod-notifications-outbound"), sendersTo("outbound")],
  ["sqs:SendMessage", queue("lms-prod-media-transcoded"), []],
  ["sqs:ReceiveMessage", queue("lms-prod-analytics-learning-events"), ["analytics"]],
  ["sqs:ReceiveMessage", queue("lms-prod-notifications-outbound"), ["notifications"]],
  ["sqs:ReceiveMessage", queue("lms-prod-media-transcoded"), ["media"]],
  ["sqs:PurgeQueue", queue("lms-prod-media-transcoded"), []],
  ["sqs:GetQueueAttributes", queue("lms-prod-media-transcoded"), [...READERS, "media"]],
  ["sqs:GetQueueAttributes", queue("lms-dev-media-transcoded"), []],
  ["sqs:SendMessage", queue("lms-dev-analytics-learning-events"), []],
  ["sqs:ReceiveMessage", queue("lms-dev-media-transcoded"), []],
  ...["replicationgroup", "user"].flatMap((kind): Promised[] => [
    ["elasticache:Connect", us("elasticache", `${kind}:lms-prod-sessions`), usersOf("sessions")],
    [...(["elasticache:Connect", us("elasticache", `${kind}:lms-prod-cache`)] as const), usersOf("cache")],
    ["elasticache:Connect", us("elasticache", `${kind}:lms-dev-cache`), []],
  ]),
  ["rds-db:connect", us("rds-db", "dbuser:cluster-1/admin"), []],
];

const group = (name: string) => us("logs", `log-group:${name}`);
const PODS = group("/aws/eks/lms-prod/workloads/data:log-stream:a");
const TELEMETRY: Promised[] = [
  ["logs:PutLogEvents", PODS, ["fluent-bit"]],
  ["logs:PutLogEvents", group("/aws/containerinsights/lms-prod/performance:log-stream:a"), ["cloudwatch-agent"]],
  ["logs:PutLogEvents", group("/aws/eks/lms-prod/cluster:log-stream:a"), []],
  ["logs:PutLogEvents", group("/aws/eks/lms-dev/workloads/data:log-stream:a"), []],
  ["logs:GetLogEvents", PODS, ["developer", "grafana"]],
  ["logs:GetLogEvents", group("/aws/lambda/lms-prod-video:log-stream:a"), ["developer"]],
  ["logs:GetLogEvents", group("/aws/eks/lms-prod/cluster:log-stream:a"), []],
  ["logs:StartQuery", group("/aws/eks/lms-prod/workloads/data"), ["developer", "grafana"]],
  ["logs:StartQuery", group("/aws/eks/lms-prod/cluster"), []],
  ["logs:GetQueryResults", "*", ["developer", "grafana"]],
  ["logs:DescribeLogGroups", "*", [...READERS, "grafana"]],
  ["logs:PutRetentionPolicy", group("/aws/eks/lms-prod/cluster"), ["deployer"]],
  ["logs:PutRetentionPolicy", "arn:aws:logs:us-east-1:444444444444:log-group:a", []],
  ["logs:DeleteLogStream", PODS, []],
  ["xray:PutTraceSegments", "*", ["otel-collector"]],
  ["xray:BatchGetTraces", "*", ["developer", "grafana"]],
  ["cloudwatch:GetMetricData", "*", [...READERS, "grafana"]],
  ["cloudwatch:PutMetricData", "*", []],
  ["ec2:DescribeVolumes", "*", [...READERS, "cloudwatch-agent", "ebs-csi"]],
];

/** Requests about data by subject, each with everyone who may make it: who is not named may not. */
export const WHO_MAY_WITH_DATA: Readonly<Record<string, readonly Promised[]>> = {
  objects: OBJECTS,
  "secrets and parameters": SECRETS,
  keys: KEYS,
  "queues and stores": QUEUES_AND_STORES,
  "logs, traces and metrics": TELEMETRY,
};
