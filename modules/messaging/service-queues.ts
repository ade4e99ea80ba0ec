import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import { queueName, type Site } from "../foundation/names";
import { LMS_SERVICES } from "../foundation/services";
import { Queue, type QueueSettings } from "./queue";

type Access = (typeof LMS_SERVICES)[keyof typeof LMS_SERVICES]["queues"][number];
type Consumed = Extract<Access, { readonly access: "consume" }>;
/** Name of one queue. The parameter distributes over the union, so that no service is paired with the queue of another. */
type NameOf<A extends Access> = A extends Consumed ? `${A["service"]}/${A["queue"]}` : never;

/** Queue that a service of the LMS consumes, `<service>/<queue>`. */
export type ServiceQueueName = NameOf<Access>;

export interface ServiceQueuesProps {
  readonly site: Pick<Site, "prefix">;
  readonly keys: Pick<Keys, "messages">;
}

/** Settings for work that a pod does in seconds. A weekend and a day pass before a message is lost. */
const SETTINGS: QueueSettings = { retentionDays: 4, visibilityTimeoutSeconds: 120, maxReceives: 5 };

/** Queues that the services of the LMS consume, as `LMS_SERVICES` names them and their senders. */
export class ServiceQueues extends Construct {
  readonly byName: Readonly<Record<ServiceQueueName, Queue>>;

  constructor(scope: Construct, id: string, { site, keys }: ServiceQueuesProps) {
    super(scope, id);
    const create = ({ service, queue }: Consumed): [string, Queue] => {
      const name = queueName(site, service, queue);
      return [`${service}/${queue}`, new Queue(this, `${service}-${queue}`, { keys, name, settings: SETTINGS })];
    };
    this.byName = Object.fromEntries(consumedQueues().map(create)) as Record<ServiceQueueName, Queue>;
  }
}

function consumedQueues(): Consumed[] {
  return Object.values(LMS_SERVICES)
    .flatMap(({ queues }): readonly Access[] => queues)
    .filter((access): access is Consumed => access.access === "consume");
}
