import type { Metric } from "../../foundation/metrics";
import type { FunctionMetrics } from "../../lambda";
import type { WatchedParts, WatchedVideo } from "../watched-parts";
import { queueRows } from "./queues";
import { each, graph, heading, type Row } from "./widgets";

/** From the upload to the rendition: what waits, what fails and how long it takes. */
export function video(parts: WatchedVideo, ofServices: WatchedParts["queues"], region: string): readonly Row[] {
  const jobs = parts.transcoder.metrics;
  const { submit, record, sweep, reportOrphans } = parts.functions;
  const functions = { submit, record, sweep, "report-orphans": reportOrphans };
  const ofFunctions = (pick: (metrics: FunctionMetrics) => Metric) => each(functions, ({ metrics }) => pick(metrics));
  return [
    [heading("# Jobs of MediaConvert")],
    [
      graph("Ended", region, {
        Completed: jobs.completed,
        Failed: jobs.failed,
      }),
      graph("Waiting for their turn", region, { Longest: jobs.waiting }, { axis: { label: "ms" } }),
      graph("Transcoding", region, { Longest: jobs.transcoding }, { axis: { label: "ms" } }),
    ],
    ...queueRows({ ...ofServices, "video/uploads": parts.uploads }, region),
    [heading("# Functions")],
    [
      graph(
        "Errors",
        region,
        ofFunctions(({ errors }) => errors),
      ),
      graph(
        "Longest",
        region,
        ofFunctions(({ duration }) => duration),
        { axis: { label: "ms" } },
      ),
      graph(
        "Throttled: concurrency used up",
        region,
        ofFunctions(({ throttles }) => throttles),
      ),
    ],
  ];
}
