import type { PolicyStatement } from "../../foundation/policy-document";
import { type StateScope, stateBucketsOf } from "./state";

/**
 * Policy of developers beyond `readPlatform`: read the logs of the cluster's workloads and of the
 * functions, and traces. What they may see in the cluster is its access entry's.
 */
export function developer(scope: StateScope): PolicyStatement[] {
  const { prefix, account } = scope;
  const regions = stateBucketsOf(scope).map(({ region }) => region);
  const groups = regions.flatMap((region) =>
    [`/aws/eks/${prefix}*/workloads/*`, `/aws/lambda/${prefix}-*`].map(
      (name) => `arn:aws:logs:${region}:${account}:log-group:${name}`,
    ),
  );
  const xray = regions.map((region) => `xray.${region}.amazonaws.com`);
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
      Resource: regions.map((region) => `arn:aws:kms:${region}:${account}:key/*`),
      // A list of one means the same, and would change the policy of every environment.
      Condition: { StringEquals: { "kms:ViaService": xray.length === 1 ? String(xray[0]) : xray } },
    },
  ];
}
