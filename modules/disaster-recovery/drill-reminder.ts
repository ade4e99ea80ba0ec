import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { Construct } from "constructs";
import { Alarm, type AlarmSpec, minutes } from "../alerting";
import type { Topics } from "../foundation/contracts";
import { type Metric, metricsOf } from "../foundation/metrics";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";

export interface DrillReminderProps {
  readonly alerts: Pick<Topics, "warning">;
  /** Site of the home region. */
  readonly homeSite: Pick<Site, "prefix">;
  /** Site of the region that is drilled, in which this is. */
  readonly site: Pick<Site, "prefix" | "account">;
}

/** Twice a year, at nine in the morning (UTC). */
const DUE = "cron(0 9 1 3,9 ? *)";

const NAMESPACE = "LMS/Recovery";

/** Number that a schedule puts to 1 when a drill is due, and people to 0 after a good one. */
function drillDue({ prefix }: Pick<Site, "prefix">): Metric {
  return metricsOf(NAMESPACE, { Environment: prefix })("DrillDue", "Maximum");
}

/**
 * Warning that a drill of the recovery is due: raised on the first of March and of September, and from then on until people put
 * a good drill's numbers into CloudWatch, as docs/disaster-recovery.md tells.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export class DrillReminder extends Construct {
  constructor(scope: Construct, id: string, { alerts, homeSite, site }: DrillReminderProps) {
    super(scope, id);
    const name = `${site.prefix}-drill`;
    const metric = drillDue(homeSite);
    new Alarm(this, "alarm", { name: `${name}-due`, topics: [alerts.warning], spec: due(metric) });
    const group = new SchedulerScheduleGroup(this, "group", { name });
    const role = new ServiceRole(this, "role", {
      name: `${name}-reminder`,
      description: "Tells that a drill of the recovery is due",
      service: "scheduler.amazonaws.com",
      condition: { StringEquals: { "aws:SourceAccount": site.account, "aws:SourceArn": group.arn } },
      statements: [
        {
          // CloudWatch has no narrower resource for it.
          Sid: "TellThatItIsDue",
          Effect: "Allow",
          Action: "cloudwatch:PutMetricData",
          Resource: "*",
          Condition: { StringEquals: { "cloudwatch:namespace": NAMESPACE } },
        },
      ],
    });
    const Dimensions = Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value }));
    new SchedulerSchedule(this, "schedule", {
      name: `${name}-due`,
      description: "Tells twice a year that a drill of the recovery is due",
      groupName: group.name,
      scheduleExpression: DUE,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: "arn:aws:scheduler:::aws-sdk:cloudwatch:putMetricData",
        roleArn: role.arn,
        input: JSON.stringify({
          Namespace: NAMESPACE,
          MetricData: [{ MetricName: metric.name, Value: 1, Dimensions }],
        }),
      },
      dependsOn: [...role.rights],
    });
  }
}

function due(signal: Metric): AlarmSpec {
  return {
    meaning: "No good drill of the recovery since it was due: nobody knows how long learners would wait, and for what.",
    runbook: "recovery-drill",
    signal,
    range: { unit: "", least: 0, most: 1 },
    threshold: { above: 0 },
    window: minutes(1),
    missingData: "silent-between-readings",
    incident: "none",
  };
}
