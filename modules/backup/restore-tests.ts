import { BackupRestoreTestingPlan } from "@cdktf/provider-aws/lib/backup-restore-testing-plan";
import { BackupRestoreTestingSelection } from "@cdktf/provider-aws/lib/backup-restore-testing-selection";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Arn, Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import { SecurityGroup } from "../vpc";
import { restoreStatements } from "./restore-statements";
import type { RestoreTestFrequency } from "./settings";

/** The stores that are restored from their backups, and where to. */
export interface RestoredStores {
  readonly database: {
    readonly arn: string;
    /** Subnets without a way out. */
    readonly dbSubnetGroupName: string;
  };
  /** VPC of those subnets. */
  readonly vpcId: string;
  /** Buckets that are backed up. */
  readonly buckets: readonly Arn[];
}

export interface RestoreTestsProps {
  /** Key of learners' data, of what is restored as well. */
  readonly keys: Pick<Keys, "data">;
  readonly stores: RestoredStores;
  /** Vault of the backups. */
  readonly vault: Arn;
  readonly frequency: RestoreTestFrequency;
  readonly site: Pick<Site, "account" | "prefix">;
}

/** Noon, in UTC: backups start at four, and people see what comes of it. */
const SCHEDULES: Readonly<Record<RestoreTestFrequency, string>> = {
  weekly: "cron(0 12 ? * MON *)",
  monthly: "cron(0 12 2 * ? *)",
};

/** Two weeks, and a month with ten days of grace: a large bucket takes its time, and one failure may be mended. */
const DUE_AFTER_DAYS: Readonly<Record<RestoreTestFrequency, number>> = { weekly: 14, monthly: 41 };

/** AWS spreads the starts over this time. */
const START_WITHIN_HOURS = 8;
/** Backups are made every day; without one of this week there is none to test. */
const NEWEST_OF_DAYS = 7;
/** Time for people to look at what was restored, before AWS deletes it. */
const KEPT_FOR_HOURS = 24;

/**
 * Restore tests of AWS Backup: on a schedule the newest backup of the database and of each bucket is restored under another
 * name, kept for a day, and deleted. The database gets subnets without a way out and a security group without a rule, so it
 * reaches nobody and nobody reaches it. The role can write to nothing but what is restored.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
 */
export class RestoreTests extends Construct {
  readonly plan: BackupRestoreTestingPlan;
  /** Days after which the last good one is too old. */
  readonly dueAfterDays: number;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RestoreTestsProps,
  ) {
    super(scope, id);
    const { stores, keys, frequency } = props;
    this.dueAfterDays = DUE_AFTER_DAYS[frequency];
    this.plan = this.createPlan();
    const role = this.createRole();
    this.select("database", role, "Aurora", [stores.database.arn], {
      dbSubnetGroupName: stores.database.dbSubnetGroupName,
      vpcSecurityGroupIds: Fn.jsonencode([this.createSecurityGroup().id]),
    });
    const buckets = stores.buckets.map(({ arn }) => arn);
    if (buckets.length === 0) return;
    this.select("buckets", role, "S3", buckets, {
      encryptionType: "SSE-KMS",
      kmsKey: keys.data.arn,
      // A new bucket takes no ACLs, and those that are backed up have none.
      restoreACLs: "false",
    });
  }

  /** ARNs of the stores that are restored. */
  get stores(): readonly string[] {
    const { database, buckets } = this.props.stores;
    return [database, ...buckets].map(({ arn }) => arn);
  }

  private createPlan(): BackupRestoreTestingPlan {
    const { site, vault, frequency } = this.props;
    return new BackupRestoreTestingPlan(this, "plan", {
      name: planName(site.prefix),
      scheduleExpression: SCHEDULES[frequency],
      scheduleExpressionTimezone: "Etc/UTC",
      startWindowHours: START_WITHIN_HOURS,
      recoveryPointSelection: [
        {
          algorithm: "LATEST_WITHIN_WINDOW",
          includeVaults: [vault.arn],
          recoveryPointTypes: ["SNAPSHOT"],
          selectionWindowDays: NEWEST_OF_DAYS,
        },
      ],
    });
  }

  private createSecurityGroup(): SecurityGroup {
    const { site, stores } = this.props;
    return new SecurityGroup(this, "closed", {
      vpcId: stores.vpcId,
      name: `${site.prefix}-restore-test`,
      description: "Restored databases, which reach nobody",
    });
  }

  private createRole(): ServiceRole {
    const { site } = this.props;
    return new ServiceRole(this, "role", {
      name: `${site.prefix}-restore-test`,
      description: "AWS Backup restores backups under another name, to test them",
      service: "backup.amazonaws.com",
      condition: { StringEquals: { "aws:SourceAccount": site.account } },
      statements: restoreStatements(this.props),
    });
  }

  private select(
    name: string,
    role: ServiceRole,
    protectedResourceType: "Aurora" | "S3",
    protectedResourceArns: string[],
    restoreMetadataOverrides: Record<string, string>,
  ): void {
    new BackupRestoreTestingSelection(this, name, {
      name,
      restoreTestingPlanName: this.plan.name,
      protectedResourceType,
      protectedResourceArns,
      iamRoleArn: role.arn,
      restoreMetadataOverrides,
      validationWindowHours: KEPT_FOR_HOURS,
      dependsOn: [...role.rights],
    });
  }
}

/** Plans of restore tests are the only names in AWS Backup that have no hyphen. */
function planName(prefix: string): string {
  return prefix.replaceAll("-", "_");
}
