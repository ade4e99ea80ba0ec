import { expect, test } from "vitest";
import type { Environment } from "../../environments";
import { dev } from "../../environments/dev";
import { questionsOf } from "../../scripts/status/questions";
import { reportText } from "../../scripts/status/report";
import { rootLines } from "../../scripts/status/roots";
import { fakePrograms, runProgram } from "../sandbox/support";

const NOW = new Date("2026-11-28T12:00:00Z");
const DEV: Environment = { ...dev, name: "dev", account: "111111111111", region: "us-east-1" };

/** What the answer to a command is told as. */
function told(command: string, answer: Readonly<Record<string, unknown>>, of = DEV): string[] {
  const question = questionsOf(of, NOW).find((each) => each.command.join(" ").startsWith(command));
  return (question?.lines(answer, NOW) ?? []).map((line) => `${line.attention ? "!" : " "} ${line.of}: ${line.text}`);
}

test("a cluster must be active and have the version of the code", () => {
  const version = dev.cluster.kubernetesVersion;
  const cluster = (more: object) =>
    told("eks describe-cluster --", { cluster: { status: "ACTIVE", version, ...more } });
  expect(cluster({})).toEqual([`  cluster: ACTIVE, Kubernetes ${version}`]);
  expect(cluster({ version: "1.30" })).toEqual([`! cluster: ACTIVE, Kubernetes 1.30, while the code says ${version}`]);
  expect(cluster({ health: { issues: [{ code: "IamRoleNotFound", message: "it is gone" }] } })).toContain(
    "! cluster: IamRoleNotFound: it is gone",
  );
});

test("a version that is near the end of its support is due", () => {
  const version = dev.cluster.kubernetesVersion;
  const until = (day: string) =>
    told("eks describe-cluster-versions", {
      clusterVersions: [{ endOfStandardSupportDate: Date.parse(day) / 1000 }],
    });
  expect(until("2027-11-28")).toEqual([
    `  cluster: Kubernetes ${version}: standard support until 2027-11-28, 364 days`,
  ]);
  expect(until("2027-03-27")).toEqual([
    `! cluster: Kubernetes ${version}: standard support until 2027-03-27, 118 days`,
  ]);
  expect(until("2026-07-29")).toEqual([
    `! cluster: Kubernetes ${version}: its standard support ended on 2026-07-29; AWS charges more for it`,
  ]);
  const lifecycle = (LifecycleSupportName: string) => ({ LifecycleSupportName, LifecycleSupportEndDate: "2030-02-28" });
  expect(
    told("rds describe-db-major", {
      DBMajorEngineVersions: [
        {
          SupportedEngineLifecycles: ["open-source-rds-standard-support", "open-source-rds-extended-support"].map(
            lifecycle,
          ),
        },
      ],
    }),
  ).toEqual(["  database: PostgreSQL 17: standard support until 2030-02-28, 1187 days"]);
});

test("a database must be restorable to a time that is not long ago", () => {
  const database = (LatestRestorableTime: string) =>
    told("rds describe-db-clusters", {
      DBClusters: [{ Status: "available", EngineVersion: "17.7", LatestRestorableTime }],
    });
  expect(database("2026-11-28T11:55:00Z")).toEqual([
    "  database: available, PostgreSQL 17.7",
    "  database: can be restored to any time until 5 min ago",
  ]);
  expect(database("2026-11-25T12:00:00Z")).toContain("! database: can be restored to any time until 3 days ago");
});

test("a day without a backup of the database or of buckets that are retained, and every one that failed, is told", () => {
  const backups = (of: Environment, ...jobs: readonly object[]) => told("backup list", { BackupJobs: jobs }, of);
  const done = (ResourceType: string, CompletionDate: string) => ({
    State: "COMPLETED",
    ResourceType,
    CompletionDate,
  });
  const database = done("Aurora", "2026-11-28T05:00:00Z");
  expect(backups(DEV, database)).toEqual(["  backups: the last of Aurora was completed 7 h ago"]);
  expect(backups(DEV)).toEqual(["! backups: none of Aurora was completed in a week"]);
  expect(
    backups(DEV, done("Aurora", "2026-11-25T12:00:00Z"), {
      State: "FAILED",
      ResourceArn: "arn:aws:s3:::lms-dev-media",
      StatusMessage: "Access denied",
    }),
  ).toEqual([
    "! backups: the last of Aurora was completed 3 days ago",
    "! backups: FAILED of arn:aws:s3:::lms-dev-media: Access denied",
  ]);
  // An account that has not opted into backups of S3 completes those of the database alone, and none fails.
  expect(backups({ ...DEV, dataProtection: "retained" }, database)).toEqual([
    "  backups: the last of Aurora was completed 7 h ago",
    "! backups: none of S3 was completed in a week",
  ]);
});

test("a certificate must have been renewed a month before its end", () => {
  const certificate = (NotAfter?: string) =>
    told("acm", { CertificateSummaryList: [{ DomainName: "dev.example.com", Status: "ISSUED", NotAfter }] });
  expect(certificate("2027-06-01T00:00:00Z")).toEqual([
    "  certificates: dev.example.com in us-east-1: ISSUED until 2027-06-01",
  ]);
  expect(certificate("2026-12-20T00:00:00Z")[0]).toMatch(/^!/);
  expect(certificate()).toEqual(["! certificates: dev.example.com in us-east-1: ISSUED"]);
});

test("alarms that are raised and a budget that is spent need someone", () => {
  expect(told("cloudwatch", { MetricAlarms: [{ AlarmName: "lms-dev-site", StateValue: "OK" }] })).toEqual([
    "  alarms: none is raised",
  ]);
  // The first AWS CLI prints times as seconds since 1970, the second as text.
  const alarm = (AlarmName: string, StateUpdatedTimestamp: unknown) => ({
    AlarmName,
    StateUpdatedTimestamp,
    StateValue: "ALARM",
  });
  const MetricAlarms = [alarm("lms-dev-site-unhealthy", "2026-11-28T11:00:00Z")];
  const CompositeAlarms = [alarm("lms-dev-incident-site", Date.parse("2026-11-28T11:30:00Z") / 1000)];
  expect(told("cloudwatch", { MetricAlarms, CompositeAlarms })).toEqual([
    "! alarms: lms-dev-incident-site, raised 30 min ago",
    "! alarms: lms-dev-site-unhealthy, raised 60 min ago",
  ]);
  const budget = (actual: string, forecast?: string) =>
    told("budgets", {
      Budget: {
        BudgetLimit: { Amount: "900" },
        CalculatedSpend: {
          ActualSpend: { Amount: actual },
          ...(forecast && { ForecastedSpend: { Amount: forecast } }),
        },
      },
    });
  expect(budget("412.30", "640")).toEqual(["  budget: $412 spent this month, $640 forecast, of $900"]);
  expect(budget("412.30", "940")).toEqual(["! budget: $412 spent this month, $940 forecast, of $900"]);
});

test("a root tells when and from which commit it was applied, and what keeps it from being applied", () => {
  const Contents = [
    { Key: "dev-platform/terraform.tfstate", LastModified: "2026-11-28T10:00:00Z" },
    { Key: "dev-platform/terraform.tfstate.tflock", LastModified: "2026-11-28T11:30:00Z" },
    { Key: "dev-platform/errored/2026-11-27/terraform.tfstate", LastModified: "2026-11-27T10:00:00Z" },
    { Key: "state-dev/terraform.tfstate", LastModified: "2026-11-01T10:00:00Z" },
  ];
  const deployed = new Map([["dev-platform", { commit: "0123abc", behind: 4 }]]);
  const roots = ["state-dev", "dev-platform", "dev-addons"];
  expect(reportText(rootLines(roots, { value: { Contents } }, deployed, NOW))).toBe(
    [
      "  state-dev     state of 27 days ago, no tag tells its commit",
      "  dev-platform  state of 2 h ago, commit 0123abc, 4 behind this one",
      "! dev-platform  someone is at it, or was interrupted: locked 30 min ago",
      "! dev-platform  a state could not be written and is kept in errored/: README, Recover",
      "! dev-addons    has no state: it was never applied",
    ].join("\n"),
  );
  expect(reportText(rootLines(roots, { refused: "AccessDenied" }, deployed, NOW))).toBe(
    "! states  not told: AccessDenied",
  );
});

test("the command asks as who is logged in, and tells what it may not see", async () => {
  const account = dev.account;
  const answer = (words: string) =>
    `case "$1" in sts) echo '{"Account":"${words}"}' ;; *) echo "An error occurred (AccessDenied)" >&2; exit 254 ;; esac`;
  const run = (aws: string, ...args: readonly string[]) =>
    runProgram("scripts/status.ts", args, { PATH: `${fakePrograms({ aws })}:/bin:/usr/bin` });
  const { exitCode, stdout } = await run(answer(account), "dev");
  expect(exitCode).toBe(2);
  expect(stdout).toContain("! cluster       not told: An error occurred (AccessDenied)\n");
  expect((await run(answer("999999999999"), "dev")).stderr).toBe(
    `status: must have credentials for account ${account} of dev, got 999999999999; log in to it\n`,
  );
  expect((await run("echo 'Unable to locate credentials' >&2; exit 253", "dev")).stderr).toBe(
    `status: must have credentials for account ${account}, got Unable to locate credentials; log in to it\n`,
  );
  expect((await run(answer(account), "nowhere")).stderr).toMatch(
    /^status: must name a known environment, got "nowhere"; choose from dev/,
  );
});
