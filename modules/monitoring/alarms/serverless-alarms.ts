import { type AlarmSpec, type AlarmTable, countOf, fiveMinutes } from "../../alerting";
import { type Metric, overAll } from "../../foundation/metrics";
import type { FunctionMetrics } from "../../lambda";
import type { WatchedFunction, WatchedQueue, WatchedVideo } from "../watched-parts";

/** A function that takes longer than this share of its time is about to be cut off. */
const TIME_SHARE = 0.8;

const MILLISECONDS = 1000;

/** A consumer that takes nothing for a quarter of an hour does not work. */
const OLDEST_MESSAGE_SECONDS = 900;

/**
 * Alarms on functions, all together.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function functionAlarms(
  functions: readonly Pick<WatchedFunction, "metrics">[],
): AlarmTable<"errors" | "throttles"> {
  const sum = (pick: (metrics: FunctionMetrics) => Metric) =>
    overAll(
      "SUM",
      functions.map(({ metrics }) => pick(metrics)),
    );
  return {
    errors: {
      meaning: "A function has failed: a video is not processed, or a nightly job did not finish.",
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
  };
}

/** Alarms on functions that run for almost as long as their timeout, by function. */
export function durationAlarms(
  functions: Readonly<Record<string, Pick<WatchedFunction, "metrics" | "timeoutSeconds">>>,
): Readonly<Record<string, AlarmSpec>> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, { metrics, timeoutSeconds }]): [string, AlarmSpec] => [
      name,
      {
        meaning: `The function ${name} takes almost as long as its timeout of ${timeoutSeconds} seconds; when it times out its work is lost.`,
        runbook: "functions",
        signal: metrics.duration,
        range: { unit: "milliseconds", least: 0, most: timeoutSeconds * MILLISECONDS },
        threshold: { above: timeoutSeconds * MILLISECONDS * TIME_SHARE },
        window: fiveMinutes(3, 2),
        missingData: "silent-when-idle",
        incident: "none",
      },
    ]),
  );
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

/** Alarms on a queue that should be empty. */
export function deadLetterAlarms(event: string, deadLetters: WatchedQueue["deadLetters"]): AlarmTable<"dead-letters"> {
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
