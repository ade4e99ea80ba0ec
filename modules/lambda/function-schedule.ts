import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import type { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import { type PrivateQueue, sendStatements } from "../messaging";
import { scheduleProblems } from "./schedule-expression";
import type { TypescriptFunction } from "./typescript-function";

export interface FunctionScheduleProps {
  readonly function: TypescriptFunction;
  readonly group: SchedulerScheduleGroup;
  /** Takes invocations that Scheduler could not make. */
  readonly failures: PrivateQueue;
  readonly keys: Pick<Keys, "messages">;
  /** What happens then, in a word or two; part of the names. */
  readonly name: string;
  readonly description: string;
  /** When, as `cron(...)`, `rate(...)` or `at(...)`. */
  readonly expression: string;
  /** The time zone of `expression`, such as `America/New_York`; daylight saving time is kept. */
  readonly timeZone: string;
  readonly site: Site;
}

/** A late sweep is better than none, and a day later there is another. */
const RETRY_FOR_SECONDS = 3600;
const RETRIES = 10;

/**
 * Invokes a function at its time, in the name of a role of its own. Reports an expression that is none, and an unknown
 * time zone.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
 */
export class FunctionSchedule extends Construct {
  readonly schedule: SchedulerSchedule;

  constructor(scope: Construct, id: string, props: FunctionScheduleProps) {
    super(scope, id);
    for (const problem of scheduleProblems(props.expression, props.timeZone)) Annotations.of(this).addError(problem);
    const role = this.createRole(props);
    this.schedule = new SchedulerSchedule(this, "schedule", {
      name: `${props.site.prefix}-${props.name}`,
      description: props.description,
      groupName: props.group.name,
      scheduleExpression: props.expression,
      scheduleExpressionTimezone: props.timeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: props.function.function.arn,
        roleArn: role.arn,
        deadLetterConfig: { arn: props.failures.arn },
        retryPolicy: { maximumEventAgeInSeconds: RETRY_FOR_SECONDS, maximumRetryAttempts: RETRIES },
      },
      dependsOn: [...role.rights],
    });
  }

  private createRole(props: FunctionScheduleProps): ServiceRole {
    const { name, group, failures, keys, site } = props;
    return new ServiceRole(this, "role", {
      name: `${site.prefix}-${name}-schedule`,
      description: `Schedule: ${props.description}`,
      service: "scheduler.amazonaws.com",
      condition: { StringEquals: { "aws:SourceAccount": site.account, "aws:SourceArn": group.arn } },
      statements: [
        {
          Sid: "InvokeFunction",
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: props.function.function.arn,
        },
        ...sendStatements({ queueArns: [failures.arn], messagesKeyArn: keys.messages.arn, region: site.region }),
      ],
    });
  }
}
