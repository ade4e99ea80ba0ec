import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import type { VideoProcessing } from "../video-processing";
import { Alarms, type AlarmsProps } from "./alarms/alarms";
import { Budgets } from "./budgets/budgets";
import { Dashboards } from "./dashboards/dashboards";
import { logSources } from "./logs/log-sources";
import { MetricFilters } from "./logs/metric-filters";
import { SavedQueries } from "./logs/saved-queries";
import { WorkloadLogs } from "./logs/workload-logs";
import type { MonitoringSettings } from "./monitoring-settings";
import { Notifications } from "./notifications/notifications";
import { Tracing } from "./tracing/tracing";

/** Parts of a platform that are watched. */
export interface MonitoringProps extends Omit<AlarmsProps, "settings"> {
  readonly video: VideoProcessing;
  readonly keys: Pick<Keys, "logs">;
  readonly site: Site;
  /** Of us-east-1, for what AWS keeps there. */
  readonly globalProvider: AwsProvider;
  readonly settings: MonitoringSettings;
  readonly logRetentionDays: number;
}

/** Monitoring of an environment: notifications, budgets, traces, logs, alarms and dashboards. */
export class Monitoring extends Construct {
  readonly alarms: Alarms;
  readonly dashboards: Dashboards;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MonitoringProps,
  ) {
    super(scope, id);
    const { alerts, recovery, keys, site, globalProvider, settings, logRetentionDays } = props;
    new Notifications(this, "notifications", {
      alerts,
      recovery,
      keys,
      site,
      globalProvider,
      settings: settings.notifications,
      logRetentionDays,
    });
    new Budgets(this, "budgets", { alerts, site, settings: settings.budget });
    new Tracing(this, "tracing", { keys, site, settings: settings.tracing });
    this.readLogs();
    this.alarms = this.createAlarms();
    this.dashboards = this.createDashboards(this.alarms);
  }

  private readLogs(): void {
    const { cluster, database, firewall, network, video, keys, site, logRetentionDays } = this.props;
    const workloads = new WorkloadLogs(this, "workload-logs", { cluster, keys, logRetentionDays });
    const sources = logSources({ workloads, cluster, database, firewall, network, video });
    new MetricFilters(this, "metric-filters", { sources, site });
    new SavedQueries(this, "queries", { sources, site });
  }

  private createAlarms(): Alarms {
    const { props } = this;
    return new Alarms(this, "alarms", {
      alerts: props.alerts,
      network: props.network,
      firewall: props.firewall,
      certificates: props.certificates,
      dns: props.dns,
      distribution: props.distribution,
      loadBalancer: props.loadBalancer,
      cluster: props.cluster,
      database: props.database,
      redis: props.redis,
      storage: props.storage,
      backups: props.backups,
      queues: props.queues,
      video: props.video,
      recovery: props.recovery,
      site: props.site,
      settings: props.settings.alarms,
    });
  }

  private createDashboards(alarms: Alarms): Dashboards {
    const { video, queues, settings, ...parts } = this.props;
    const { submit, record, sweep, reportOrphans } = video.functions;
    return new Dashboards(this, "dashboards", {
      distribution: parts.distribution,
      loadBalancer: parts.loadBalancer,
      firewall: parts.firewall,
      dns: parts.dns,
      network: parts.network,
      cluster: parts.cluster,
      database: parts.database,
      redis: parts.redis,
      functions: { submit, record, sweep, "report-orphans": reportOrphans },
      queues: { ...queues.byName, "video/uploads": video.uploads },
      transcoder: video.transcoder,
      alarms,
      availabilityPercent: settings.alarms.availabilityPercent,
      site: parts.site,
    });
  }
}
