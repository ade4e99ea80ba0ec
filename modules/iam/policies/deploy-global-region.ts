import type { PolicyStatement } from "../../foundation/policy-document";
import { GLOBAL_REGION } from "../../foundation/regions";
import { MANAGE_BY_NAME } from "./deploy-services";
import { type BoundaryScope, regionsOf } from "./permissions-boundary";

/**
 * Policy of the deployer for us-east-1 where the environment is in other regions: what CloudFront and Route 53 take from
 * there, with their logs and alarms.
 */
export function deployGlobalRegion(scope: BoundaryScope): PolicyStatement[] {
  if (regionsOf(scope).includes(GLOBAL_REGION)) return [];
  const { prefix, account } = scope;
  const inGlobalRegion = { StringEquals: { "aws:RequestedRegion": GLOBAL_REGION } };
  const own = (service: string, resource: string) => `arn:aws:${service}:${GLOBAL_REGION}:${account}:${resource}`;
  return [
    {
      Sid: "GlobalRegion",
      Effect: "Allow",
      Action: [
        "acm:*",
        "cloudwatch:*",
        "wafv2:*",
        ...MANAGE_BY_NAME.filter((action) => /^(logs|scheduler|sns):/.test(action)),
      ],
      Resource: [
        own("acm", "*"),
        own("cloudwatch", "*"),
        own("wafv2", "*"),
        own("logs", "delivery*"),
        own("logs", "log-group:*"),
        own("scheduler", `schedule-group/${prefix}-*`),
        own("scheduler", `schedule/${prefix}-*/*`),
        own("sns", `${prefix}-*`),
      ],
      Condition: inGlobalRegion,
    },
    {
      Sid: "GlobalRegionWithoutResource",
      Effect: "Allow",
      Action: [
        "acm:RequestCertificate",
        "cloudwatch:PutCompositeAlarm",
        "kms:CreateKey",
        "logs:*LogDelivery",
        "logs:*QueryDefinition",
        "logs:*ResourcePolicy",
        "sns:Unsubscribe",
      ],
      Resource: "*",
      Condition: inGlobalRegion,
    },
  ];
}
