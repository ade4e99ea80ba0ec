import { Construct } from "constructs";
import { EventAlert } from "../alerting";
import type { Topics } from "../foundation/contracts";
import type { Metric } from "../foundation/metrics";
import type { Site } from "../foundation/names";

export interface DatabaseEventsProps {
  /** Identifier of the cluster. */
  readonly clusterIdentifier: string;
  readonly alerts: Pick<Topics, "warning">;
  readonly site: Pick<Site, "prefix">;
}

/**
 * Tells of the events of a cluster. By way of EventBridge: neither PagerDuty nor Slack shows what RDS itself sends to a
 * topic. Failovers and failures are counted, for an alarm that pages.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-cloud-watch-events.html
 */
export class DatabaseEvents extends Construct {
  /** Failovers and failures of the cluster. */
  readonly failures: Metric;
  /** Events that reached no one. */
  readonly lost: readonly Metric[];

  constructor(scope: Construct, id: string, { clusterIdentifier, alerts, site }: DatabaseEventsProps) {
    super(scope, id);
    const ofCluster = (...categories: readonly string[]) => ({
      "detail-type": ["RDS DB Cluster Event"],
      detail: { SourceIdentifier: [clusterIdentifier], EventCategories: categories },
    });
    // Without identifiers, to include the readers that autoscaling adds; the account has no other databases.
    const ofInstances = (...categories: readonly string[]) => ({
      "detail-type": ["RDS DB Instance Event"],
      detail: { EventCategories: categories },
    });
    const tell = (name: string, title: string, pattern: object) =>
      new EventAlert(this, name, {
        topic: alerts.warning,
        name: `${site.prefix}-database-${name}`,
        title,
        pattern: { source: ["aws.rds"], ...pattern },
        text: "$.detail.Message",
      });
    const failures = tell(
      "failures",
      "Failover or failure of the database",
      ofCluster("failover", "failure", "global-failover"),
    );
    const notices = tell("notices", "Notice of the database", {
      $or: [
        ofCluster("maintenance", "notification"),
        ofInstances("availability", "failure", "low storage", "maintenance", "recovery"),
      ],
    });
    this.failures = failures.metrics.matched;
    this.lost = [failures.metrics.failed, notices.metrics.failed];
  }
}
