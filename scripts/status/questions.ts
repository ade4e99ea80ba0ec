import type { Environment } from "../../environments";
import { siteOf } from "../../modules/foundation/names";
import { GLOBAL_REGION } from "../../modules/foundation/regions";
import { ago, attention, dayOf, daysBetween, fine, type Line, timeOf } from "./report";

/** JSON of the AWS CLI, read where it is expected and empty where it is not. */
type Document = Readonly<Record<string, unknown>>;

/** A question to AWS of an environment, and what its answer means. */
export interface Question {
  readonly of: string;
  readonly region: string;
  readonly command: readonly string[];
  readonly lines: (answer: Document, now: Date) => readonly Line[];
}

/** Days before the end of its support in which a version is due. */
const DUE_DAYS = 120;
/** Days before its end in which a certificate should have been renewed: ACM begins 60 days before. @see https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html */
const RENEWAL_DAYS = 30;
/** Hours in which a backup of each type must have come; the plan makes one a day. */
const BACKUP_HOURS = 36;
const WEEK_MS = 7 * 86_400_000;

/** Everything that AWS is asked of an environment beside its states. */
export function questionsOf(environment: Environment, now: Date): readonly Question[] {
  const { name, account, region, cluster, database, dataProtection } = environment;
  // Buckets are backed up only where their content is retained.
  const backedUp = dataProtection === "retained" ? ["Aurora", "S3"] : ["Aurora"];
  const { prefix } = siteOf(environment);
  const major = database.engineVersion.split(".")[0] ?? "";
  const weekAgo = new Date(now.getTime() - WEEK_MS).toISOString();
  return [
    {
      of: "cluster",
      region,
      command: ["eks", "describe-cluster", "--name", prefix],
      lines: (answer) => clusterLines(at(answer, "cluster"), cluster.kubernetesVersion),
    },
    {
      of: "cluster",
      region,
      command: ["eks", "describe-cluster-versions", "--cluster-versions", cluster.kubernetesVersion],
      lines: (answer) =>
        list(answer, "clusterVersions").map((version) =>
          supportLine("cluster", `Kubernetes ${cluster.kubernetesVersion}`, version.endOfStandardSupportDate, now),
        ),
    },
    {
      of: "database",
      region,
      command: ["rds", "describe-db-clusters", "--db-cluster-identifier", prefix],
      lines: (answer) => list(answer, "DBClusters").flatMap((each) => databaseLines(each, now)),
    },
    {
      of: "database",
      region,
      command: [
        "rds",
        "describe-db-major-engine-versions",
        "--engine",
        "aurora-postgresql",
        "--major-engine-version",
        major,
      ],
      lines: (answer) =>
        list(answer, "DBMajorEngineVersions")
          .flatMap((version) => list(version, "SupportedEngineLifecycles"))
          .filter(({ LifecycleSupportName: support }) => support === "open-source-rds-standard-support")
          .map((lifecycle) => supportLine("database", `PostgreSQL ${major}`, lifecycle.LifecycleSupportEndDate, now)),
    },
    {
      of: "backups",
      region,
      command: ["backup", "list-backup-jobs", "--by-created-after", weekAgo],
      lines: (answer) => backupLines(list(answer, "BackupJobs"), backedUp, now),
    },
    ...[...new Set([region, GLOBAL_REGION])].map(
      (where): Question => ({
        of: "certificates",
        region: where,
        command: ["acm", "list-certificates"],
        lines: (answer) => list(answer, "CertificateSummaryList").flatMap((each) => certificateLine(each, where, now)),
      }),
    ),
    {
      of: "alarms",
      region,
      command: [
        "cloudwatch",
        "describe-alarms",
        "--state-value",
        "ALARM",
        "--alarm-name-prefix",
        `${prefix}-`,
        // Without them AWS tells of no composite alarms.
        "--alarm-types",
        "MetricAlarm",
        "CompositeAlarm",
      ],
      lines: (answer) => alarmLines([...list(answer, "CompositeAlarms"), ...list(answer, "MetricAlarms")], now),
    },
    {
      of: "budget",
      region: GLOBAL_REGION,
      command: ["budgets", "describe-budget", "--account-id", account, "--budget-name", `${prefix}-monthly`],
      lines: (answer) => budgetLines(at(answer, "Budget"), name),
    },
  ];
}

function clusterLines({ status, version, health }: Document, expected: string): Line[] {
  const issues = list(health as Document, "issues").map(({ code, message }) =>
    attention("cluster", `${code}: ${message}`),
  );
  const text = `${status}, Kubernetes ${version}`;
  if (status !== "ACTIVE") return [attention("cluster", text), ...issues];
  if (version !== expected) return [attention("cluster", `${text}, while the code says ${expected}`), ...issues];
  return [fine("cluster", text), ...issues];
}

function databaseLines({ Status, EngineVersion, LatestRestorableTime }: Document, now: Date): Line[] {
  const restorable = timeOf(LatestRestorableTime);
  const text = `${Status}, PostgreSQL ${EngineVersion}`;
  const state = Status === "available" ? fine("database", text) : attention("database", text);
  if (restorable === undefined) return [state];
  const minutes = (now.getTime() - restorable.getTime()) / 60_000;
  const until = `can be restored to any time until ${ago(restorable, now)}`;
  return [state, minutes > 60 ? attention("database", until) : fine("database", until)];
}

function supportLine(of: string, what: string, end: unknown, now: Date): Line {
  const time = timeOf(end);
  if (time === undefined) return attention(of, `${what}: AWS does not tell until when it is supported`);
  const days = daysBetween(now, time);
  if (days < 0) return attention(of, `${what}: its standard support ended on ${dayOf(time)}; AWS charges more for it`);
  const text = `${what}: standard support until ${dayOf(time)}, ${days} days`;
  return days < DUE_DAYS ? attention(of, text) : fine(of, text);
}

/** Tells of each type of resource on its own: an account backs up none of a type that it has not opted into. */
function backupLines(jobs: readonly Document[], types: readonly string[], now: Date): Line[] {
  const failed = jobs.filter(({ State }) => State === "FAILED" || State === "ABORTED" || State === "EXPIRED");
  return [
    ...types.map((type) => lastBackupLine(jobs, type, now)),
    ...failed.map(({ ResourceArn, State, StatusMessage }) =>
      attention("backups", `${State} of ${ResourceArn}: ${StatusMessage ?? "no reason is told"}`),
    ),
  ];
}

function lastBackupLine(jobs: readonly Document[], type: string, now: Date): Line {
  const done = jobs.filter(({ State, ResourceType }) => State === "COMPLETED" && ResourceType === type);
  const [latest] = done
    .flatMap(({ CompletionDate }) => timeOf(CompletionDate) ?? [])
    .sort((one, other) => other.getTime() - one.getTime());
  if (latest === undefined) return attention("backups", `none of ${type} was completed in a week`);
  const text = `the last of ${type} was completed ${ago(latest, now)}`;
  const hours = (now.getTime() - latest.getTime()) / 3_600_000;
  return hours > BACKUP_HOURS ? attention("backups", text) : fine("backups", text);
}

function certificateLine({ DomainName, Status, NotAfter }: Document, region: string, now: Date): Line[] {
  const end = timeOf(NotAfter);
  const text = `${DomainName} in ${region}: ${Status ?? "ISSUED"}`;
  if (end === undefined) return [attention("certificates", text)];
  const until = `${text} until ${dayOf(end)}`;
  return [daysBetween(now, end) < RENEWAL_DAYS ? attention("certificates", until) : fine("certificates", until)];
}

function alarmLines(alarms: readonly Document[], now: Date): Line[] {
  const raised = alarms.filter(({ StateValue }) => StateValue === "ALARM");
  if (raised.length === 0) return [fine("alarms", "none is raised")];
  return raised.map(({ AlarmName, StateUpdatedTimestamp }) => {
    const since = timeOf(StateUpdatedTimestamp);
    return attention("alarms", `${AlarmName}, raised ${since === undefined ? "at an unknown time" : ago(since, now)}`);
  });
}

function budgetLines({ BudgetLimit, CalculatedSpend }: Document, name: string): Line[] {
  const amount = (value: unknown) => Math.round(Number((value as Document | undefined)?.Amount ?? Number.NaN));
  const [limit, actual, forecast] = [
    amount(BudgetLimit),
    amount(at(CalculatedSpend, "ActualSpend")),
    amount(at(CalculatedSpend, "ForecastedSpend")),
  ];
  if (Number.isNaN(limit)) return [attention("budget", `${name} has none`)];
  const spent = Number.isNaN(actual) ? "nothing is told of what was spent" : `$${actual} spent this month`;
  const text = `${spent}${Number.isNaN(forecast) ? "" : `, $${forecast} forecast`}, of $${limit}`;
  return [actual > limit || forecast > limit ? attention("budget", text) : fine("budget", text)];
}

function at(value: unknown, key: string): Document {
  const found = (value as Document | undefined)?.[key];
  return typeof found === "object" && found !== null ? (found as Document) : {};
}

function list(value: Document | undefined, key: string): readonly Document[] {
  const found = value?.[key];
  return Array.isArray(found) ? (found as readonly Document[]) : [];
}
