import {
  type BackupClient,
  GetRestoreTestingPlanCommand,
  paginateListRestoreJobs,
  type RestoreJobsListMember,
} from "@aws-sdk/client-backup";
import { type CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";

/** Metric that people put with each good drill: the seconds until learners were served again. */
const MEASURED_BY_DRILLS = "RecoveryTime";

const MS_PER_DAY = 86_400_000;
const SECONDS_PER_DAY = 86_400;

/** CloudWatch forgets after this time. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html */
const REMEMBERED_DAYS = 455;

/** Days since the last good drill; as many as CloudWatch remembers where there was none. */
export async function drillAge(
  cloudWatch: CloudWatchClient,
  { namespace, environment }: Readonly<Record<"namespace" | "environment", string>>,
  now: Date,
): Promise<number> {
  const { Datapoints = [] } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: namespace,
      MetricName: MEASURED_BY_DRILLS,
      Dimensions: [{ Name: "Environment", Value: environment }],
      StartTime: longAgo(now),
      EndTime: now,
      Period: SECONDS_PER_DAY,
      Statistics: ["Maximum"],
    }),
  );
  return age(
    Datapoints.flatMap(({ Timestamp }) => Timestamp ?? []),
    longAgo(now),
    now,
  );
}

/**
 * Days since the last good restore test of the store whose last one is the oldest; of a store without one, since the plan was
 * made. A test is good when AWS restored the store, and nobody who looked at it said that it was wrong.
 */
export async function restoreTestAge(
  backup: BackupClient,
  plan: string,
  stores: readonly string[],
  now: Date,
): Promise<number> {
  const { RestoreTestingPlan: found } = await backup.send(
    new GetRestoreTestingPlanCommand({ RestoreTestingPlanName: plan }),
  );
  const jobs: RestoreJobsListMember[] = [];
  const query = { ByRestoreTestingPlanArn: found?.RestoreTestingPlanArn, ByCreatedAfter: longAgo(now) };
  for await (const page of paginateListRestoreJobs({ client: backup }, query)) jobs.push(...(page.RestoreJobs ?? []));
  const good = jobs.filter(({ Status, ValidationStatus }) => Status === "COMPLETED" && ValidationStatus !== "FAILED");
  const ages = stores.map((store) => {
    const own = good.filter(({ SourceResourceArn }) => SourceResourceArn === store);
    return age(
      own.flatMap(({ CompletionDate }) => CompletionDate ?? []),
      found?.CreationTime ?? longAgo(now),
      now,
    );
  });
  return Math.max(...ages);
}

/** Days from the last of some times to now; from another time where there is none. */
function age(times: readonly Date[], otherwise: Date, now: Date): number {
  const last = times.length === 0 ? otherwise.getTime() : Math.max(...times.map((time) => time.getTime()));
  return Math.max(0, Math.floor((now.getTime() - last) / MS_PER_DAY));
}

function longAgo(now: Date): Date {
  return new Date(now.getTime() - REMEMBERED_DAYS * MS_PER_DAY);
}
