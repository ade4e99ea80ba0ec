import { type AlarmTable, countOf, fiveMinutes, PERCENT } from "../../alerting";
import { type Metric, overAll, type Signal } from "../../foundation/metrics";
import type { FunctionMetrics } from "../../lambda";
import type { WatchedFunction, WatchedQueue, WatchedVideo } from "../watched-parts";

/** A function that takes longer than this share of its time is about to be cut off. */
const TIME_PERCENT = 80;

const MILLISECONDS = 1000;

/** A consumer that takes nothing for a quarter of an hour does not work. */
const OLDEST_MESSAGE_SECONDS = 900;

/**
 * Alarms on functions, all together.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function functionAlarms(
  functions: readonly Pick<WatchedFunction, "metrics" | "timeoutSeconds">[],
): AlarmTable<"errors" | "throttles" | "duration"> {
  const sum = (pick: (metrics: FunctionMetrics) => Metric) =>
    overAll(
      "SUM",
      functions.map(({ metrics }) => pick(metrics)),
    );
  return {
    errors: {
      meaning:
        "A function has failed: a video is not processed, a nightly job did not finish, or a password was not replaced.",
      runbook: "functions",
      signal: sum(({ errors }) => errors),
      range: countOf("invocations"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-idle",
      incident: "none",
    },
    throttles: {
      meaning: "Functions have been throttled for 30 minutes because their concurrency is used up: uploads wait.",
      runbook: "functions",
      signal: sum(({ throttles }) => throttles),
      range: countOf("invocations"),
      threshold: { above: 0 },
      window: fiveMinutes(6),
      missingData: "silent-when-idle",
      incident: "none",
    },
    duration: {
      meaning: "A function takes almost as long as its timeout; when it times out its work is lost.",
      runbook: "functions",
      signal: shareOfTimeout(functions),
      range: PERCENT,
      threshold: { above: TIME_PERCENT },
      window: fiveMinutes(3, 2),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/** The longest that a function has run, in percent of its timeout. */
function shareOfTimeout(functions: readonly Pick<WatchedFunction, "metrics" | "timeoutSeconds">[]): Signal {
  const shares = functions.map(({ metrics, timeoutSeconds }, index) => ({
    id: `m${index + 1}`,
    duration: metrics.duration,
    millisecondsOfPercent: (timeoutSeconds * MILLISECONDS) / 100,
  }));
  return {
    expression: `MAX([${shares.map(({ id, millisecondsOfPercent }) => `${id} / ${millisecondsOfPercent}`).join(", ")}])`,
    metrics: Object.fromEntries(shares.map(({ id, duration }) => [id, duration])),
  };
}

/**
 * Alarms on a queue and its dead letters.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function queueAlarms(name: string, { queue, deadLetters }: WatchedQueue): AlarmTable<"age" | "dead-letters"> {
  return {
    age: {
      meaning: `The oldest message of the queue ${name} has waited for 15 minutes: its consumers have stopped, or are too few.`,
      runbook: "queues",
      signal: queue.metrics.age,
      range: countOf("seconds"),
      threshold: { above: OLDEST_MESSAGE_SECONDS },
      window: fiveMinutes(1),
      missingData: "silent-when-idle",
      incident: "none",
    },
    ...deadLetterAlarms(`A message of the queue ${name} failed every time`, deadLetters),
  };
}

/** Alarms on the dead letters of a queue, which should be none. */
function deadLetterAlarms(event: string, deadLetters: WatchedQueue["deadLetters"]): AlarmTable<"dead-letters"> {
  return {
    "dead-letters": {
      meaning: `${event}: its work was given up, and is not tried again.`,
      runbook: "queues",
      signal: deadLetters.metrics.messages,
      range: countOf("messages"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/**
 * Alarms on the schedules of a group that failed to start their job.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
 */
export function scheduleAlarms({ scheduleFailures }: Pick<WatchedVideo, "scheduleFailures">): AlarmTable<"failures"> {
  return {
    failures: {
      meaning: "A schedule could not start its job, such as the nightly sweep of stuck transcoding jobs.",
      runbook: "schedules",
      signal: overAll("SUM", scheduleFailures),
      range: countOf("invocations"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-well",
      incident: "none",
    },
  };
}
