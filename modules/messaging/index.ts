// SQS queues with dead letters, those of the LMS's services, and the rights to send, publish and consume.

export { consumeStatements, publishStatements, sendStatements } from "./message-access";
export type { QueueMetrics } from "./metrics";
export {
  DEAD_LETTER_RETENTION_DAYS,
  PrivateQueue,
  type PrivateQueueProps,
  Queue,
  type QueueProps,
  type QueueSettings,
} from "./queue";
export { type ServiceQueueName, ServiceQueues, type ServiceQueuesProps } from "./service-queues";
