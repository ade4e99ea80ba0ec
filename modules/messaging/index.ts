// SQS queues with dead letters.

export { consumeStatements, publishStatements, sendStatements } from "./message-access";
export type { QueueMetrics } from "./metrics";
export { PrivateQueue, type PrivateQueueProps } from "./private-queue";
export { DEAD_LETTER_RETENTION_DAYS, Queue, type QueueProps } from "./queue";
export { ServiceQueues, type ServiceQueuesProps } from "./service-queues";
