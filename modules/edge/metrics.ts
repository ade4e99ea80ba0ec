import { type Metric, metricsOf } from "../foundation/metrics";

/** Metrics of a load balancer and of the pods behind it. */
export type LoadBalancerMetrics = ReturnType<typeof loadBalancerMetrics>;

/**
 * @param targetGroups ARN suffixes by service
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function loadBalancerMetrics(LoadBalancer: string, targetGroups: Readonly<Record<string, string>>) {
  const metric = metricsOf("AWS/ApplicationELB", { LoadBalancer });
  const ofTargets = (TargetGroup: string) => {
    const target = metricsOf("AWS/ApplicationELB", { LoadBalancer, TargetGroup });
    return {
      mostHealthy: target("HealthyHostCount", "Maximum"),
      leastHealthy: target("HealthyHostCount", "Minimum"),
      unhealthy: target("UnHealthyHostCount", "Maximum"),
      /** Seconds. */
      latencyP99: target("TargetResponseTime", "p99"),
    };
  };
  return {
    /** Requests that reached a pod. */
    requests: metric("RequestCount", "Sum"),
    /** Requests that reached no pod: the load balancer answered 5xx itself. */
    unserved: metric("HTTPCode_ELB_5XX_Count", "Sum"),
    /** Answers of pods by their class of status. */
    answers: {
      "2xx": metric("HTTPCode_Target_2XX_Count", "Sum"),
      "3xx": metric("HTTPCode_Target_3XX_Count", "Sum"),
      "4xx": metric("HTTPCode_Target_4XX_Count", "Sum"),
      "5xx": metric("HTTPCode_Target_5XX_Count", "Sum"),
    },
    /** Seconds that pods took to answer. */
    latency: {
      p50: metric("TargetResponseTime", "p50"),
      p90: metric("TargetResponseTime", "p90"),
      p99: metric("TargetResponseTime", "p99"),
    },
    connections: metric("ActiveConnectionCount", "Sum"),
    rejectedConnections: metric("RejectedConnectionCount", "Sum"),
    byService: Object.fromEntries(
      Object.entries(targetGroups).map(([service, suffix]) => [service, ofTargets(suffix)] as const),
    ),
  };
}

/** Metrics of a web ACL. */
export type WebAclMetrics = ReturnType<typeof webAclMetrics>;

/**
 * @param region of the ACL; none before CloudFront
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
 */
export function webAclMetrics(WebACL: string, region?: string) {
  const dimensions = { WebACL, Rule: "ALL", ...(region === undefined ? {} : { Region: region }) };
  const metric = metricsOf("AWS/WAFV2", dimensions);
  return {
    allowed: metric("AllowedRequests", "Sum"),
    blocked: metric("BlockedRequests", "Sum"),
    counted: metric("CountedRequests", "Sum"),
  };
}

/** Metrics of a health check. */
export type HealthCheckMetrics = ReturnType<typeof healthCheckMetrics>;

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html */
export function healthCheckMetrics(HealthCheckId: string) {
  const metric = metricsOf("AWS/Route53", { HealthCheckId });
  return {
    /** 1 while the host answers. */
    status: metric("HealthCheckStatus", "Minimum"),
    /** Percent of the checkers that get an answer. */
    checkersAnswered: metric("HealthCheckPercentageHealthy", "Minimum"),
  };
}

/** Days until a certificate ends. @see https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html */
export function daysToExpiry(CertificateArn: string): Metric {
  return metricsOf("AWS/CertificateManager", { CertificateArn })("DaysToExpiry", "Minimum");
}

/** Metrics of a zone's signing. @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-hosted-zones-with-cloudwatch.html */
export function signingMetrics(HostedZoneId: string) {
  const metric = metricsOf("AWS/Route53", { HostedZoneId });
  return {
    internalFailures: metric("DNSSECInternalFailure", "Sum"),
    keysNeedingAction: metric("DNSSECKeySigningKeysNeedingAction", "Sum"),
  };
}
