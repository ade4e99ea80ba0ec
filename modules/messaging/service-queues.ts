import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import { queueName, type Site } from "../foundation/names";
import { LMS_SERVICES } from "../foundation/services";
import { Queue, type QueueSettings } from "./queue";

type Access = (typeof LMS_SERVICES)[keyof typeof LMS_SERVICES]["queues"][number];
type Consumed = Extract<Access, { readonly access: "consume" }>;

/** A queue that a service of the LMS consumes, `<service>/<queue>`. */
export type ServiceQueueName = Consumed extends infer Queue extends Consumed
  ? `${Queue["service"]}/${Queue["queue"]}`
  : never;

export interface ServiceQueuesProps {
  readonly site: Site;
  readonly keys: Pick<Keys, "messages">;
}

/** For work that a pod does in seconds. A weekend and a day pass before anything is lost. */
const SETTINGS: QueueSettings = { retentionDays: 4, visibilityTimeoutSeconds: 120, maxReceives: 5 };

/**
 * The queues that the services of the LMS consume, as `LMS_SERVICES` names them; who sends to which is there, too.
 * @see ../iam/lms-services.ts
 */
export class ServiceQueues extends Construct {
  readonly byName: Readonly<Record<ServiceQueueName, Queue>>;

  constructor(scope: Construct, id: string, { site, keys }: ServiceQueuesProps) {
    super(scope, id);
    const create = ({ service, queue }: Consumed): [ServiceQueueName, Queue] => {
      const name = queueName(site, service, queue);
      return [
        `${service}/${queue}` as ServiceQueueName,
        new Queue(this, `${service}-${queue}`, { ...SETTINGS, keys, name }),
      ];
    };
    this.byName = Object.fromEntries(consumedQueues().map(create)) as Record<ServiceQueueName, Queue>;
  }
}

function consumedQueues(): Consumed[] {
  return Object.values(LMS_SERVICES)
    .flatMap(({ queues }): readonly Access[] => queues)
    .filter((access): access is Consumed => access.access === "consume");
}
