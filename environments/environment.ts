import { backupSettings } from "../modules/backup";
import { addonsSettings } from "../modules/cluster-addons";
import { recoveryApplication, recoveryPlace } from "../modules/disaster-recovery";
import { edgeSettings } from "../modules/edge";
import { clusterSettings } from "../modules/eks";
import { cacheSettings } from "../modules/elasticache";
import type { Rule } from "../modules/foundation/checks";
import { all, matching, not } from "../modules/foundation/conditions";
import type { OptionalProgram } from "../modules/foundation/contracts";
import { ACCOUNT_ID, REGION } from "../modules/foundation/formats";
import { PROJECT } from "../modules/foundation/names";
import { either, type GroupOf, group, marked, type SettingsOf, text, word } from "../modules/foundation/schema";
import { accessSettings } from "../modules/iam";
import { monitoringSettings } from "../modules/monitoring";
import { databaseSettings, globalDatabaseSettings } from "../modules/rds";
import { distributionSettings, storageSettings } from "../modules/s3-cloudfront";
import { videoSettings } from "../modules/video-processing";
import { networkSettings } from "../modules/vpc";

/** Words that stand for something else where an environment's name may stand: in the names of roots, pipelines and commands. */
const TAKEN: readonly string[] = [
  ...["state", "platform", "addons", "registry", "recovery"],
  ...["none", "again", "others", "all"],
  ...["retained", "disposable", "upgrade", "permissions", "edits", "runbooks", "drill", "cluster"],
];

const NAME: Rule<string> = {
  must: "be 2-10 lower-case letters or digits, a letter first, and no word of the commands",
  holds: (name) => /^[a-z][a-z0-9]{1,9}$/.test(name) && !TAKEN.includes(name),
  remedy: (name) =>
    TAKEN.includes(String(name))
      ? "choose another; this one means something else to a command or a pipeline"
      : "shorten it; it is part of every resource's name",
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME: Rule<string> = {
  must: "be an S3 bucket name of 3-63 lower-case letters, digits or hyphens",
  holds: (name) =>
    /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$/.test(name),
  remedy: "rename it before the bootstrap",
};

/** Rule of the value of a tag. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_VALUE: Rule<string> = {
  must: "be the value of a tag: 1-256 letters, digits, blanks or _.:/=+@-, not beginning with aws:",
  holds: (text) => /^[\p{L}\p{N} _.:/=+@-]{1,256}$/u.test(text) && text.trim() === text && !/^aws:/i.test(text),
  condition: all(matching(/^[\p{L}\p{N} _.:/=+@-]{1,256}$/u), not(matching(/^(\s|aws:)|\s$/i))),
  remedy: "leave out what is none of these",
};

/**
 * The retention periods that CloudWatch Logs knows, in days.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Schemas of what every root in an AWS account needs to know of it. */
export const accountEntries = {
  /** Short lower-case name, 2-10 letters or digits; part of every root's and bucket's name. Never changes. */
  name: text(NAME),
  /** The AWS account, 12 digits, used for nothing else. Terraform refuses to run in any other. */
  account: text(ACCOUNT_ID),
  /**
   * The AWS region of the platform, such as `eu-central-1`: one that an account has without opting into it. Never changes.
   * What AWS has in `us-east-1` alone (CloudFront's certificate and web ACL, alarms of CloudFront and Route 53) is there,
   * wherever this is.
   */
  region: text(REGION),
  /** The S3 bucket of the Terraform state: unique in all of AWS, created by `npm run bootstrap`. */
  stateBucket: text(BUCKET_NAME),
  /** Team that answers for it; the tag `Owner`. */
  owner: text(TAG_VALUE),
  /** Account that its cost is booked on; the tag `CostCenter`. */
  costCenter: text(TAG_VALUE),
};

/** An AWS account that the platform uses, as every root in it needs to know it. */
export interface AccountSettings extends GroupOf<typeof accountEntries> {}

const recoverySettings = group({
  ...recoveryPlace,
  /**
   * What of the application stands there beside the data. `none`: nothing; a lost region stops learners until it is back.
   * `pilot-light`: all that serves learners, small, in the roots `<name>-recovery-platform` and `-addons`; people raise it when they need it.
   * `warm-standby`: the same at the sizes that home begins with, and with pods of the services; nothing is left to be raised.
   */
  application: recoveryApplication,
  /** The database's second cluster, and which of the two takes the writes. */
  database: globalDatabaseSettings,
});

const leftRegion = group({
  /** The region that is being left. */
  leaving: text(REGION),
});

/** A second region that is being left: the next apply destroys what is there, and `none` takes its place. */
export interface LeftRegion extends SettingsOf<typeof leftRegion> {}

/** The second region of an environment. */
export interface RecoverySettings extends SettingsOf<typeof recoverySettings> {}

/**
 * Schema of an environment: everything that dev, staging and prod may differ in, and nothing else. It gives the type
 * `Environment`, the check of each value (`validateEnvironments` adds the rules across several), and docs/settings.md.
 */
export const environmentSchema = group({
  ...accountEntries,
  /** `retained`: nothing that holds learners' data can be deleted by accident. `disposable`: it can, for short-lived copies. */
  dataProtection: word(["disposable", "retained"]),
  /** Days that CloudWatch keeps log events; one of the values that CloudWatch Logs knows. */
  logRetentionDays: word<number>(LOG_RETENTION_DAYS, "choose one that CloudWatch Logs knows"),
  /** Principals that may assume the roles of people and pipelines. */
  access: accessSettings,
  /** The VPC. */
  network: networkSettings,
  /** The EKS cluster. */
  cluster: clusterSettings,
  /** Add-ons: programs in the cluster for all services. */
  addons: addonsSettings,
  /** The S3 buckets. */
  storage: storageSettings,
  /** The site's name, its zone, and who may pass. */
  edge: edgeSettings,
  /** The CloudFront distribution. */
  distribution: distributionSettings,
  /** The Aurora PostgreSQL database. */
  database: databaseSettings,
  /** The Redis stores. */
  cache: cacheSettings,
  /** Processing of uploaded videos; `none` leaves uploads as they are, and every browser gets the file that was uploaded. */
  video: either(["none"], videoSettings),
  /** Notifications, alarm thresholds and budget. */
  monitoring: monitoringSettings,
  /** Retention of AWS Backup. */
  backup: backupSettings,
  /** Second region that data is kept in; `none` where the loss of a region is not planned for. */
  recovery: either(["none"], marked("leaving", leftRegion, recoverySettings)),
});

/**
 * Environment of the platform: everything that dev, staging and prod may differ in, and nothing else. What is equal
 * everywhere is a default of its module. All values are concrete, so that a diff of two environment files shows all that
 * differs.
 */
export interface Environment extends SettingsOf<typeof environmentSchema> {}

/** The second region that an environment has, or is to have. */
export function secondRegionOf({ recovery }: Pick<Environment, "recovery">): "none" | RecoverySettings {
  return recovery === "none" || "leaving" in recovery ? "none" : recovery;
}

/** The region beside its own that an environment has something in, also one that is being left. */
export function otherRegionOf({ recovery }: Pick<Environment, "recovery">): "none" | { readonly region: string } {
  return recovery !== "none" && "leaving" in recovery ? { region: recovery.leaving } : recovery;
}

/** Tells whether an environment goes on when a zone is lost: data is retained there, and its add-ons are zone-redundant. */
export function survivesZoneLoss({ dataProtection, addons }: Pick<Environment, "dataProtection" | "addons">): boolean {
  return dataProtection === "retained" && addons.availability === "zone-redundant";
}

/** Optional programs that the cluster of an environment lacks. */
export function lackedPrograms({ addons, monitoring }: Pick<Environment, "addons" | "monitoring">): OptionalProgram[] {
  return [
    ...(addons.metrics === "none" ? (["metrics"] as const) : []),
    ...(addons.logs === "none" ? (["logs"] as const) : []),
    ...(monitoring.tracing === "none" ? (["tracing"] as const) : []),
  ];
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
