import { Construct } from "constructs";
import { type Alarm, INCIDENTS, type IncidentName } from "../../alerting";
import { report } from "../../foundation/checks";
import type { AlertingRegion, Topic, Topics } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import { GLOBAL_REGION } from "../../foundation/regions";
import { type AlarmSettings, alarmSettingsProblems } from "../settings";
import type { WatchedParts } from "../watched-parts";
import { type AlarmTables, globalAlarms, globalRegionAlarms, homeAlarms, recoveryAlarms } from "./alarm-tables";
import { type CreatedAlarm, createAlarms, type Place, withoutIncidents } from "./create-alarms";
import { applicationIndicator, ErrorBudget, type Indicator, siteIndicator } from "./error-budget";
import { anyOf, Composite, Incidents, type NamedAlarm, raised, replaceWithParts } from "./incidents";

export interface AlarmsProps {
  readonly parts: WatchedParts;
  readonly alerts: Topics;
  /** The second region: metrics of the copies are there, and alarms there notify its topics. */
  readonly recovery: "none" | AlertingRegion;
  /** us-east-1, where CloudFront and Route 53 write metrics; `home` if that is the environment's own region. */
  readonly global: "home" | AlertingRegion;
  /** Topic to which Prometheus sends a message every few minutes, as long as it works; `none` where there is no Prometheus. */
  readonly heartbeat: "none" | Topic;
  readonly site: Pick<Site, "region" | "prefix">;
  readonly settings: AlarmSettings;
}

/**
 * Alarms of an environment. Every alarm notifies the `warning` topic; one that must not wait also belongs to an incident,
 * and only incidents notify the `critical` topic. So one failure pages once, and its details are among the warnings. In the
 * second region, where no composite alarm of the first can ask for it, such an alarm notifies that region's `critical` topic.
 * Where us-east-1 is not the home region it has an incident of its own: a site that is down may page once from either.
 */
export class Alarms extends Construct {
  /** By their ids, such as `database-cpu`. */
  readonly alarms: Readonly<Record<string, Alarm>>;
  /** By their names; `global-site` where us-east-1 is not the home region. */
  readonly incidents: Readonly<Record<string, Composite>>;
  /** Error budgets: of the site (CloudFront) and of the application (load balancer). */
  readonly budgets: Readonly<Partial<Record<"site" | "application", ErrorBudget>>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlarmsProps,
  ) {
    super(scope, id);
    const { parts, alerts, recovery, global, heartbeat, site, settings } = props;
    report(this, alarmSettingsProblems(settings, global === "home" ? site.region : GLOBAL_REGION));
    const home: Place = { topic: () => alerts.warning };
    const created = [
      ...(global === "home" ? this.createAlarms(globalAlarms(parts), home) : this.createGlobalAlarms(global)),
      ...this.createAlarms(homeAlarms({ ...parts, alerts, heartbeat }, settings), home),
    ];
    const there = recovery === "none" ? [] : this.createAlarms(recoveryAlarms(parts), withoutIncidents(recovery));
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

  private createGlobalAlarms({ alerts, provider }: AlertingRegion): CreatedAlarm[] {
    return this.createAlarms(globalRegionAlarms(this.props.parts, alerts), { topic: () => alerts.warning, provider });
  }

  private createAlarms(tables: AlarmTables, place: Place): CreatedAlarm[] {
    return createAlarms(this, this.props.site, tables, place);
  }

  private createBudgets(): Readonly<Partial<Record<"site" | "application", ErrorBudget>>> {
    const { parts, alerts, global, site, settings } = this.props;
    const { availabilityPercent } = settings;
    if (availabilityPercent === "none") return {};
    const here = { topic: alerts.warning };
    const there = global === "home" ? here : { topic: global.alerts.warning, provider: global.provider };
    const create = (id: "site" | "application", indicator: Indicator, place: typeof here | typeof there) =>
      new ErrorBudget(this, `${id}-budget`, {
        ...place,
        indicator,
        name: `${site.prefix}-${id}-budget`,
        availabilityPercent,
      });
    return {
      site: create("site", siteIndicator(parts.distribution), there),
      application: create("application", applicationIndicator(parts.loadBalancer), here),
    };
  }

  private createIncidents(created: readonly CreatedAlarm[]): Readonly<Record<string, Composite>> {
    const { parts, alerts, global, site } = this.props;
    const of = (name: IncidentName): NamedAlarm[] =>
      created.filter(({ incident }) => incident === name).map(({ alarm }) => alarm);
    const budgets = Object.values(this.budgets).map(({ fast }) => fast);
    const ofSite: NamedAlarm[] = [...parts.dns.alarms, ...of("site"), ...budgets];
    const isThere = ({ provider }: NamedAlarm) => global !== "home" && provider === global.provider;
    const { byName } = new Incidents(this, "incident", {
      parts: {
        site: ofSite.filter((alarm) => !isThere(alarm)),
        database: of("database"),
        sessions: of("sessions"),
        cluster: of("cluster"),
      },
      topic: alerts.critical,
      site,
    });
    if (global === "home") return byName;
    return { ...byName, "global-site": this.createGlobalIncident(global, ofSite.filter(isThere)) };
  }

  /** A composite alarm asks for alarms of its own region only. */
  private createGlobalIncident({ alerts, provider }: AlertingRegion, parts: readonly NamedAlarm[]): Composite {
    return new Composite(this, "global-incident-site", {
      ...INCIDENTS.site,
      provider,
      rule: anyOf(parts.map(raised)),
      topic: alerts.critical,
      behind: "none",
      name: `${this.props.site.prefix}-global-incident-site`,
    });
  }
}
