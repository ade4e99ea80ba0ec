import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { Construct } from "constructs";
import type { Arn } from "../foundation/contracts";
import { type EventRuleMetrics, eventRuleMetrics } from "./metrics";

export interface EventAlertProps {
  /** Hears of the events. */
  readonly topic: Arn;
  /** Name of the rule. */
  readonly name: string;
  /** The events in words, which people read as the message's title. */
  readonly title: string;
  readonly pattern: object;
  /** JSON path to the text of an event that says what has happened. */
  readonly text: `$.${string}`;
}

/**
 * Tells a topic of events of AWS services, in the format that Amazon Q Developer shows in Slack; in a mail its words can be
 * read, too. PagerDuty takes alarms only: an alarm on `metrics.matched` pages.
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export class EventAlert extends CloudwatchEventRule {
  readonly metrics: EventRuleMetrics;

  constructor(scope: Construct, id: string, { topic, name, title, pattern, text }: EventAlertProps) {
    super(scope, id, { name, description: title, eventPattern: JSON.stringify(pattern) });
    new CloudwatchEventTarget(this, "to-topic", {
      rule: this.name,
      arn: topic.arn,
      // EventBridge puts a text that it takes whole into quotes itself, with what must be escaped in it.
      inputTransformer: {
        inputPaths: { text },
        inputTemplate: `{"version":"1.0","source":"custom","content":{"title":${JSON.stringify(title)},"description":<text>}}`,
      },
    });
    this.metrics = eventRuleMetrics(this.name);
  }
}
