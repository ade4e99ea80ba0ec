import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Annotations, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { Arn } from "../foundation/contracts";
import { alarmProblems } from "./alarm-checks";
import type { AlarmSpec } from "./alarm-spec";
import { measurement } from "./metric-queries";
import { description } from "./runbook";

export interface AlarmProps {
  readonly spec: AlarmSpec;
  /** Hears when the alarm is raised and when it is over; in the alarm's region. `none` for a part of a composite alarm. */
  readonly topic: "none" | Arn;
  /** Name in the region. */
  readonly name: string;
  /** The AWS provider of the metric's region, where that is not the root's own. */
  readonly provider?: TerraformProvider;
}

/**
 * A CloudWatch alarm that tells what it means and where its runbook is. Reports every problem of its spec.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export class Alarm extends CloudwatchMetricAlarm {
  constructor(scope: Construct, id: string, { spec, topic, name, provider }: AlarmProps) {
    const actions = topic === "none" ? {} : { alarmActions: [topic.arn], okActions: [topic.arn] };
    super(scope, id, {
      ...(provider === undefined ? {} : { provider }),
      alarmName: name,
      alarmDescription: description(spec.meaning, spec.runbook),
      ...measurement(spec),
      ...actions,
    });
    for (const problem of alarmProblems(spec)) Annotations.of(this).addError(problem);
  }
}
