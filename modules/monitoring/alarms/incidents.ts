import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { Annotations, DataResource, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { description, descriptionProblems, INCIDENTS, type IncidentName, type RunbookSection } from "../../alerting";
import type { Arn } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";

/** An alarm as others refer to it. */
export interface NamedAlarm {
  readonly alarmName: string;
  /** The AWS provider that it names, such as that of us-east-1. */
  readonly provider?: TerraformProvider | undefined;
}

export interface CompositeProps {
  /** The states of other alarms in which it is raised, see `raised`, `anyOf` and `allOf`. */
  readonly rule: string;
  /** Hears when it is raised and when it is over. */
  readonly topic: Arn;
  /** As long as this alarm is raised, the topic does not hear of it. */
  readonly behind: "none" | NamedAlarm;
  /** Name in the region. */
  readonly name: string;
  /** The AWS provider of the alarms' region, where that is not the root's own. */
  readonly provider?: TerraformProvider;
  readonly meaning: string;
  readonly runbook: RunbookSection;
}

/**
 * Seconds that a composite alarm waits for the one that it is behind, before and after: what has one cause is noticed
 * within a few minutes of each other, not at once.
 */
const SHADOW_SECONDS = 180;

/**
 * An alarm over the states of others, which tells what it means and where its runbook is.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
 */
export class Composite extends CloudwatchCompositeAlarm {
  constructor(scope: Construct, id: string, props: CompositeProps) {
    const { rule, topic, behind, name, provider, meaning, runbook } = props;
    super(scope, id, {
      ...(provider === undefined ? {} : { provider }),
      alarmName: name,
      alarmDescription: description(meaning, runbook),
      alarmRule: rule,
      alarmActions: [topic.arn],
      okActions: [topic.arn],
      ...(behind === "none"
        ? {}
        : {
            actionsSuppressor: {
              alarm: behind.alarmName,
              waitPeriod: SHADOW_SECONDS,
              extensionPeriod: SHADOW_SECONDS,
            },
          }),
    });
    for (const problem of descriptionProblems(meaning, runbook)) Annotations.of(this).addError(problem);
  }
}

/**
 * Replaces composite alarms whenever an alarm that they ask for comes, goes or gets another name: AWS deletes no alarm that
 * a composite one asks for, and Terraform deletes an alarm before it updates what asked for it. `create_before_destroy` on
 * the alarms would spread to everything that they watch, such as stores, of which there cannot be two of one name.
 * @param alarms all metric alarms that the rules ask for
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#replace_triggered_by
 */
export function replaceWithParts(
  scope: Construct,
  id: string,
  composites: readonly Composite[],
  alarms: readonly NamedAlarm[],
): void {
  const parts = new DataResource(scope, id, { input: { alarms: alarms.map(({ alarmName }) => alarmName) } });
  const replaceTriggeredBy = [`${parts.terraformResourceType}.${parts.friendlyUniqueId}`];
  for (const composite of composites) composite.lifecycle = { replaceTriggeredBy };
}

/** The rule that an alarm is raised. */
export function raised({ alarmName }: NamedAlarm): string {
  return `ALARM("${alarmName}")`;
}

/** The rule that one of the rules holds. */
export function anyOf(rules: readonly string[]): string {
  return rules.join(" OR ");
}

/** The rule that all of the rules hold. */
export function allOf(rules: readonly string[]): string {
  return `(${rules.join(" AND ")})`;
}

export interface IncidentsProps {
  /** The alarms that belong to each incident, one at least. */
  readonly parts: Readonly<Record<IncidentName, readonly NamedAlarm[]>>;
  /** Wakes someone up. */
  readonly topic: Arn;
  readonly site: Pick<Site, "prefix">;
}

/**
 * Composite alarms that page. Symptoms come before causes: while the site pages, the others do not, and whoever is awake
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
