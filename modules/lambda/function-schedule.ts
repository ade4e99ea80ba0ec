import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import type { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { Construct } from "constructs";
import { matches, type Rule, report, ruleProblems } from "../foundation/checks";
import { all, atMost, matching } from "../foundation/conditions";
import type { Arn, Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import { sendStatements } from "../messaging";
import type { TypescriptFunction } from "./typescript-function";

export interface FunctionScheduleProps {
  readonly function: TypescriptFunction;
  readonly group: SchedulerScheduleGroup;
  /** Queue that takes invocations which Scheduler could not make. */
  readonly failures: Arn;
  readonly keys: Pick<Keys, "messages">;
  readonly site: Pick<Site, "account" | "region" | "prefix">;
  /** Name in a word or two; part of the names of schedule and role. */
  readonly name: string;
  readonly description: string;
  /** Time or times, as `cron(...)`, `rate(...)` or `at(...)`. */
  readonly expression: string;
  /** Time zone of `expression`, of the IANA database, such as `America/New_York`; daylight saving time is kept. */
  readonly timeZone: string;
}

/** A late run is better than none, and a day later there is another. */
const RETRY_FOR_SECONDS = 3600;
const RETRIES = 10;

/**
 * Schedule of EventBridge Scheduler that invokes a function with a role of its own. Reports an invalid expression and an
 * unknown time zone.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
 */
export class FunctionSchedule extends Construct {
  readonly schedule: SchedulerSchedule;

  constructor(scope: Construct, id: string, props: FunctionScheduleProps) {
    super(scope, id);
    report(this, scheduleProblems(props.expression, props.timeZone));
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
    const { site, name, group, failures, keys } = props;
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

/** Forms of an expression; AWS checks the values in it. @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
const EXPRESSION = /^(cron\(\S+( \S+){5}\)|rate\([1-9]\d* (minute|hour|day)s?\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\))$/;

/** Checks the form of a schedule expression, and its time zone. @returns every problem at once, `[]` when there is none */
export function scheduleProblems(expression: string, timeZone: string): string[] {
  const forms = "cron(<six fields>), rate(<number> <unit>) or at(yyyy-mm-ddThh:mm:ss)";
  return [
    ...matches("expression", expression, EXPRESSION, forms, "see the schedule types of EventBridge Scheduler"),
    ...ruleProblems("timeZone", timeZone, TIME_ZONE),
  ];
}

/** Characters of a time zone. @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const MAX_TIME_ZONE = 50;

/** Rule of a time zone by its name. */
export const TIME_ZONE: Rule<string> = {
  must: "be a time zone of the IANA database such as America/New_York",
  holds: (name) => name.length <= MAX_TIME_ZONE && isKnownTimeZone(name),
  // Terraform has no list of them.
  condition: all(matching(/^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/), atMost(MAX_TIME_ZONE)),
  remedy: "write its name as the database does",
};

/** Time zones that were looked up, which takes longer than most of a synth's checks together. */
const timeZones = new Map<string, boolean>();

function isKnownTimeZone(timeZone: string): boolean {
  const found = timeZones.get(timeZone) ?? lookUp(timeZone);
  timeZones.set(timeZone, found);
  return found;
}

/**
 * Intl also takes offsets, and names in any case; Scheduler does neither. It lists the zones in a tenth of the time that it takes
 * to find one, but leaves out their other names.
 */
function lookUp(timeZone: string): boolean {
  if (Intl.supportedValuesOf("timeZone").includes(timeZone)) return true;
  try {
    const known = new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
    return /^[A-Z]/.test(timeZone) && (known === timeZone || known.toLowerCase() !== timeZone.toLowerCase());
  } catch {
    return false;
  }
}
