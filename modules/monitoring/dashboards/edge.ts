import { GLOBAL_REGION } from "../../foundation/regions";
import type { Row } from "./layout";
import { type DashboardParts, each, metricsOf, ofDistribution, ofLoadBalancer } from "./parts";
import { graph, heading, type Lines } from "./widgets";

/** What of an environment stands between learners and services. */
export interface EdgeParts extends Pick<DashboardParts, "distribution" | "loadBalancer" | "firewall" | "dns"> {
  readonly region: string;
}

const PERCENT = { axis: { label: "percent", max: 100 } } as const;

/** From the name to the load balancer: what arrives, what is refused, what is answered and how fast. */
export function edge({ distribution, loadBalancer, firewall, dns, region }: EdgeParts): readonly Row[] {
  const cloudFront = ofDistribution(distribution);
  const application = ofLoadBalancer(loadBalancer);
  const checked = ({ id }: { readonly id: string }) =>
    metricsOf("AWS/Route53", { HealthCheckId: id })("HealthCheckPercentageHealthy", "Minimum");
  return [
    [heading("# CloudFront and its firewall\nWho was refused, and why: the saved queries below `edge/`.")],
    [
      graph("Requests", GLOBAL_REGION, { Requests: cloudFront("Requests", "Sum") }),
      graph(
        "Share of errors",
        GLOBAL_REGION,
        { "5xx": cloudFront("5xxErrorRate", "Average"), "4xx": cloudFront("4xxErrorRate", "Average") },
        { axis: { label: "percent" } },
      ),
      graph(
        "Firewall",
        GLOBAL_REGION,
        verdicts({ WebACL: firewall.site.acl.visibilityConfig.metricName, Rule: "ALL" }),
      ),
    ],
    [
      graph(
        "Bytes",
        GLOBAL_REGION,
        { Downloaded: cloudFront("BytesDownloaded", "Sum"), Uploaded: cloudFront("BytesUploaded", "Sum") },
        { axis: { label: "bytes" } },
      ),
      graph(
        "Answered from caches, with real-time metrics",
        GLOBAL_REGION,
        { Hits: cloudFront("CacheHitRate", "Average") },
        PERCENT,
      ),
      graph(
        "Seen from all over the world",
        GLOBAL_REGION,
        { Site: checked(dns.siteHealth), Origin: checked(dns.originHealth) },
        PERCENT,
      ),
    ],
    [heading("# Load balancer")],
    [
      graph("Requests", region, { Requests: application("RequestCount", "Sum") }),
      graph(
        "Time to an answer",
        region,
        {
          p50: application("TargetResponseTime", "p50"),
          p90: application("TargetResponseTime", "p90"),
          p99: application("TargetResponseTime", "p99"),
        },
        { axis: { label: "seconds" } },
      ),
      graph(
        "Answers",
        region,
        {
          "2xx": application("HTTPCode_Target_2XX_Count", "Sum"),
          "3xx": application("HTTPCode_Target_3XX_Count", "Sum"),
          "4xx": application("HTTPCode_Target_4XX_Count", "Sum"),
          "5xx": application("HTTPCode_Target_5XX_Count", "Sum"),
          "5xx of the load balancer": application("HTTPCode_ELB_5XX_Count", "Sum"),
        },
        { stacked: true },
      ),
    ],
    [
      graph("Healthy pods, by service", region, ofTargets(loadBalancer, "HealthyHostCount", "Minimum")),
      graph("Unhealthy pods, by service", region, ofTargets(loadBalancer, "UnHealthyHostCount", "Maximum")),
      graph(
        "Firewall",
        region,
        verdicts({ WebACL: firewall.loadBalancer.acl.visibilityConfig.metricName, Region: region, Rule: "ALL" }),
      ),
    ],
    [
      graph("Connections", region, { Open: application("ActiveConnectionCount", "Sum") }),
      graph("Connections turned away", region, { Rejected: application("RejectedConnectionCount", "Sum") }),
      graph("Slowest of 100, by service", region, ofTargets(loadBalancer, "TargetResponseTime", "p99"), {
        axis: { label: "seconds" },
      }),
    ],
  ];
}

/** What a web ACL decided. @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html */
function verdicts(dimensions: Readonly<Record<string, string>>): Lines {
  const metric = metricsOf("AWS/WAFV2", dimensions);
  return {
    Allowed: metric("AllowedRequests", "Sum"),
    Blocked: metric("BlockedRequests", "Sum"),
    Counted: metric("CountedRequests", "Sum"),
  };
}

function ofTargets({ loadBalancer, targetGroups }: DashboardParts["loadBalancer"], name: string, statistic: string) {
  return each(Object.fromEntries(targetGroups.byService), ({ arnSuffix }) =>
    metricsOf("AWS/ApplicationELB", { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: arnSuffix })(name, statistic),
  );
}
