import { Construct } from "constructs";
import { INCIDENTS, type IncidentName } from "../../alerting";
import type { Arn } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import { anyOf, Composite, type NamedAlarm, raised } from "./composite";

export interface IncidentsProps {
  /** The alarms that belong to each incident, one at least. */
  readonly parts: Readonly<Record<IncidentName, readonly NamedAlarm[]>>;
  /** Wakes someone up. */
  readonly topic: Arn;
  readonly site: Pick<Site, "prefix">;
}

/**
 * What pages. What learners notice comes before its cause: as long as the site pages, the others do not. Whoever is awake
 * finds them among the warnings.
 */
export class Incidents extends Construct {
  readonly byName: Readonly<Record<IncidentName, Composite>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: IncidentsProps,
  ) {
    super(scope, id);
    const site = this.create("site", "none");
    this.byName = {
      site,
      database: this.create("database", site),
      sessions: this.create("sessions", site),
      cluster: this.create("cluster", site),
    };
  }

  private create(name: IncidentName, behind: "none" | NamedAlarm): Composite {
    const { parts, topic, site } = this.props;
    return new Composite(this, name, {
      ...INCIDENTS[name],
      rule: anyOf(parts[name].map(raised)),
      topic,
      behind,
      name: `${site.prefix}-incident-${name}`,
    });
  }
}
