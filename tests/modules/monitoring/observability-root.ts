import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { AlertTopics } from "../../../modules/alerting/alert-topics";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { InRegion } from "../../../modules/foundation/regions";
import { Budgets } from "../../../modules/monitoring/budgets";
import { WorkloadLogs } from "../../../modules/monitoring/logs/log-groups";
import { MetricFilters } from "../../../modules/monitoring/logs/metric-filters";
import { SAVED_QUERIES, type SavedQuery } from "../../../modules/monitoring/logs/query-table";
import { SavedQueries } from "../../../modules/monitoring/logs/saved-queries";
import { Notifications } from "../../../modules/monitoring/notifications/notifications";
import type { BudgetSettings, NotificationSettings, TracingSettings } from "../../../modules/monitoring/settings";
import { Tracing } from "../../../modules/monitoring/tracing";
import { Root } from "../../../stacks/root";
import { synthesize } from "../../../stacks/synthesize";
import { ACCOUNT, BUCKET, temporaryFolder } from "../../sandbox/support";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";

/** What the settings of an environment say about its observability. */
export interface ObservabilityCase {
  readonly notifications: NotificationSettings;
  readonly budget: BudgetSettings;
  readonly tracing: TracingSettings;
  readonly queries: readonly SavedQuery[];
  /** Whether there are topics in a second region. */
  readonly recovery: boolean;
}

/** Everything there is. */
export const FULL: ObservabilityCase = {
  notifications: {
    pagerDuty: "on",
    slack: { workspaceId: "T0123ABCD", channelIds: { critical: "C0CRITICAL", warning: "C0WARNING1" } },
    mail: ["lms-team@example.com"],
  },
  budget: {
    monthlyUsd: 9000,
    mail: ["finance@example.com"],
    anomalies: { monitor: "created", leastImpactUsd: 50 },
  },
  tracing: { reservoirPerSecond: 1, learnerRate: 0.05, otherRate: 0.01 },
  queries: SAVED_QUERIES,
  recovery: false,
};

/** The least: no one needs to act. */
export const LEAST: ObservabilityCase = {
  ...FULL,
  notifications: { pagerDuty: "off", slack: "none", mail: [] },
  budget: { monthlyUsd: 300, mail: [], anomalies: "none" },
};

const SETTINGS = {
  name: "test",
  account: ACCOUNT,
  region: "us-east-1",
  stateBucket: BUCKET,
  owner: "owner",
  costCenter: "cost",
};

/** A root with all that observes a platform but alarms and dashboards. */
export class ObservabilityRoot extends Root {
  constructor(scope: Construct, { notifications, budget, tracing, queries, recovery }: ObservabilityCase) {
    super(scope, "observability", SETTINGS);
    const site = siteOf(SETTINGS);
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection: "disposable" });
    const logRetentionDays = 30;
    const alerts = new AlertTopics(this, "alerts", { site, keys });
    const globalProvider = this.providerIn("us-east-1", "global");
    new Notifications(this, "notifications", {
      globalLogsKey: keys.logs,
      site,
      logRetentionDays,
      settings: notifications,
      alerts,
      others: recovery ? { recovery: this.recoveryAlerts(keys) } : {},
      globalProvider,
    });
    new Budgets(this, "budgets", { alerts, site, settings: budget });
    new Tracing(this, "tracing", { keys, site, settings: tracing });
    const cluster = { clusterName: "lms-test" };
    const workloads = new WorkloadLogs(this, "workload-logs", { cluster, keys, logRetentionDays });
    const sources = {
      "core-services": workloads.groups["core-services"],
      microservices: workloads.groups.microservices,
      "control-plane": this.logGroup("control-plane"),
      postgresql: this.logGroup("postgresql"),
      "site-firewall": this.logGroup("site-firewall"),
      "load-balancer-firewall": this.logGroup("load-balancer-firewall"),
      "flow-logs": this.logGroup("flow-logs"),
      "video-submit": this.logGroup("video-submit"),
      "video-record": this.logGroup("video-record"),
      "video-sweep": this.logGroup("video-sweep"),
    };
    new MetricFilters(this, "metric-filters", { sources, site });
    new SavedQueries(this, "queries", { sources, queries, site });
  }

  private recoveryAlerts(keys: EncryptionKeys) {
    const provider = this.providerIn("eu-west-1", "recovery");
    const alerts = new AlertTopics(this, "recovery", {
      keys,
      site: { account: ACCOUNT, prefix: "lms-test-recovery" },
    });
    Aspects.of(alerts).add(new InRegion(provider));
    return { alerts, provider };
  }

  private logGroup(name: string): CloudwatchLogGroup {
    const kmsKeyId = `arn:aws:kms:us-east-1:${ACCOUNT}:key/a1b2c3d4-0000-0000-0000-000000000000`;
    return new CloudwatchLogGroup(this, name, { name: `/test/${name}`, kmsKeyId, retentionInDays: 30 });
  }
}

const synthesized = new Map<ObservabilityCase, SynthesizedRoot>();

/** The root of a case, synthesized once. */
export function observabilityRoot(settings: ObservabilityCase): SynthesizedRoot {
  const found =
    synthesized.get(settings) ?? synthesizeRoots([(app) => new ObservabilityRoot(app, settings)]).get("observability");
  if (found === undefined) throw new Error("no root");
  synthesized.set(settings, found);
  return found;
}

/** The problems of the full case with a change. */
export function problemsOf(change: Partial<ObservabilityCase>): readonly string[] {
  return synthesize(() => [(app) => new ObservabilityRoot(app, { ...FULL, ...change })], temporaryFolder()).problems;
}

/** A reference in Terraform's syntax. */
export function ref(expression: string): string {
  return `\${${expression}}`;
}
