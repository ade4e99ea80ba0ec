import type { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudwatchLogDelivery } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery";
import { CloudwatchLogDeliveryDestination } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source";
import { Construct } from "constructs";
import type { GlobalProvider } from "../foundation/regions";
import type { LogBucket } from "./log-bucket";

export interface AccessLogDeliveryProps {
  readonly distribution: CloudfrontDistribution;
  readonly logs: LogBucket;
  readonly globalProvider: GlobalProvider;
  /** Name of the source and the destination, one for each distribution. */
  readonly name: string;
}

/**
 * Delivery of CloudFront's access logs to the bucket of logs, as JSON, by the second version of its logging: the first needs
 * a bucket with access control lists, which the platform's buckets do not have.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export class AccessLogDelivery extends Construct {
  constructor(scope: Construct, id: string, { distribution, logs, globalProvider, name }: AccessLogDeliveryProps) {
    super(scope, id);
    const common = { provider: globalProvider, name };
    const source = new CloudwatchLogDeliverySource(this, "source", {
      ...common,
      logType: "ACCESS_LOGS",
      resourceArn: distribution.arn,
    });
    const destination = new CloudwatchLogDeliveryDestination(this, "destination", {
      ...common,
      outputFormat: "json",
      deliveryDestinationConfiguration: [{ destinationResourceArn: logs.arn }],
      dependsOn: [...logs.writable],
    });
    new CloudwatchLogDelivery(this, "delivery", {
      provider: globalProvider,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
    });
  }
}
