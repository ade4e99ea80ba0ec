import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import { ALERT_PUBLISHERS } from "../foundation/alert-publishers";
import type { Keys, Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { policyDocument } from "../foundation/policy-document";

export interface AlertTopicsProps {
  /** The keys of the region that the topics are in. */
  readonly keys: Pick<Keys, "messages">;
  readonly site: Pick<Site, "account" | "prefix">;
}

/**
 * SNS topics for alerts: `critical` wakes someone up, `warning` waits for the morning. They are encrypted, and only AWS
 * services can publish. An alarm reaches topics of its own region only.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html#eb-no-messages-published-sns
 */
export class AlertTopics extends Construct implements Topics {
  readonly critical: SnsTopic;
  readonly warning: SnsTopic;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlertTopicsProps,
  ) {
    super(scope, id);
    this.critical = this.createTopic("critical");
    this.warning = this.createTopic("warning");
  }

  private createTopic(severity: "critical" | "warning"): SnsTopic {
    const { keys, site } = this.props;
    const topic = new SnsTopic(this, severity, {
      name: `${site.prefix}-${severity}`,
      kmsMasterKeyId: keys.messages.arn,
    });
    new SnsTopicPolicy(topic, "policy", {
      arn: topic.arn,
      policy: policyDocument([
        {
          Sid: "PublishByServices",
          Effect: "Allow",
          Principal: { Service: ALERT_PUBLISHERS },
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: { StringEquals: { "aws:SourceAccount": site.account } },
        },
        {
          // A condition would never hold: EventBridge does not say for which account it publishes.
          Sid: "PublishByEventBridge",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topic.arn,
        },
      ]),
    });
    return topic;
  }
}
