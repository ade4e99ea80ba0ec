import { heartbeatTopic, insightsLogGroup, topicArn, workloadLogGroup } from "../../foundation/names";
import type { PolicyStatement } from "../../foundation/policy-document";
import { publishStatements } from "../../messaging";
import type { ClusterScope } from "./scope";

/**
 * Policy of Fluent Bit: write events to the log groups of the cluster's namespaces. Terraform owns the groups, so it
 * can neither create one nor change how long it keeps events.
 * @see https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch
 */
export function fluentBit({ site, clusterName }: ClusterScope): PolicyStatement[] {
  const groups = logGroupArn(site, workloadLogGroup(clusterName, "*"));
  return [
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [groups, `${groups}:log-stream:*`],
    },
  ];
}

/**
 * Policy of the OpenTelemetry collector: put traces into X-Ray and ask which to sample.
 * @see https://docs.aws.amazon.com/xray/latest/devguide/security_iam_id-based-policy-examples.html
 */
export function openTelemetryCollector(): PolicyStatement[] {
  return [
    {
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
    },
  ];
}

/**
 * Policy of the CloudWatch agent: look up the nodes' volumes and tags, and write measurements as events that CloudWatch
 * makes metrics of. Terraform owns their log group, so the agent can neither create one nor change how long it keeps events.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-reference-performance-logs-EKS.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html
 */
export function cloudWatchAgent({ site, clusterName }: ClusterScope): PolicyStatement[] {
  const group = logGroupArn(site, insightsLogGroup(clusterName));
  return [
    {
      Sid: "DescribeNodes",
      Effect: "Allow",
      Action: ["ec2:DescribeTags", "ec2:DescribeVolumes"],
      Resource: "*",
    },
    {
      Sid: "WriteMeasurements",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [group, `${group}:log-stream:*`],
    },
  ];
}

/** Policy of Alertmanager: publish to the topic of the heartbeat, and to no other. */
export function alertmanager({ site, messagesKeyArn }: ClusterScope): PolicyStatement[] {
  return publishStatements({ topicArn: topicArn(site, heartbeatTopic(site)), messagesKeyArn, region: site.region });
}

/**
 * Policy of Grafana: read metrics, traces, tags and the logs of the cluster's containers. It shows the logs of no other group.
 * @see https://grafana.com/docs/grafana/latest/datasources/aws-cloudwatch/
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonGrafanaCloudWatchAccess.html
 */
export function grafana({ site, clusterName, logsKeyArn, lacks = [] }: ClusterScope): PolicyStatement[] {
  const groups = logGroupArn(site, workloadLogGroup(clusterName, "*"));
  return [
    {
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
    },
    ...(lacks.includes("tracing") ? [] : traceReading(site.region, logsKeyArn)),
    {
      Sid: "FindLogs",
      Effect: "Allow",
      Action: ["logs:DescribeLogGroups", "logs:GetQueryResults", "logs:StopQuery"],
      Resource: "*",
    },
    {
      Sid: "ReadLogs",
      Effect: "Allow",
      Action: ["logs:GetLogEvents", "logs:GetLogGroupFields", "logs:StartQuery"],
      Resource: [groups, `${groups}:log-stream:*`],
    },
  ];
}

function traceReading(region: string, logsKeyArn: string): PolicyStatement[] {
  return [
    {
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
    },
    {
      Sid: "DecryptTraces",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: [logsKeyArn],
      Condition: { StringEquals: { "kms:ViaService": `xray.${region}.amazonaws.com` } },
    },
  ];
}

function logGroupArn({ account, region }: ClusterScope["site"], name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}
