import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { Alarm, type AlarmSpec, countOf, topicMetrics } from "../../alerting";
import type { Topics } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import { ServiceRole } from "../../foundation/service-role";

export interface WeeklyTestProps {
  readonly alerts: Topics;
  /** Begins the names, such as `lms-prod-alerts`. */
  readonly name: string;
  readonly site: Pick<Site, "account">;
  /** Of the region of the topics, unless that is the home region. */
  readonly provider?: TerraformProvider;
}

/** When someone is at work who notices that nothing came. */
const MONDAYS = "cron(0 15 ? * MON *)";

const DAY_SECONDS = 86_400;

/**
 * A page every week from a region, by the way that every other one takes: an alarm is set, CloudWatch tells the topics, and they tell
 * people. It ends by itself. The same alarm is raised in earnest when nothing of the `critical` topic reached anyone for a
 * week, so that a test that does not arrive is noticed by those who read the warnings.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
 */
export class WeeklyTest extends Construct {
  constructor(scope: Construct, id: string, { alerts, name, site, provider }: WeeklyTestProps) {
    super(scope, id);
    const place = provider === undefined ? {} : { provider };
    const alarm = new Alarm(this, "alarm", {
      ...place,
      spec: unproven(alerts),
      topics: [alerts.critical, alerts.warning],
      name: `${name}-weekly-test`,
    });
    const group = new SchedulerScheduleGroup(this, "group", { ...place, name });
    const role = new ServiceRole(this, "role", {
      name: `${name}-weekly-test`,
      description: "Raises the alarm that tests who is told of alarms",
      service: "scheduler.amazonaws.com",
      condition: { StringEquals: { "aws:SourceAccount": site.account, "aws:SourceArn": group.arn } },
      statements: [{ Sid: "RaiseAlarm", Effect: "Allow", Action: "cloudwatch:SetAlarmState", Resource: alarm.arn }],
    });
    new SchedulerSchedule(this, "schedule", {
      ...place,
      name: `${name}-weekly-test`,
      description: "Tests every week who is told of alarms",
      groupName: group.name,
      scheduleExpression: MONDAYS,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        // https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
        arn: "arn:aws:scheduler:::aws-sdk:cloudwatch:setAlarmState",
        roleArn: role.arn,
        input: JSON.stringify({
          AlarmName: alarm.alarmName,
          StateValue: "ALARM",
          StateReason: "Weekly test: nothing is wrong. Acknowledge it.",
        }),
      },
      dependsOn: [...role.rights],
    });
  }
}

function unproven({ critical }: Topics): AlarmSpec {
  return {
    meaning:
      "On Mondays at 15:00 UTC the weekly test of who is told. At any other time: for a week no page has reached anyone.",
    runbook: "alerts",
    signal: topicMetrics(critical.name).delivered,
    range: countOf("messages"),
    threshold: { below: 1 },
    window: { periodSeconds: DAY_SECONDS, periods: 7 },
    missingData: "silent-when-dead",
    incident: "none",
  };
}
