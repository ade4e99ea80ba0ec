import { GLOBAL_REGION } from "../../foundation/regions";
import type { Row } from "./layout";
import { type DashboardParts, eachNode, ofCluster, ofDatabase, ofDistribution, ofLoadBalancer } from "./parts";
import { alarmStates, type Calculated, graph, heading } from "./widgets";

/** What of an environment is shown first, and what it has promised. */
export interface OverviewParts
  extends Pick<DashboardParts, "distribution" | "loadBalancer" | "database" | "redis" | "cluster" | "alarms"> {
  readonly region: string;
  /** The share of requests that must succeed within 30 days; `none` where nothing is promised. */
  readonly availabilityPercent: "none" | number;
}

/** Whether learners are served: incidents, the promise, and the four golden signals from the outside in. */
export function overview(parts: OverviewParts): readonly Row[] {
  const { region, alarms } = parts;
  const cloudFront = ofDistribution(parts.distribution);
  const application = ofLoadBalancer(parts.loadBalancer);
  const writer = ofDatabase(parts.database, "WRITER");
  const cluster = ofCluster(parts.cluster);
  return [
    [heading("# Are learners served?\nIncidents page someone. What is below them explains why, from the outside in.")],
    [alarmStates("Incidents", Object.values(alarms.incidents))],
    [
      ...promise(parts),
      graph("Requests a minute", GLOBAL_REGION, { Requests: cloudFront("Requests", "Sum") }, NUMBER),
      graph("Slowest of 100 answers, seconds", region, { p99: application("TargetResponseTime", "p99") }, NUMBER),
    ],
    [
      graph("Traffic: requests of learners", GLOBAL_REGION, { "All of the site": cloudFront("Requests", "Sum") }),
      graph(
        "Errors: share of answers",
        GLOBAL_REGION,
        {
          "Failed (5xx)": cloudFront("5xxErrorRate", "Average"),
          "Refused (4xx)": cloudFront("4xxErrorRate", "Average"),
        },
        { axis: { label: "percent" } },
      ),
      graph(
        "Latency: the application",
        region,
        { p50: application("TargetResponseTime", "p50"), p99: application("TargetResponseTime", "p99") },
        { axis: { label: "seconds" } },
      ),
    ],
    [
      graph("Saturation: database", region, { "Writer's processor": writer("CPUUtilization", "Average") }, PERCENT),
      graph(
        "Saturation: memory of sessions",
        region,
        eachNode(parts.redis.sessions, "DatabaseMemoryUsagePercentage", "Maximum"),
        PERCENT,
      ),
      graph(
        "Saturation: nodes, the fullest",
        region,
        {
          Processor: cluster("node_cpu_utilization", "Maximum"),
          Memory: cluster("node_memory_utilization", "Maximum"),
        },
        PERCENT,
      ),
    ],
    [alarmStates("Warnings", Object.values(alarms.alarms))],
  ];
}

const NUMBER = { width: 6, view: "singleValue" } as const;
/** A promise is for thirty days, whatever else is looked at. */
const MONTH = { ...NUMBER, start: "-P30D", periodSeconds: 300 } as const;
const PERCENT = { axis: { label: "percent", max: 100 } } as const;

/** How much of all requests of the last thirty days were served, and how much of the allowed failures is left. */
function promise({ distribution, availabilityPercent }: OverviewParts): Row {
  const metric = ofDistribution(distribution);
  const metrics = { requests: metric("Requests", "Sum"), failing: metric("5xxErrorRate", "Average") };
  const failedShare = "RUNNING_SUM(requests * failing) / RUNNING_SUM(requests)";
  const served: Calculated = { expression: `100 - ${failedShare}`, metrics };
  const shown = graph("Served in 30 days, percent", GLOBAL_REGION, { Served: served }, MONTH);
  if (availabilityPercent === "none") return [shown];
  // Rounded: binary fractions would leave 0.010000000000005 of 100 - 99.99.
  const allowed = Number((100 - availabilityPercent).toFixed(6));
  const left: Calculated = { expression: `100 - 100 * (${failedShare}) / ${allowed}`, metrics };
  return [shown, graph(`Left of what ${availabilityPercent} percent allow`, GLOBAL_REGION, { Left: left }, MONTH)];
}
