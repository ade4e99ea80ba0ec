import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { ALERT_PUBLISHERS } from "../foundation/alert-publishers";
import type { Keys, Topics } from "../foundation/contracts";
import { policyDocument } from "../foundation/policy-document";

export interface AlertTopicsProps {
  /** The keys of the region that the topics are in. */
  readonly keys: Pick<Keys, "messages">;
  readonly account: string;
  /** First part of the topics' names, such as `lms-prod`. */
  readonly prefix: string;
}

/**
 * Where everything that goes wrong is reported: `critical` wakes someone up, `warning` waits for the morning. Encrypted,
 * and only services of AWS can publish. An alarm reaches topics of its own region only.
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
    const { keys, account, prefix } = this.props;
    const topic = new SnsTopic(this, severity, { name: `${prefix}-${severity}`, kmsMasterKeyId: keys.messages.arn });
    new SnsTopicPolicy(topic, "policy", {
      arn: topic.arn,
      policy: policyDocument([
        {
          Sid: "PublishByServices",
          Effect: "Allow",
          Principal: { Service: ALERT_PUBLISHERS },
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: { StringEquals: { "aws:SourceAccount": account } },
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

/** The topics of a second region, and the provider of that region; a `RecoveryRegion` is one. */
export interface RecoveryAlerts {
  readonly alerts: Topics;
  readonly provider: TerraformProvider;
}
