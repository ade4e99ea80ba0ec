import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { Alarm, type AlarmSpec, type IncidentName } from "../../alerting";
import { report } from "../../foundation/checks";
import type { Arn, SecondRegion, Topic, Topics } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import { type AlarmSettings, alarmSettingsProblems } from "../settings";
import type { WatchedParts } from "../watched-parts";
import { type AlarmTables, homeAlarms, recoveryAlarms } from "./alarm-tables";
import { applicationIndicator, ErrorBudget, type Indicator, siteIndicator } from "./error-budget";
import { type Composite, Incidents, type NamedAlarm, replaceWithParts } from "./incidents";

export interface AlarmsProps {
  readonly parts: WatchedParts;
  readonly alerts: Topics;
  /** The second region: metrics of the copies are there, and alarms there notify its topics. */
  readonly recovery: "none" | Pick<SecondRegion, "alerts" | "provider">;
  /** Topic to which Prometheus sends a message every few minutes, as long as it works. */
  readonly heartbeat: Topic;
  readonly site: Pick<Site, "region" | "prefix">;
  readonly settings: AlarmSettings;
}

/** Region of alarms, by its provider, and what an alarm there tells. */
interface Place {
  readonly topic: (spec: AlarmSpec) => Arn;
  readonly provider?: TerraformProvider;
}

/** Alarm that was made of a spec. */
interface CreatedAlarm {
  readonly id: string;
  readonly alarm: Alarm;
  readonly incident: AlarmSpec["incident"];
}

/**
 * Alarms of an environment. Every alarm notifies the `warning` topic; one that must not wait also belongs to an incident,
 * and only incidents notify the `critical` topic. So one failure pages once, and its details are among the warnings. In the
 * second region, where no composite alarm of the first can ask for it, such an alarm notifies that region's `critical` topic.
 */
export class Alarms extends Construct {
  /** By their ids, such as `database-cpu`. */
  readonly alarms: Readonly<Record<string, Alarm>>;
  readonly incidents: Readonly<Record<IncidentName, Composite>>;
  /** Error budgets: of the site (CloudFront) and of the application (load balancer). */
  readonly budgets: Readonly<Partial<Record<"site" | "application", ErrorBudget>>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlarmsProps,
  ) {
    super(scope, id);
    const { parts, alerts, recovery, heartbeat, site, settings } = props;
    report(this, alarmSettingsProblems(settings, site.region));
    const tables = homeAlarms({ ...parts, alerts, heartbeat }, settings);
    const created = this.createAlarms(tables, { topic: () => alerts.warning });
    const there = recovery === "none" ? [] : this.createRecoveryAlarms(recovery);
    this.alarms = Object.fromEntries([...created, ...there].map(({ id: name, alarm }) => [name, alarm]));
    this.budgets = this.createBudgets();
    this.incidents = this.createIncidents(created);
    const budgets = Object.values(this.budgets);
    replaceWithParts(
      this,
      "parts",
      [...budgets.flatMap(({ fast, slow }) => [fast, slow]), ...Object.values(this.incidents)],
      [
        ...parts.dns.alarms,
        ...created.filter(({ incident }) => incident !== "none").map(({ alarm }) => alarm),
        ...budgets.flatMap(({ alarms }) => alarms),
      ],
    );
  }

  private createRecoveryAlarms({ alerts, provider }: Pick<SecondRegion, "alerts" | "provider">): CreatedAlarm[] {
    const topic = ({ incident }: AlarmSpec) => (incident === "none" ? alerts.warning : alerts.critical);
    return this.createAlarms(recoveryAlarms(this.props.parts), { topic, provider });
  }

  private createAlarms(tables: AlarmTables, { topic, ...place }: Place): CreatedAlarm[] {
    const { prefix } = this.props.site;
    return Object.entries(tables).flatMap(([kind, table]) =>
      Object.entries(table).flatMap(([name, spec]): CreatedAlarm[] => {
        if (spec === undefined) return [];
        const id = `${kind}-${name}`;
        const topics = [topic(spec)];
        const alarm = new Alarm(this, id, { ...place, spec, topics, name: `${prefix}-${id}` });
        return [{ id, alarm, incident: spec.incident }];
      }),
    );
  }

  private createBudgets(): Readonly<Partial<Record<"site" | "application", ErrorBudget>>> {
    const { parts, alerts, site, settings } = this.props;
    const { availabilityPercent } = settings;
    if (availabilityPercent === "none") return {};
    const create = (id: "site" | "application", indicator: Indicator) =>
      new ErrorBudget(this, `${id}-budget`, {
        indicator,
        topic: alerts.warning,
        name: `${site.prefix}-${id}-budget`,
        availabilityPercent,
      });
    return {
      site: create("site", siteIndicator(parts.distribution)),
      application: create("application", applicationIndicator(parts.loadBalancer)),
    };
  }

  private createIncidents(created: readonly CreatedAlarm[]): Readonly<Record<IncidentName, Composite>> {
    const { parts, alerts, site } = this.props;
    const of = (name: IncidentName): NamedAlarm[] =>
      created.filter(({ incident }) => incident === name).map(({ alarm }) => alarm);
    const budgets = Object.values(this.budgets).map(({ fast }) => fast);
    return new Incidents(this, "incident", {
      parts: {
        site: [...parts.dns.alarms, ...of("site"), ...budgets],
        database: of("database"),
        sessions: of("sessions"),
        cluster: of("cluster"),
      },
      topic: alerts.critical,
      site,
    }).byName;
  }
}
