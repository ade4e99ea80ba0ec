import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import { RUNBOOKS } from "./alarm-spec";

/** Gives every alarm below a construct a link to its runbook that can be clicked in a page, a mail and Slack. */
export class RunbookLinks implements IAspect {
  /** @param repository URL of the repository's files at a revision, such as `https://github.com/example/lms/blob/main` */
  constructor(private readonly repository: string) {}

  visit(node: IConstruct): void {
    if (!(node instanceof CloudwatchMetricAlarm || node instanceof CloudwatchCompositeAlarm)) return;
    const { alarmDescriptionInput: text = "" } = node;
    node.alarmDescription = text.replace(` ${RUNBOOKS}#`, ` ${this.repository}/${RUNBOOKS}#`);
  }
}
