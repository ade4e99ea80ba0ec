import { type AlarmTable, countOf, fiveMinutes } from "../../alerting";
import { logMetric, METRIC_FILTERS } from "../logs/metric-filters";
import type { WatchedVideo } from "../watched-parts";

/** A wrong file now and then is its owner's; one after the other is ours, such as a key that MediaConvert may not use. */
const REFUSED_IN_A_ROW = 4;

/** Alarms on events of videos that no function took. */
export function lostVideoAlarms({ failures }: Pick<WatchedVideo, "failures">): AlarmTable<"dead-letters"> {
  return {
    "dead-letters": {
      meaning: "No function took an event of video processing: its work was given up, and is not tried again.",
      runbook: "videos",
      signal: failures.metrics.messages,
      range: countOf("messages"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/** Alarms on videos that no function took, that are refused, or that wait for MediaConvert. */
export function videoAlarms(video: Pick<WatchedVideo, "failures">): AlarmTable<"dead-letters" | "refused" | "waiting"> {
  return {
    ...lostVideoAlarms(video),
    refused: {
      meaning:
        "One upload after the other is refused: MediaConvert cannot read them, or the service uploads wrong files.",
      runbook: "videos",
      signal: logMetric(METRIC_FILTERS.refusedUploads, "Sum"),
      range: countOf("uploads"),
      threshold: { above: REFUSED_IN_A_ROW },
      window: { periodSeconds: 900, periods: 1 },
      missingData: "silent-when-idle",
      incident: "none",
    },
    waiting: {
      meaning:
        "Videos have waited for MediaConvert for half a day: a whole archive is in line, or its queue is paused.",
      runbook: "videos",
      signal: logMetric(METRIC_FILTERS.waitingJobs, "Maximum"),
      range: countOf("jobs"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-between-readings",
      incident: "none",
    },
  };
}
