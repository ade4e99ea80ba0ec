import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { Alarm, type AlarmSpec, minutes } from "../alerting";
import type { Arn } from "../foundation/contracts";
import { PORTS } from "../foundation/ports";
import type { GlobalProvider } from "../foundation/regions";
import { HEALTH_PATH } from "../foundation/routes";
import { type HealthCheckMetrics, healthCheckMetrics } from "./metrics";

export interface HealthCheckProps {
  readonly globalProvider: GlobalProvider;
  /** Topic of the alarm, in us-east-1: an alarm notifies topics of its region only. */
  readonly alarmTopic: Arn;
  /** Name of the check and of its alarm, such as `lms-prod-site`. */
  readonly name: string;
  /** Description of the alarm. */
  readonly meaning: string;
  /** Host that is asked over HTTPS. */
  readonly host: string;
  /** Resources that must exist before the first check, in addition to those that the host's name refers to. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Route 53 health check of a host from all over the world, every 30 seconds over HTTPS, with an alarm. A host is unhealthy
 * after three answers in a row that are not 2xx or 3xx. Route 53 does not check the certificate.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export class HealthCheck extends Route53HealthCheck {
  readonly metrics: HealthCheckMetrics;
  /** Alarm, raised while the host is unhealthy. */
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, props: HealthCheckProps) {
    const { globalProvider, alarmTopic, name, meaning, host, after } = props;
    super(scope, id, {
      type: "HTTPS",
      fqdn: host,
      port: PORTS.https,
      enableSni: true,
      resourcePath: HEALTH_PATH,
      requestInterval: 30,
      failureThreshold: 3,
      tags: { Name: name },
      ...(after.length === 0 ? {} : { dependsOn: [...after] }),
    });
    this.metrics = healthCheckMetrics(this.id);
    this.alarm = new Alarm(this, "alarm", {
      provider: globalProvider,
      name: `${name}-unhealthy`,
      topics: [alarmTopic],
      spec: healthAlarm(this.metrics, meaning),
    });
  }
}

/** Alarm of a Route 53 health check. */
function healthAlarm({ status }: Pick<HealthCheckMetrics, "status">, meaning: string): AlarmSpec {
  return {
    meaning,
    runbook: "site-health",
    signal: status,
    range: { unit: "", least: 0, most: 1 },
    threshold: { below: 1 },
    window: minutes(2),
    missingData: "silent-when-dead",
    incident: "site",
  };
}
