import { DbEventSubscription } from "@cdktf/provider-aws/lib/db-event-subscription";
import { Construct } from "constructs";
import type { Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";

export interface DatabaseEventsProps {
  /** Identifier of the cluster. */
  readonly clusterIdentifier: string;
  readonly topics: Topics;
  readonly site: Pick<Site, "prefix">;
}

/**
 * Subscriptions to the events of a cluster: failovers and failures go to the `critical` topic, maintenance and events of
 * single instances, which the cluster survives, to `warning`.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html
 */
export class DatabaseEvents extends Construct {
  constructor(scope: Construct, id: string, { clusterIdentifier, topics, site }: DatabaseEventsProps) {
    super(scope, id);
    const cluster = { sourceType: "db-cluster", sourceIds: [clusterIdentifier] };
    new DbEventSubscription(this, "failures", {
      ...cluster,
      name: `${site.prefix}-database-failures`,
      snsTopic: topics.critical.arn,
      eventCategories: ["failover", "failure", "global-failover"],
    });
    new DbEventSubscription(this, "maintenance", {
      ...cluster,
      name: `${site.prefix}-database-maintenance`,
      snsTopic: topics.warning.arn,
      eventCategories: ["maintenance", "notification"],
    });
    // Without identifiers, to include the readers that autoscaling adds; the account has no other databases.
    new DbEventSubscription(this, "instances", {
      name: `${site.prefix}-database-instances`,
      snsTopic: topics.warning.arn,
      sourceType: "db-instance",
      eventCategories: ["availability", "failure", "low storage", "maintenance", "recovery"],
    });
  }
}
