import type { Site } from "../../foundation/names";
import type { PolicyStatement } from "../../foundation/policy-document";

/**
 * Policy of developers beyond `readPlatform`: read the logs of the cluster's workloads and of the
 * functions, and traces. What they may see in the cluster is its access entry's.
 */
export function developer({ prefix, account, region }: Site): PolicyStatement[] {
  const group = (prefix: string) => `arn:aws:logs:${region}:${account}:log-group:${prefix}`;
  const groups = [group(`/aws/eks/${prefix}*/workloads/*`), group(`/aws/lambda/${prefix}-*`)];
  return [
    {
      Sid: "ReadLogs",
      Effect: "Allow",
      Action: ["logs:FilterLogEvents", "logs:GetLogEvents", "logs:GetLogGroupFields", "logs:StartQuery"],
      Resource: groups,
    },
    {
      Sid: "FollowQueries",
      Effect: "Allow",
      Action: ["logs:GetLogRecord", "logs:GetQueryResults", "logs:StopQuery"],
      Resource: "*",
    },
    {
      Sid: "ReadTraces",
      Effect: "Allow",
      Action: ["xray:BatchGetTraces", "xray:GetServiceGraph", "xray:GetTraceGraph", "xray:GetTraceSummaries"],
      Resource: "*",
    },
    {
      Sid: "DecryptTraces",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: [`arn:aws:kms:${region}:${account}:key/*`],
      Condition: { StringEquals: { "kms:ViaService": `xray.${region}.amazonaws.com` } },
    },
  ];
}
