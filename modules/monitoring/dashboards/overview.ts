import type { Arn } from "../../foundation/contracts";
import type { Expression } from "../../foundation/metrics";
import { GLOBAL_REGION } from "../../foundation/regions";
import type { WatchedParts } from "../watched-parts";
import { alarmStates, eachNode, graph, heading, type Row } from "./widgets";

/** Alarms of an environment, as dashboards show their states: incidents page someone, the others are their details. */
export interface ShownAlarms {
  readonly incidents: Readonly<Record<string, Arn>>;
  readonly alarms: Readonly<Record<string, Arn>>;
}

/**
 * Tells whether learners are served: incidents, the promise, and the four golden signals from the outside in.
 * @param availabilityPercent share of requests that must succeed within 30 days; `none` where nothing is promised
 */
export function overview(
  parts: WatchedParts,
  region: string,
  alarms: ShownAlarms,
  availabilityPercent: "none" | number,
): readonly Row[] {
  const cloudFront = parts.distribution.metrics;
  const application = parts.loadBalancer.metrics;
  const cluster = parts.cluster.metrics;
  return [
    [heading("# Are learners served?\nIncidents page someone. What is below them explains why, from the outside in.")],
    [alarmStates("Incidents", Object.values(alarms.incidents))],
    [
      ...promise(parts, availabilityPercent),
      graph("Requests a minute", GLOBAL_REGION, { Requests: cloudFront.requests }, NUMBER),
      graph("Slowest of 100 answers, seconds", region, { p99: application.latency.p99 }, NUMBER),
    ],
    [
      graph("Traffic: requests of learners", GLOBAL_REGION, { "All of the site": cloudFront.requests }),
      graph(
        "Errors: share of answers",
        GLOBAL_REGION,
        {
          "Failed (5xx)": cloudFront.errors5xx,
          "Refused (4xx)": cloudFront.errors4xx,
        },
        { axis: { label: "percent" } },
      ),
      graph(
        "Latency: the application",
        region,
        { p50: application.latency.p50, p99: application.latency.p99 },
        { axis: { label: "seconds" } },
      ),
    ],
    [
      graph(
        "Saturation: database",
        region,
        { "Writer's processor": parts.database.home.metrics.writerCpuAverage },
        PERCENT,
      ),
      graph(
        "Saturation: memory of sessions",
        region,
        eachNode(parts.redis.sessions, ({ memory }) => memory),
        PERCENT,
      ),
      ...nodes(cluster, region),
    ],
    [alarmStates("Warnings", Object.values(alarms.alarms))],
  ];
}

/** How full the nodes are, where they write metrics. */
function nodes(metrics: WatchedParts["cluster"]["metrics"], region: string): Row {
  if (metrics === "none") return [];
  const lines = { Processor: metrics.nodeCpu.fullest, Memory: metrics.nodeMemory.fullest };
  return [graph("Saturation: nodes, the fullest", region, lines, PERCENT)];
}

const NUMBER = { width: 6, view: "singleValue" } as const;
/** A promise is for thirty days, whatever else is looked at. */
const MONTH = { ...NUMBER, start: "-P30D", periodSeconds: 300 } as const;
const PERCENT = { axis: { label: "percent", max: 100 } } as const;

/** How much of all requests of the last thirty days were served, and how much of the allowed failures is left. */
function promise({ distribution }: WatchedParts, availabilityPercent: "none" | number): Row {
  const metrics = { requests: distribution.metrics.requests, failing: distribution.metrics.errors5xx };
  const failedShare = "RUNNING_SUM(requests * failing) / RUNNING_SUM(requests)";
  const served: Expression = { expression: `100 - ${failedShare}`, metrics };
  const shown = graph("Served in 30 days, percent", GLOBAL_REGION, { Served: served }, MONTH);
  if (availabilityPercent === "none") return [shown];
  // Rounded: binary fractions would leave 0.010000000000005 of 100 - 99.99.
  const allowed = Number((100 - availabilityPercent).toFixed(6));
  const left: Expression = { expression: `100 - 100 * (${failedShare}) / ${allowed}`, metrics };
  return [shown, graph(`Left of what ${availabilityPercent} percent allow`, GLOBAL_REGION, { Left: left }, MONTH)];
}
