import { BackupClient } from "@aws-sdk/client-backup";
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { drillAge, restoreTestAge } from "./ages";

/** Clients, and the moment that ages are reckoned to. */
export interface World {
  readonly cloudWatch: CloudWatchClient;
  readonly backup: BackupClient;
  readonly now: Date;
}

/**
 * Publishes how many days ago the last good drill was, and the last good restore test of the store that waits longest. An alarm
 * looks back a week at most, so it cannot find out by itself.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export async function publish({ cloudWatch, backup, now }: World): Promise<Readonly<Record<string, number>>> {
  const { AWS_LAMBDA_FUNCTION_NAME, NAMESPACE: namespace = "", ENVIRONMENT: environment = "" } = process.env;
  const { DRILLS, RESTORE_TESTING_PLAN: plan, RESTORED_STORES = "" } = process.env;
  const ages = {
    ...(DRILLS === "counted" ? { DrillAge: await drillAge(cloudWatch, { namespace, environment }, now) } : {}),
    ...(plan === undefined
      ? {}
      : { RestoreTestAge: await restoreTestAge(backup, plan, RESTORED_STORES.split(","), now) }),
  };
  const Dimensions = [{ Name: "FunctionName", Value: AWS_LAMBDA_FUNCTION_NAME }];
  const MetricData = Object.entries(ages).map(([MetricName, Value]) => ({ MetricName, Value, Dimensions }));
  await cloudWatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData }));
  console.info({ message: "Days since the last good", ...ages });
  return ages;
}

const clients = { cloudWatch: new CloudWatchClient({}), backup: new BackupClient({}) };

export const handler = () => publish({ ...clients, now: new Date() });
