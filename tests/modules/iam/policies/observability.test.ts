import { describe, expect, it } from "vitest";
import { siteOf } from "../../../../modules/foundation/names";
import {
  cloudWatchAgent,
  fluentBit,
  grafana,
  openTelemetryCollector,
} from "../../../../modules/iam/policies/observability";

const SCOPE = {
  site: siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  clusterName: "lms-prod",
  dataKeyArn: "arn:aws:kms:us-east-1:333333333333:key/data",
  logsKeyArn: "arn:aws:kms:us-east-1:333333333333:key/logs",
  messagesKeyArn: "arn:aws:kms:us-east-1:333333333333:key/messages",
};

describe("Fluent Bit", () => {
  const statements = fluentBit(SCOPE);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["WriteLogs"]);
  });

  it("write logs", () => {
    expect(statement("WriteLogs")).toEqual({
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [
        "arn:aws:logs:us-east-1:333333333333:log-group:/aws/eks/lms-prod/workloads/*",
        "arn:aws:logs:us-east-1:333333333333:log-group:/aws/eks/lms-prod/workloads/*:log-stream:*",
      ],
    });
  });
});

describe("the OpenTelemetry collector", () => {
  const statements = openTelemetryCollector();
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["PutTraces"]);
  });

  it("put traces", () => {
    expect(statement("PutTraces")).toEqual({
      Sid: "PutTraces",
      Effect: "Allow",
      Action: [
        "xray:GetSamplingRules",
        "xray:GetSamplingStatisticSummaries",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
      ],
      Resource: "*",
    });
  });
});

describe("the CloudWatch agent", () => {
  it("looks up nodes, writes measurements, and can do nothing else", () => {
    expect(cloudWatchAgent(SCOPE)).toEqual([
      { Sid: "DescribeNodes", Effect: "Allow", Action: ["ec2:DescribeTags", "ec2:DescribeVolumes"], Resource: "*" },
      {
        Sid: "WriteMeasurements",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [
          "arn:aws:logs:us-east-1:333333333333:log-group:/aws/containerinsights/lms-prod/performance",
          "arn:aws:logs:us-east-1:333333333333:log-group:/aws/containerinsights/lms-prod/performance:log-stream:*",
        ],
      },
    ]);
  });
});

describe("Grafana", () => {
  const statements = grafana(SCOPE);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "ReadMetrics",
      "ReadTraces",
      "DecryptTraces",
      "FindLogs",
      "ReadLogs",
    ]);
  });

  it("read metrics", () => {
    expect(statement("ReadMetrics")).toEqual({
      Sid: "ReadMetrics",
      Effect: "Allow",
      Action: [
        "cloudwatch:DescribeAlarmHistory",
        "cloudwatch:DescribeAlarms",
        "cloudwatch:DescribeAlarmsForMetric",
        "cloudwatch:GetMetricData",
        "cloudwatch:GetMetricStatistics",
        "cloudwatch:ListMetrics",
        "ec2:DescribeInstances",
        "ec2:DescribeRegions",
        "ec2:DescribeTags",
        "tag:GetResources",
      ],
      Resource: "*",
    });
  });

  it("read traces", () => {
    expect(statement("ReadTraces")).toEqual({
      Sid: "ReadTraces",
      Effect: "Allow",
      Action: [
        "xray:BatchGetTraces",
        "xray:GetGroups",
        "xray:GetInsightSummaries",
        "xray:GetServiceGraph",
        "xray:GetTimeSeriesServiceStatistics",
        "xray:GetTraceGraph",
        "xray:GetTraceSummaries",
      ],
      Resource: "*",
    });
  });

  it("decrypt traces", () => {
    expect(statement("DecryptTraces")).toEqual({
      Sid: "DecryptTraces",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/logs"],
      Condition: { StringEquals: { "kms:ViaService": "xray.us-east-1.amazonaws.com" } },
    });
  });

  it("find logs", () => {
    expect(statement("FindLogs")).toEqual({
      Sid: "FindLogs",
      Effect: "Allow",
      Action: ["logs:DescribeLogGroups", "logs:GetQueryResults", "logs:StopQuery"],
      Resource: "*",
    });
  });

  it("read logs", () => {
    expect(statement("ReadLogs")).toEqual({
      Sid: "ReadLogs",
      Effect: "Allow",
      Action: ["logs:GetLogEvents", "logs:GetLogGroupFields", "logs:StartQuery"],
      Resource: [
        "arn:aws:logs:us-east-1:333333333333:log-group:/aws/eks/lms-prod/workloads/*",
        "arn:aws:logs:us-east-1:333333333333:log-group:/aws/eks/lms-prod/workloads/*:log-stream:*",
      ],
    });
  });
});
