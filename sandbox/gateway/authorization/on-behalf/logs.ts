import { isObject } from "../../json";
import type { Need } from "../table";
import { Untold } from "../untold";
import type { OnBehalf } from "./row";

/** What delivering logs to CloudWatch Logs takes of who turns it on, before deliveries were resources. */
function deliverToLogs(via: string, ...more: readonly string[]): Need[] {
  const actions = ["CreateLogDelivery", ...more, "DescribeLogGroups", "DescribeResourcePolicies", "PutResourcePolicy"];
  return actions.map((action) => ({ action: `logs:${action}`, resource: "*", via }));
}

/** What it takes to let services write logs. */
export const LOG_DELIVERIES: readonly OnBehalf[] = [
  {
    of: ["elasticache CreateReplicationGroup"],
    needs: (call) => {
      const deliveries = call.items("LogDeliveryConfigurations").filter(isObject);
      const other = deliveries.find(({ DestinationType }) => DestinationType !== "cloudwatch-logs");
      if (other !== undefined) throw new Untold(call.request, `got logs for ${String(other.DestinationType)}`);
      return deliveries.length > 0 ? deliverToLogs("elasticache") : [];
    },
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html",
  },
  {
    // It writes a test file into the bucket of the access logs.
    of: ["elasticloadbalancing ModifyLoadBalancerAttributes"],
    needs: (call) => {
      const attributes = Object.fromEntries(
        call.items("Attributes").flatMap((item) => (isObject(item) ? [[String(item.Key), String(item.Value)]] : [])),
      );
      const { "access_logs.s3.bucket": bucket, "access_logs.s3.prefix": prefix = "" } = attributes;
      if (attributes["access_logs.s3.enabled"] !== "true" || bucket === undefined) return [];
      const file = [...(prefix === "" ? [] : [prefix]), "AWSLogs", call.account, "ELBAccessLogTestFile"].join("/");
      const message = `Access Denied for bucket: ${bucket}. Please check S3bucket permission`;
      const refused = { code: "InvalidConfigurationRequest", message };
      const resource = `arn:aws:s3:::${bucket}/${file}`;
      return [{ action: "s3:PutObject", resource, by: "logdelivery.elasticloadbalancing.amazonaws.com", refused }];
    },
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
  },
  {
    of: ["wafv2 PutLoggingConfiguration"],
    needs: (call) => {
      const destinations = call.texts("LoggingConfiguration", "LogDestinationConfigs");
      const other = destinations.find((arn) => !/^arn:aws:(?:firehose|logs):/.test(arn));
      if (other !== undefined) throw new Untold(call.request, `got logs for ${other}`);
      return deliverToLogs("wafv2", "DeleteLogDelivery");
    },
    source: "https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html",
  },
  {
    of: ["logs PutDeliverySource"],
    needs: (call) => {
      const resource = call.required("resourceArn");
      const service = resource.split(":")[2] ?? "";
      return [{ action: `${service}:AllowVendedLogDeliveryForResource`, resource, via: "logs" }];
    },
    source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html",
  },
];
