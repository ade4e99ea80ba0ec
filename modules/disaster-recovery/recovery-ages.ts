import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { Construct } from "constructs";
import { Alarm, type AlarmSpec, countOf } from "../alerting";
import type { Arn, Keys, Topics } from "../foundation/contracts";
import { type MetricSource, metricsOf, RECOVERY_NAMESPACE } from "../foundation/metrics";
import { queueName, type Site } from "../foundation/names";
import type { PolicyStatement } from "../foundation/policy-document";
import { FunctionSchedule, TypescriptFunction } from "../lambda";
import { DEAD_LETTER_RETENTION_DAYS, PrivateQueue } from "../messaging";

/** Restore tests whose age is told. */
export interface AgedRestoreTests {
  readonly plan: Arn & { readonly name: string };
  /** ARNs of the stores that they restore. */
  readonly stores: readonly string[];
  /** Days after which one is overdue. */
  readonly dueAfterDays: number;
}

export interface RecoveryAgesProps {
  readonly keys: Pick<Keys, "logs" | "messages">;
  readonly alerts: Topics;
  /** `counted`: there is a second region to drill the move to. */
  readonly drills: "none" | "counted";
  readonly restoreTests: "none" | AgedRestoreTests;
  readonly site: Pick<Site, "account" | "region" | "prefix">;
  readonly logRetentionDays: number;
}

/** A drill is due twice a year, with two weeks of grace. */
const DRILL_DUE_AFTER_DAYS = 197;

const NAME = "readiness";
const EVERY_MORNING = "cron(0 6 * * ? *)";
const SECONDS_PER_DAY = 86_400;

/**
 * Age of what proves that the environment can be recovered: of the last good drill, which people put as the metric
 * `RecoveryTime`, and of the last good restore test. A function publishes both as days, every morning, with an alarm on each
 * that is overdue; an alarm by itself looks back a week at most.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export class RecoveryAges extends Construct {
  readonly function: TypescriptFunction;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RecoveryAgesProps,
  ) {
    super(scope, id);
    const { keys, site, drills, restoreTests } = props;
    const failures = new PrivateQueue(this, "failures", {
      keys,
      name: queueName(site, NAME, "failures"),
      retentionDays: DEAD_LETTER_RETENTION_DAYS,
    });
    this.function = this.createFunction(failures);
    new FunctionSchedule(this, "schedule", {
      keys,
      site,
      failures,
      function: this.function,
      group: new SchedulerScheduleGroup(this, "schedules", { name: `${site.prefix}-${NAME}` }),
      name: NAME,
      description: "Publishes every morning how old the last drill and restore test are",
      expression: EVERY_MORNING,
      timeZone: "Etc/UTC",
    });
    const metric = metricsOf(RECOVERY_NAMESPACE, { FunctionName: this.function.function.functionName });
    if (drills === "counted") this.warn("drill-overdue", drillOverdue(metric));
    if (restoreTests !== "none") this.warn("restore-test-overdue", restoreTestOverdue(metric, restoreTests));
  }

  private createFunction(failures: Arn): TypescriptFunction {
    const { keys, site, drills, restoreTests, logRetentionDays } = this.props;
    return new TypescriptFunction(this, "publish", {
      keys,
      site,
      logRetentionDays,
      name: NAME,
      description: "Publishes how old the last good drill and restore test are",
      source: "functions/recovery-ages/publish.ts",
      invocation: { by: "events", failures },
      statements: this.statements(),
      variables: {
        ENVIRONMENT: site.prefix,
        NAMESPACE: RECOVERY_NAMESPACE,
        DRILLS: drills,
        ...(restoreTests === "none"
          ? {}
          : { RESTORE_TESTING_PLAN: restoreTests.plan.name, RESTORED_STORES: restoreTests.stores.join(",") }),
      },
      settings: { timeoutSeconds: 60, memoryMib: 256, reservedConcurrency: 1 },
    });
  }

  private statements(): PolicyStatement[] {
    const { drills, restoreTests } = this.props;
    const anything = { Effect: "Allow", Resource: "*" } as const;
    return [
      {
        ...anything,
        Sid: "PublishAges",
        Action: ["cloudwatch:PutMetricData"],
        Condition: { StringEquals: { "cloudwatch:namespace": RECOVERY_NAMESPACE } },
      },
      ...(drills === "none" ? [] : [{ ...anything, Sid: "FindDrills", Action: ["cloudwatch:GetMetricStatistics"] }]),
      ...(restoreTests === "none"
        ? []
        : ([
            { ...anything, Sid: "FindRestoreTests", Action: ["backup:ListRestoreJobs"] },
            {
              Sid: "FindPlan",
              Effect: "Allow",
              Action: ["backup:GetRestoreTestingPlan"],
              Resource: restoreTests.plan.arn,
            },
          ] as const)),
    ];
  }

  private warn(id: string, spec: AlarmSpec): void {
    const { alerts, site } = this.props;
    new Alarm(this, id, { name: `${site.prefix}-${id}`, topics: [alerts.warning], spec });
  }
}

function drillOverdue(metric: MetricSource): AlarmSpec {
  return {
    ...overdue(metric("DrillAge", "Maximum"), DRILL_DUE_AFTER_DAYS),
    meaning:
      "No move to the second region was drilled for half a year, or its measure was not put: nobody knows how long it takes.",
  };
}

function restoreTestOverdue(metric: MetricSource, { dueAfterDays }: AgedRestoreTests): AlarmSpec {
  return {
    ...overdue(metric("RestoreTestAge", "Maximum"), dueAfterDays),
    meaning: "A store was not restored from its backup for too long: nobody knows whether its backups can be.",
  };
}

function overdue(signal: AlarmSpec["signal"], days: number): Omit<AlarmSpec, "meaning"> {
  return {
    runbook: "backups",
    signal,
    range: countOf("days"),
    threshold: { above: days },
    window: { periodSeconds: SECONDS_PER_DAY, periods: 2 },
    missingData: "silent-when-dead",
    incident: "none",
  };
}
