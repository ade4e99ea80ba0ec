import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { type AlarmSpec, type AlarmTable, countOf, fiveMinutes } from "../../alerting";
import { type Metric, overAll } from "../../foundation/metrics";
import type { PrivateQueue, Queue } from "../../messaging";

/** A Lambda function, and how long it may run. */
export interface WatchedFunction {
  readonly function: Pick<LambdaFunction, "functionName">;
  readonly timeoutSeconds: number;
}

/** The processing of videos, as far as it is watched. */
export interface WatchedVideo {
  readonly functions: Readonly<Record<"submit" | "record" | "sweep" | "reportOrphans", WatchedFunction>>;
  /** Uploads that wait. */
  readonly uploads: Queue;
  /** What no function took. */
  readonly failures: PrivateQueue;
  readonly scheduleGroup: Pick<SchedulerScheduleGroup, "name">;
}

/** A function that takes longer than this share of its time is about to be cut off. */
const TIME_SHARE = 0.8;

const MILLISECONDS = 1000;

/** A consumer that takes nothing for a quarter of an hour does not work. */
const OLDEST_MESSAGE_SECONDS = 900;

/**
 * What is watched of functions, all together.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function functionAlarms(functions: readonly WatchedFunction[]): AlarmTable<"errors" | "throttles"> {
  const sum = (name: string) =>
    overAll(
      "SUM",
      functions.map((watched) => ofFunction(watched, name, "Sum")),
    );
  return {
    errors: {
      meaning: "A function has failed: a video is not processed, or a nightly job has not run to its end.",
      runbook: "functions",
      signal: sum("Errors"),
      range: countOf("invocations"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-idle",
      incident: "none",
    },
    throttles: {
      meaning: "Functions have been refused for half an hour for want of concurrency: uploads wait for their turn.",
      runbook: "functions",
      signal: sum("Throttles"),
      range: countOf("invocations"),
      threshold: { above: 0 },
      window: fiveMinutes(6),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/** That a function ends before it is cut off, by function. */
export function durationAlarms(
  functions: Readonly<Record<string, WatchedFunction>>,
): Readonly<Record<string, AlarmSpec>> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, watched]): [string, AlarmSpec] => [
      name,
      {
        meaning: `The function ${name} takes almost all of its ${watched.timeoutSeconds} seconds; beyond them it is cut off and its work is lost.`,
        runbook: "functions",
        signal: ofFunction(watched, "Duration", "Maximum"),
        range: { unit: "milliseconds", least: 0, most: watched.timeoutSeconds * MILLISECONDS },
        threshold: { above: watched.timeoutSeconds * MILLISECONDS * TIME_SHARE },
        window: fiveMinutes(3, 2),
        missingData: "silent-when-idle",
        incident: "none",
      },
    ]),
  );
}

/**
 * What is watched of a queue and its dead letters.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function queueAlarms(name: string, { queue, deadLetters }: Queue): AlarmTable<"age" | "dead-letters"> {
  return {
    age: {
      meaning: `The oldest message of the queue ${name} has waited for a quarter of an hour: no one works on it, or too few.`,
      runbook: "queues",
      signal: ofQueue(queue.name, "ApproximateAgeOfOldestMessage"),
      range: countOf("seconds"),
      threshold: { above: OLDEST_MESSAGE_SECONDS },
      window: fiveMinutes(1),
      missingData: "silent-when-idle",
      incident: "none",
    },
    ...deadLetterAlarms(`A message of the queue ${name} failed every time`, deadLetters),
  };
}

/** What is watched of a queue that should be empty. */
export function deadLetterAlarms(event: string, deadLetters: PrivateQueue): AlarmTable<"dead-letters"> {
  return {
    "dead-letters": {
      meaning: `${event}: what it asked for has not been done and will not be.`,
      runbook: "queues",
      signal: ofQueue(deadLetters.name, "ApproximateNumberOfMessagesVisible"),
      range: countOf("messages"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/**
 * What is watched of the schedules of a group: that each has started its job.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
 */
export function scheduleAlarms({ name }: Pick<SchedulerScheduleGroup, "name">): AlarmTable<"failures"> {
  const metrics = [
    "TargetErrorCount",
    "InvocationDroppedCount",
    "InvocationsSentToDeadLetterCount",
    "InvocationsFailedToBeSentToDeadLetterCount",
  ].map(
    (metric): Metric => ({
      namespace: "AWS/Scheduler",
      name: metric,
      statistic: "Sum",
      dimensions: { ScheduleGroup: name },
    }),
  );
  return {
    failures: {
      meaning: "A schedule could not start its job, such as the nightly sweep of stuck videos.",
      runbook: "schedules",
      signal: overAll("SUM", metrics),
      range: countOf("invocations"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-well",
      incident: "none",
    },
  };
}

function ofFunction(watched: WatchedFunction, name: string, statistic: Metric["statistic"]): Metric {
  const dimensions = { FunctionName: watched.function.functionName };
  return { namespace: "AWS/Lambda", name, statistic, dimensions };
}

function ofQueue(QueueName: string, name: string): Metric {
  return { namespace: "AWS/SQS", name, statistic: "Maximum", dimensions: { QueueName } };
}
