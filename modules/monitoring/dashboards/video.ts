import type { Row } from "./layout";
import { type DashboardParts, each, metricsOf } from "./parts";
import { graph, heading } from "./widgets";

/** What of an environment makes videos playable. */
export interface VideoParts extends Pick<DashboardParts, "functions" | "queues" | "transcoder"> {
  readonly region: string;
}

/** From the upload to the rendition: what waits, what fails and how long it takes. */
export function video({ functions, queues, transcoder, region }: VideoParts): readonly Row[] {
  const jobs = metricsOf("AWS/MediaConvert", { Queue: transcoder.queue.arn });
  const ofFunctions = (name: string, statistic: string) =>
    each(functions, ({ function: { functionName } }) =>
      metricsOf("AWS/Lambda", { FunctionName: functionName })(name, statistic),
    );
  const ofQueues = (name: string, which: "queue" | "deadLetters" = "queue") =>
    each(queues, (pair) => metricsOf("AWS/SQS", { QueueName: pair[which].name })(name, "Maximum"));
  return [
    [heading("# Jobs of MediaConvert")],
    [
      graph("Ended", region, {
        Completed: jobs("JobsCompletedCount", "Sum"),
        Failed: jobs("JobsErroredCount", "Sum"),
      }),
      graph("Waiting for their turn", region, { Longest: jobs("StandbyTime", "Maximum") }, { axis: { label: "ms" } }),
      graph("Transcoding", region, { Longest: jobs("TranscodingTime", "Maximum") }, { axis: { label: "ms" } }),
    ],
    [heading("# Queues")],
    [
      graph("Messages", region, ofQueues("ApproximateNumberOfMessagesVisible")),
      graph("Age of the oldest", region, ofQueues("ApproximateAgeOfOldestMessage"), { axis: { label: "seconds" } }),
      graph("Dead letters", region, ofQueues("ApproximateNumberOfMessagesVisible", "deadLetters")),
    ],
    [heading("# Functions")],
    [
      graph("Errors", region, ofFunctions("Errors", "Sum")),
      graph("Longest", region, ofFunctions("Duration", "Maximum"), { axis: { label: "ms" } }),
      graph("Refused for want of concurrency", region, ofFunctions("Throttles", "Sum")),
    ],
  ];
}
