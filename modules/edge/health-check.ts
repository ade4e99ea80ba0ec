import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Annotations, type ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { Alarm } from "../alerting";
import type { Arn } from "../foundation/contracts";
import { PORTS } from "../foundation/ports";
import { globalProviderProblems } from "../foundation/regions";
import { HEALTH_PATH } from "../foundation/routes";
import { healthAlarm } from "./health-alarms";
import { type HealthCheckMetrics, healthCheckMetrics } from "./metrics";

export interface HealthCheckProps {
  /** Of us-east-1, where Route 53 writes its metrics. */
  readonly globalProvider: AwsProvider;
  /** Hears when the check fails and when it passes again; in us-east-1, since an alarm notifies topics of its region only. */
  readonly alarmTopic: Arn;
  /** Name of the check and of its alarm, such as `lms-prod-site`. */
  readonly name: string;
  /** What the alarm tells whom it wakes. */
  readonly meaning: string;
  /** The host that is asked over HTTPS. */
  readonly host: string;
  /** What must exist before the first check, beside what the host's name refers to. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Asks a host for its health from all over the world, every 30 seconds over HTTPS, and raises an alarm when it does not
 * answer 2xx or 3xx three times in a row. Route 53 does not look at the certificate.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export class HealthCheck extends Route53HealthCheck {
  readonly metrics: HealthCheckMetrics;
  /** Raised while the host does not answer. */
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
    for (const problem of globalProviderProblems(globalProvider, "Route 53 writes metrics to")) {
      Annotations.of(this).addError(problem);
    }
    this.metrics = healthCheckMetrics(this.id);
    this.alarm = new Alarm(this, "alarm", {
      provider: globalProvider,
      name: `${name}-unhealthy`,
      topic: alarmTopic,
      spec: healthAlarm(this.metrics, meaning),
    });
  }
}
