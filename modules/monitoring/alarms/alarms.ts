import { Annotations, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { Alarm, type AlarmSpec, type IncidentName } from "../../alerting";
import type { Backups } from "../../backup";
import type { Certificates, DnsRecords, Firewall, LoadBalancer } from "../../edge";
import type { Cluster } from "../../eks";
import type { Redis } from "../../elasticache";
import type { Arn, SecondRegion, Topics } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import type { ServiceQueues } from "../../messaging";
import type { Database } from "../../rds";
import type { Distribution, Storage } from "../../s3-cloudfront";
import type { Network } from "../../vpc";
import { ErrorBudget, type Indicator } from "../error-budget";
import { type AlarmSettings, alarmSettingsProblems } from "./alarm-settings";
import { clusterAlarms } from "./cluster-alarms";
import type { Composite, NamedAlarm } from "./composite";
import { databaseAlarms, followerAlarms } from "./database-alarms";
import { certificateAlarms, distributionAlarms, firewallAlarms } from "./edge-alarms";
import { Incidents } from "./incidents";
import { applicationIndicator, siteIndicator } from "./indicators";
import { loadBalancerAlarms, targetAlarms } from "./load-balancer-alarms";
import { networkAlarms } from "./network-alarms";
import { alertAlarms, backupAlarms, replicaAlarms, replicationAlarms } from "./protection-alarms";
import { cacheAlarms, sessionsAlarms } from "./redis-alarms";
import {
  deadLetterAlarms,
  durationAlarms,
  functionAlarms,
  queueAlarms,
  scheduleAlarms,
  type WatchedVideo,
} from "./serverless-alarms";

export interface AlarmsProps {
  readonly alerts: Topics;
  readonly network: Network;
  readonly firewall: Firewall;
  readonly certificates: Certificates;
  readonly dns: DnsRecords;
  readonly distribution: Distribution;
  readonly loadBalancer: LoadBalancer;
  readonly cluster: Cluster;
  readonly database: Database;
  readonly redis: Redis;
  readonly storage: Storage;
  readonly backups: Backups;
  readonly queues: ServiceQueues;
  readonly video: WatchedVideo;
  /** The second region, whose metrics are there and whose alarms tell topics that are there. */
  readonly recovery: "none" | Pick<SecondRegion, "alerts" | "provider">;
  readonly site: Pick<Site, "region" | "prefix">;
  readonly settings: AlarmSettings;
}

/** Where an alarm is, and whom it tells. */
interface Place {
  readonly topic: Arn;
  readonly provider?: TerraformProvider;
}

/**
 * All that watches an environment. Every alarm tells the `warning` topic; what must not wait belongs to an incident, and
 * only incidents tell the `critical` one. So one failure wakes someone up once, and its details are among the warnings.
 */
export class Alarms extends Construct {
  /** By their ids, such as `database-cpu`. */
  readonly alarms: Readonly<Record<string, Alarm>>;
  readonly incidents: Readonly<Record<IncidentName, Composite>>;
  /** What is left of the promise: what learners get, and what the application answers. */
  readonly budgets: Readonly<Partial<Record<"site" | "application", ErrorBudget>>>;

  private readonly created: Record<string, Alarm> = {};
  /** The alarms that belong to each incident. */
  private readonly parts: Readonly<Record<IncidentName, NamedAlarm[]>> = {
    site: [],
    database: [],
    sessions: [],
    cluster: [],
  };

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlarmsProps,
  ) {
    super(scope, id);
    const { alerts, site } = props;
    for (const problem of alarmSettingsProblems(props.settings, props.site.region))
      Annotations.of(this).addError(problem);
    this.watchEdge();
    this.watchCluster();
    this.watchData();
    this.watchServerless();
    this.watchProtection();
    this.watchRecovery();
    this.budgets = this.createBudgets();
    this.alarms = this.created;
    this.incidents = new Incidents(this, "incident", {
      parts: this.parts,
      topic: alerts.critical,
      site,
    }).byName;
  }

  private watchEdge(): void {
    const { firewall, certificates, dns, distribution, loadBalancer, site, settings } = this.props;
    this.parts.site.push(...dns.alarms);
    this.watch("distribution", distributionAlarms(distribution));
    this.watch("certificates", certificateAlarms([certificates.global, certificates.regional]));
    this.watch("site-firewall", firewallAlarms(firewall.site));
    this.watch("load-balancer-firewall", firewallAlarms(firewall.loadBalancer, site.region));
    this.watch("load-balancer", loadBalancerAlarms(loadBalancer, settings));
    this.watch("no-target", targetAlarms(loadBalancer));
  }

  private watchCluster(): void {
    const { network, cluster } = this.props;
    this.watch("network", networkAlarms(network));
    this.watch("cluster", clusterAlarms(cluster));
  }

  private watchData(): void {
    const { database, redis } = this.props;
    this.watch("database", databaseAlarms(database));
    this.watch("sessions", sessionsAlarms(redis.sessions));
    this.watch("cache", cacheAlarms(redis.cache));
  }

  private watchServerless(): void {
    const { queues, video } = this.props;
    const { submit, record, sweep, reportOrphans } = video.functions;
    const functions = { submit, record, sweep, "report-orphans": reportOrphans };
    this.watch("functions", functionAlarms(Object.values(functions)));
    this.watch("function-duration", durationAlarms(functions));
    for (const [name, queue] of Object.entries({ ...queues.byName, "video/uploads": video.uploads })) {
      this.watch(`queue-${name.replace("/", "-")}`, queueAlarms(name, queue));
    }
    this.watch("video", deadLetterAlarms("An event of video processing was taken by no function", video.failures));
    this.watch("schedules", scheduleAlarms(video.scheduleGroup));
  }

  private watchProtection(): void {
    const { backups, storage, alerts } = this.props;
    this.watch("backups", backupAlarms(backups));
    if (storage.replication !== undefined) this.watch("replication", replicationAlarms(storage.replication));
    this.watch("alerts", alertAlarms(alerts.critical));
  }

  private watchRecovery(): void {
    const { database, storage, recovery } = this.props;
    if (recovery === "none") return;
    const there = { provider: recovery.provider, topic: recovery.alerts.warning };
    if (database.recovery !== undefined) this.watch("recovery", followerAlarms(database.recovery), there);
    if (storage.replication !== undefined) this.watch("recovery-copies", replicaAlarms(storage.replication), there);
  }

  private watch(
    kind: string,
    table: Readonly<Record<string, AlarmSpec | undefined>>,
    place: Place = { topic: this.props.alerts.warning },
  ): void {
    for (const [name, spec] of Object.entries(table)) {
      if (spec === undefined) continue;
      const id = `${kind}-${name}`;
      const alarm = new Alarm(this, id, { ...place, spec, name: `${this.props.site.prefix}-${id}` });
      this.created[id] = alarm;
      if (spec.incident !== "none") this.parts[spec.incident].push(alarm);
    }
  }

  private createBudgets(): Readonly<Partial<Record<"site" | "application", ErrorBudget>>> {
    const { distribution, loadBalancer, alerts, site, settings } = this.props;
    const { availabilityPercent } = settings;
    if (availabilityPercent === "none") return {};
    const create = (id: "site" | "application", indicator: Indicator) =>
      new ErrorBudget(this, `${id}-budget`, {
        indicator,
        topic: alerts.warning,
        name: `${site.prefix}-${id}-budget`,
        availabilityPercent,
      });
    const budgets = {
      site: create("site", siteIndicator(distribution)),
      application: create("application", applicationIndicator(loadBalancer)),
    };
    this.parts.site.push(budgets.site.fast, budgets.application.fast);
    return budgets;
  }
}
