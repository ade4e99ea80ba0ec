import type { BackupSettings } from "../modules/backup";
import type { AddonsSettings } from "../modules/cluster-addons";
import type { RecoveryRegionSettings } from "../modules/disaster-recovery";
import type { EdgeSettings } from "../modules/edge";
import type { ClusterSettings } from "../modules/eks";
import type { CacheSettings } from "../modules/elasticache";
import type { DataProtection } from "../modules/foundation/contracts";
import { PROJECT } from "../modules/foundation/names";
import type { AccessSettings } from "../modules/iam";
import type { MonitoringSettings } from "../modules/monitoring";
import type { DatabaseSettings, GlobalDatabaseSettings } from "../modules/rds";
import type { DistributionSettings, StorageSettings } from "../modules/s3-cloudfront";
import type { VideoSettings } from "../modules/video-processing";
import type { NetworkSettings } from "../modules/vpc";

/** An AWS account that the platform uses, as every root in it needs to know it. */
export interface AccountSettings {
  /** Short lower-case name, 2-10 letters or digits; part of every root's and bucket's name. Never changes. */
  readonly name: string;
  /** The AWS account, 12 digits, used for nothing else. Terraform refuses to run in any other. */
  readonly account: string;
  /** The AWS region of the platform, such as `us-east-1`. */
  readonly region: string;
  /** The S3 bucket of the Terraform state: unique in all of AWS, created by `npm run bootstrap`. */
  readonly stateBucket: string;
  /** Team that answers for it; the tag `Owner`. */
  readonly owner: string;
  /** Account that its cost is booked on; the tag `CostCenter`. */
  readonly costCenter: string;
}

/**
 * Environment of the platform: everything that dev, staging and prod may differ in, and nothing else.
 * What is equal everywhere is a default of its module. All values are concrete, so that a diff of two environment
 * files shows all that differs. `validateEnvironments` checks the rules that types cannot.
 */
export interface Environment extends AccountSettings {
  /** `retained`: nothing that holds learners' data can be deleted by accident. `disposable`: it can, for short-lived copies. */
  readonly dataProtection: DataProtection;
  /** Days that CloudWatch keeps log events; one of the values that CloudWatch Logs knows. */
  readonly logRetentionDays: number;
  /** Principals that may assume the roles of people and pipelines. */
  readonly access: AccessSettings;
  readonly network: NetworkSettings;
  /** The EKS cluster. */
  readonly cluster: ClusterSettings;
  /** Add-ons: programs in the cluster for all services. */
  readonly addons: AddonsSettings;
  /** The S3 buckets. */
  readonly storage: StorageSettings;
  /** The site's name, its zone, and who may pass. */
  readonly edge: EdgeSettings;
  /** The CloudFront distribution. */
  readonly distribution: DistributionSettings;
  /** The Aurora PostgreSQL database. */
  readonly database: DatabaseSettings;
  /** The Redis stores. */
  readonly cache: CacheSettings;
  /** Processing of uploaded videos. */
  readonly video: VideoSettings;
  /** Notifications, alarm thresholds and budget. */
  readonly monitoring: MonitoringSettings;
  /** Retention of AWS Backup. */
  readonly backup: BackupSettings;
  /** Second region that data is kept in; `none` where the loss of a region is not planned for. */
  readonly recovery: "none" | RecoverySettings | LeftRegion;
}

/** A second region that is being left: the next apply destroys what is there, and `none` takes its place. */
export interface LeftRegion {
  readonly leaving: string;
}

/** The second region of an environment. */
export interface RecoverySettings extends RecoveryRegionSettings {
  /** The database's second cluster, and which of the two takes the writes. */
  readonly database: GlobalDatabaseSettings;
}

/** The second region that an environment has, or is to have. */
export function secondRegionOf({ recovery }: Pick<Environment, "recovery">): "none" | RecoverySettings {
  return recovery === "none" || "leaving" in recovery ? "none" : recovery;
}

/** The region beside its own that an environment has something in, also one that is being left. */
export function otherRegionOf({ recovery }: Pick<Environment, "recovery">): "none" | { readonly region: string } {
  return recovery !== "none" && "leaving" in recovery ? { region: recovery.leaving } : recovery;
}

/** The tags that every resource of a root carries, through the provider's `default_tags`. */
export function defaultTags(settings: AccountSettings, root: string): Record<string, string> {
  return { ...fixedTags(settings, root), ...bookingTags(settings) };
}

/** The tags that say what a resource belongs to: they never change. */
export function fixedTags({ name }: AccountSettings, root: string): Record<string, string> {
  return { Project: PROJECT, Environment: name, ManagedBy: "terraform", TerraformRoot: root };
}

/** The tags that say who answers and pays for a resource: they may change at any time. */
export function bookingTags({ owner, costCenter }: AccountSettings): Record<string, string> {
  return { Owner: owner, CostCenter: costCenter };
}
