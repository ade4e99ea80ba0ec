import { Construct } from "constructs";
import type { Cluster } from "../eks";
import type { Keys, Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { type StandbyParts, standbyAlarms } from "./alarms/alarm-tables";
import { createAlarms, withoutIncidents } from "./alarms/create-alarms";
import { WorkloadLogs } from "./logs/log-groups";
import { Heartbeat } from "./notifications/heartbeat";
import type { MonitoringSettings } from "./settings";
import { Tracing } from "./tracing";

export interface StandbyMonitoringProps {
  readonly parts: StandbyParts & { readonly cluster: Pick<Cluster, "clusterName"> };
  /** Topics of the region, whose receivers the home region's `Monitoring` makes. */
  readonly alerts: Topics;
  readonly keys: Pick<Keys, "logs" | "messages">;
  readonly site: Site;
  /** Site of home, whose names traces have here, too: X-Ray takes at most 32 characters. */
  readonly homeSite: Pick<Site, "prefix">;
  readonly settings: MonitoringSettings;
  readonly logRetentionDays: number;
}

/** Monitoring of an application that stands by in a second region: traces, logs of pods, alarms. */
export class StandbyMonitoring extends Construct {
  constructor(scope: Construct, id: string, props: StandbyMonitoringProps) {
    super(scope, id);
    const { parts, alerts, keys, site, homeSite, settings, logRetentionDays } = props;
    const { cluster, lacks } = parts;
    if (settings.tracing !== "none") {
      new Tracing(this, "tracing", { keys, site: homeSite, settings: settings.tracing });
    }
    if (!lacks.includes("logs")) new WorkloadLogs(this, "workload-logs", { cluster, keys, logRetentionDays });
    const heartbeat = lacks.includes("metrics") ? "none" : new Heartbeat(this, "heartbeat", { keys, site });
    const tables = standbyAlarms({ ...parts, alerts, heartbeat }, settings.alarms);
    createAlarms(this, site, tables, withoutIncidents({ alerts }));
  }
}
