import type { WebAclMetrics } from "../../edge";
import { GLOBAL_REGION } from "../../foundation/regions";
import type { WatchedParts } from "../watched-parts";
import { each, graph, heading, type Lines, type Row } from "./widgets";

const PERCENT = { axis: { label: "percent", max: 100 } } as const;

/** From the name to the load balancer: what arrives, what is refused, what is answered and how fast. */
export function edge({ distribution, loadBalancer, firewall, dns }: WatchedParts, region: string): readonly Row[] {
  const cloudFront = distribution.metrics;
  const application = loadBalancer.metrics;
  return [
    [
      firewall === "none"
        ? heading("# CloudFront")
        : heading("# CloudFront and its firewall\nWho was refused, and why: the saved queries below `edge/`."),
    ],
    [
      graph("Requests", GLOBAL_REGION, { Requests: cloudFront.requests }),
      graph(
        "Share of errors",
        GLOBAL_REGION,
        { "5xx": cloudFront.errors5xx, "4xx": cloudFront.errors4xx },
        { axis: { label: "percent" } },
      ),
      ...(firewall === "none" ? [] : [graph("Firewall", GLOBAL_REGION, verdicts(firewall.site.metrics))]),
    ],
    [
      graph(
        "Bytes",
        GLOBAL_REGION,
        { Downloaded: cloudFront.bytesDownloaded, Uploaded: cloudFront.bytesUploaded },
        { axis: { label: "bytes" } },
      ),
      graph("Answered from caches, with real-time metrics", GLOBAL_REGION, { Hits: cloudFront.cacheHits }, PERCENT),
      graph(
        "Seen from all over the world",
        GLOBAL_REGION,
        { Site: dns.siteHealth.metrics.checkersAnswered, Origin: dns.originHealth.metrics.checkersAnswered },
        PERCENT,
      ),
    ],
    [heading("# Load balancer")],
    [
      graph("Requests", region, { Requests: application.requests }),
      graph(
        "Time to an answer",
        region,
        {
          p50: application.latency.p50,
          p90: application.latency.p90,
          p99: application.latency.p99,
        },
        { axis: { label: "seconds" } },
      ),
      graph(
        "Answers",
        region,
        {
          "2xx": application.answers["2xx"],
          "3xx": application.answers["3xx"],
          "4xx": application.answers["4xx"],
          "5xx": application.answers["5xx"],
          "5xx of the load balancer": application.unserved,
        },
        { stacked: true },
      ),
    ],
    [
      graph(
        "Healthy pods, by service",
        region,
        each(application.byService, ({ leastHealthy }) => leastHealthy),
      ),
      graph(
        "Unhealthy pods, by service",
        region,
        each(application.byService, ({ unhealthy }) => unhealthy),
      ),
      ...(firewall === "none" ? [] : [graph("Firewall", region, verdicts(firewall.loadBalancer.metrics))]),
    ],
    [
      graph("Connections", region, { Open: application.connections }),
      graph("Connections turned away", region, { Rejected: application.rejectedConnections }),
      graph(
        "Slowest of 100, by service",
        region,
        each(application.byService, ({ latencyP99 }) => latencyP99),
        {
          axis: { label: "seconds" },
        },
      ),
    ],
  ];
}

/** Verdicts of a web ACL. */
function verdicts({ allowed, blocked, counted }: WebAclMetrics): Lines {
  return { Allowed: allowed, Blocked: blocked, Counted: counted };
}
