import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import type { VideoProcessing } from "../video-processing/video-processing";
import type { AlarmSettings } from "./alarms/alarm-settings";
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

/** The parts of a platform that are watched, and where. */
export interface MonitoringProps extends Omit<AlarmsProps, keyof AlarmSettings> {
  readonly settings: MonitoringSettings;
  readonly video: VideoProcessing;
  readonly keys: Keys;
  readonly site: Site;
  /** Of us-east-1, for what AWS keeps there. */
  readonly globalProvider: AwsProvider;
  readonly logRetentionDays: number;
}

/** All that watches an environment: who is told, what they are told of, and what they look at then. */
export class Monitoring extends Construct {
  readonly alarms: Alarms;
  readonly dashboards: Dashboards;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { settings } = props;
    new Notifications(this, "notifications", { ...props, ...settings.notifications });
    new Budgets(this, "budgets", { ...props, ...settings.budget });
    new Tracing(this, "tracing", { ...props, ...settings.tracing });
    this.readLogs(props);
    this.alarms = new Alarms(this, "alarms", { ...props, ...settings.alarms });
    this.dashboards = this.createDashboards(props);
  }

  private readLogs(props: MonitoringProps): void {
    const workloads = new WorkloadLogs(this, "workload-logs", props);
    const sources = logSources({ ...props, workloads });
    new MetricFilters(this, "metric-filters", { ...props, sources });
    new SavedQueries(this, "queries", { ...props, sources });
  }

  private createDashboards({ video, queues, settings, ...parts }: MonitoringProps): Dashboards {
    const { submit, record, sweep, reportOrphans } = video.functions;
    return new Dashboards(this, "dashboards", {
      ...parts,
      alarms: this.alarms,
      availabilityPercent: settings.alarms.availabilityPercent,
      functions: { submit, record, sweep, "report-orphans": reportOrphans },
      queues: { ...queues.byName, "video/uploads": video.uploads },
      transcoder: video.transcoder,
    });
  }
}
