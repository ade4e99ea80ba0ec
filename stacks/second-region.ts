import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import type { Environment } from "../environments/environment";
import type { Backups } from "../modules/backup";
import {
  Handover,
  RecoveryAges,
  type RecoveryAgesProps,
  type RecoveryApplication,
  RecoveryRegion,
} from "../modules/disaster-recovery";
import type { HostedZone, OriginVerify } from "../modules/edge";
import type { Keys } from "../modules/foundation/contracts";
import { type Site, siteOf } from "../modules/foundation/names";
import type { Database, GlobalDatabaseSettings } from "../modules/rds";

/** The second region of an environment, and how the database uses it. */
export interface SecondRegion {
  readonly region: RecoveryRegion;
  readonly settings: GlobalDatabaseSettings;
  readonly application: RecoveryApplication;
}

/**
 * Creates what an environment has in a second region. Of one that is being left only the provider stays, without which
 * Terraform could not destroy what is there.
 * @param providerIn makes the provider of a region
 */
export function createSecondRegion(
  scope: Construct,
  environment: Environment,
  keys: Pick<Keys, "data">,
  providerIn: (region: string) => AwsProvider,
): "none" | SecondRegion {
  const { recovery, dataProtection, logRetentionDays } = environment;
  if (recovery === "none") return "none";
  if ("leaving" in recovery) {
    providerIn(recovery.leaving);
    return "none";
  }
  const region = new RecoveryRegion(scope, "recovery", {
    keys,
    site: siteOf(environment),
    provider: providerIn(recovery.region),
    settings: recovery,
    dataProtection,
    logRetentionDays,
    application: recovery.application,
  });
  return { region, settings: recovery.database, application: recovery.application };
}

/** The second region, where the application stands by in it. */
export function servingRegionOf(recovery: "none" | SecondRegion): "none" | RecoveryRegion {
  return recovery === "none" || recovery.application === "none" ? "none" : recovery.region;
}

/** The sites beside home at which the application stands by. */
export function standbySitesOf(recovery: "none" | SecondRegion): Site[] {
  const region = servingRegionOf(recovery);
  return region === "none" ? [] : [region.site];
}

/** What is handed over to the recovery region's root, beside what is there. */
interface HandedOverParts {
  /** Home. */
  readonly site: Site;
  readonly zone: HostedZone;
  readonly database: Database;
  readonly originVerify: OriginVerify;
}

/** Creates what tells how old the last drill and restore test are; nothing where there is neither. */
export function createRecoveryAges(
  scope: Construct,
  environment: Environment,
  {
    backups,
    recovery,
    ...props
  }: Pick<RecoveryAgesProps, "keys" | "alerts"> & {
    readonly backups: Pick<Backups, "restoreTests">;
    readonly recovery: "none" | SecondRegion;
  },
): void {
  const { restoreTests } = backups;
  if (recovery === "none" && restoreTests === "none") return;
  new RecoveryAges(scope, "readiness", {
    ...props,
    restoreTests,
    drills: recovery === "none" ? "none" : "counted",
    site: siteOf(environment),
    logRetentionDays: environment.logRetentionDays,
  });
}

/** Tells the recovery region's root what it builds on, where the application stands by. */
export function handOver(
  recovery: "none" | SecondRegion,
  { site, zone, database, originVerify }: HandedOverParts,
): void {
  const region = servingRegionOf(recovery);
  if (region === "none" || database.recovery === undefined) return;
  const { keys, network } = region;
  new Handover(region, "handover", {
    site,
    network,
    originVerifyValues: originVerify.accepted,
    key: keys.data,
    facts: {
      vpcId: network.id,
      dataKeyArn: keys.data.arn,
      logsKeyArn: keys.logs.arn,
      messagesKeyArn: keys.messages.arn,
      hostedZoneId: zone.id,
      databaseSecurityGroupId: database.recovery.securityGroup.id,
      databaseEndpoint: database.endpoint,
      databaseReaderEndpoint: database.recovery.cluster.readerEndpoint,
      databaseUrl: database.connectionString(region.site.region),
    },
  });
}
