import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import type { Construct } from "constructs";
import type { Keys } from "../../foundation/contracts";
import { heartbeatTopic, type Site } from "../../foundation/names";

export interface HeartbeatProps {
  readonly keys: Pick<Keys, "messages">;
  readonly site: Pick<Site, "prefix">;
}

/**
 * SNS topic to which Alertmanager sends Prometheus' alert that never ends. No one subscribes to it: an alarm counts the
 * messages, so that someone outside of the cluster notices when they stop.
 */
export class Heartbeat extends SnsTopic {
  constructor(scope: Construct, id: string, { keys, site }: HeartbeatProps) {
    super(scope, id, { name: heartbeatTopic(site), kmsMasterKeyId: keys.messages.arn });
  }
}
