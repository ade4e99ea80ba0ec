import { Construct } from "constructs";
import type { AlertingRegion, GlobalRegion, Keys, Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import type { GlobalProvider } from "../foundation/regions";
import { Alarms } from "./alarms/alarms";
import { Budgets } from "./budgets";
import { Dashboards } from "./dashboards/dashboards";
import { type LogSources, WorkloadLogs } from "./logs/log-groups";
import { MetricFilters } from "./logs/metric-filters";
import { SavedQueries } from "./logs/saved-queries";
import { Heartbeat } from "./notifications/heartbeat";
import { Notifications } from "./notifications/notifications";
import type { MonitoringSettings } from "./settings";
import { Tracing } from "./tracing";
import type { WatchedParts } from "./watched-parts";

export interface MonitoringProps {
  readonly parts: WatchedParts;
  readonly alerts: Topics;
  /** The second region, whose alerts go to the same people. */
  readonly recovery: "none" | AlertingRegion;
  /** us-east-1, whose alerts go to them, too; `home` if that is the environment's own region. */
  readonly global: "home" | GlobalRegion;
  readonly keys: Pick<Keys, "logs" | "messages">;
  readonly globalProvider: GlobalProvider;
  readonly site: Site;
  readonly settings: MonitoringSettings;
  readonly logRetentionDays: number;
}

/** Monitoring of an environment: notifications, budgets, traces, logs, alarms and dashboards. */
export class Monitoring extends Construct {
  readonly alarms: Alarms;
  readonly dashboards: Dashboards;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { parts, alerts, recovery, global, keys, globalProvider, site, settings, logRetentionDays } = props;
    const there = global === "home" ? { keys, alerts } : global;
    new Notifications(this, "notifications", {
      alerts,
      others: { ...(recovery === "none" ? {} : { recovery }), ...(global === "home" ? {} : { global }) },
      globalLogsKey: there.keys.logs,
      site,
      globalProvider,
      settings: settings.notifications,
      logRetentionDays,
    });
    new Budgets(this, "budgets", { alerts: there.alerts, site, settings: settings.budget });
    if (settings.tracing !== "none") new Tracing(this, "tracing", { keys, site, settings: settings.tracing });
    const { cluster, lacks } = parts;
    const workloads = lacks.includes("logs")
      ? "none"
      : new WorkloadLogs(this, "workload-logs", { cluster, keys, logRetentionDays });
    const sources = logSources(parts, workloads, global);
    new MetricFilters(this, "metric-filters", { sources, site });
    new SavedQueries(this, "queries", { sources, site });
    const heartbeat = lacks.includes("metrics") ? "none" : new Heartbeat(this, "heartbeat", { keys, site });
    this.alarms = new Alarms(this, "alarms", {
      parts,
      alerts,
      recovery,
      global,
      heartbeat,
      site,
      settings: settings.alarms,
    });
    this.dashboards = new Dashboards(this, "dashboards", {
      parts,
      alarms: this.alarms,
      availabilityPercent: settings.alarms.availabilityPercent,
      site,
    });
  }
}

function logSources(
  { cluster, database, firewall, network, video }: WatchedParts,
  workloads: "none" | WorkloadLogs,
  global: MonitoringProps["global"],
): LogSources {
  return {
    ...(workloads === "none"
      ? {}
      : { "core-services": workloads.groups["core-services"], microservices: workloads.groups.microservices }),
    "control-plane": cluster.logs,
    postgresql: database.home.logs.postgresql,
    ...(firewall === "none"
      ? {}
      : {
          "site-firewall": {
            name: firewall.site.log.name,
            ...(global === "home" ? {} : { provider: global.provider }),
          },
          "load-balancer-firewall": firewall.loadBalancer.log,
        }),
    "flow-logs": network.flowLogs.group,
    ...(video === "none"
      ? {}
      : {
          "video-submit": video.functions.submit.logGroup,
          "video-record": video.functions.record.logGroup,
          "video-sweep": video.functions.sweep.logGroup,
        }),
  };
}
