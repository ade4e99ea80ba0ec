import { check, isReference, wholeNumber } from "../foundation/checks";
import type { Arn } from "../foundation/contracts";

/** Limits of a function. */
export interface FunctionSettings {
  /** Seconds after which an invocation is ended, 1 to 900. */
  readonly timeoutSeconds: number;
  /** Memory in MiB, 128 to 10240; processor time grows with it. */
  readonly memoryMib: number;
  /**
   * Invocations that may run at a time, at least 1, and 2 for a function that consumes a queue. They are reserved, so the
   * account's other functions cannot use them; AWS leaves 100 to those that reserve none.
   */
  readonly reservedConcurrency: number;
}

/** Queue that a function consumes. */
export interface ConsumedQueue extends Arn {
  /** Seconds for which it hides a received message from other consumers. */
  readonly visibilityTimeoutSeconds: number;
}

/** Source of a function's invocations, and destination of those that failed. */
export type Invocation =
  /** Lambda, with batches of the queue; a message that fails again and again becomes the queue's dead letter. */
  | { readonly by: "queue"; readonly queue: ConsumedQueue; readonly batchSize: number }
  /**
   * EventBridge rules or schedules, which do not wait. An event that failed three times goes to the queue `failures`, and
   * the function's answer to the topic `results` if people are to read it.
   */
  | { readonly by: "events"; readonly failures: Arn; readonly results?: Arn }
  /** Secrets Manager, step by step; it tries a rotation that failed again. */
  | { readonly by: "rotation" };

/** Function with all that its limits are checked against. */
export interface CheckedFunction extends FunctionSettings {
  /** Name in the account. */
  readonly functionName: string;
  readonly invocation: Invocation;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_NAME = 64;
const MIN_MEMORY_MIB = 128;
const MAX_MEMORY_MIB = 10_240;
const MAX_TIMEOUT_SECONDS = 900;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY_PER_TIMEOUT = 6;
const MAX_BATCH = 10;
/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const MIN_QUEUE_CONCURRENCY = 2;

/** Checks the name and limits of a function. @returns every problem at once, `[]` when there is none */
export function functionProblems(checked: CheckedFunction): string[] {
  const { functionName, timeoutSeconds, memoryMib, reservedConcurrency, invocation } = checked;
  const least = invocation.by === "queue" ? MIN_QUEUE_CONCURRENCY : 1;
  return [
    ...wholeNumber("timeoutSeconds", timeoutSeconds, [1, MAX_TIMEOUT_SECONDS], "split the work"),
    ...wholeNumber("memoryMib", memoryMib, [MIN_MEMORY_MIB, MAX_MEMORY_MIB], "Lambda has no other"),
    ...check(
      /^[\w-]+$/.test(functionName) && functionName.length <= MAX_NAME,
      "name",
      `must be at most ${MAX_NAME} letters, digits, hyphens and underscores with the prefix`,
      functionName,
      "shorten it, or leave out what is none of these",
    ),
    ...wholeNumber(
      "reservedConcurrency",
      reservedConcurrency,
      [least, Number.POSITIVE_INFINITY],
      "0 would stop a function, and Lambda scales a queue from 2",
    ),
    ...(invocation.by === "queue" ? queueProblems(invocation, timeoutSeconds) : []),
  ];
}

function queueProblems(
  { queue, batchSize }: Extract<Invocation, { readonly by: "queue" }>,
  timeoutSeconds: number,
): string[] {
  const least = VISIBILITY_PER_TIMEOUT * timeoutSeconds;
  return [
    ...wholeNumber("batchSize", batchSize, [1, MAX_BATCH], "SQS hands out ten at once"),
    ...check(
      isReference(timeoutSeconds) || queue.visibilityTimeoutSeconds >= least,
      "queue",
      `must hide a message for at least six times timeoutSeconds, ${least} seconds`,
      queue.visibilityTimeoutSeconds,
      "a message must not come back while Lambda still tries",
    ),
  ];
}
