import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import { Alarm, type AlarmSpec, minutes } from "../alerting";
import type { AlertingRegion } from "../foundation/contracts";
import { type Metric, metricsOf, RECOVERY_NAMESPACE } from "../foundation/metrics";
import type { Site } from "../foundation/names";

export interface OriginSwitchProps {
  /** Id of the health check of home's load balancer. */
  readonly originHealthId: string;
  /** Recovery region, in which the switch is thrown. */
  readonly recovery: AlertingRegion & { readonly site: Pick<Site, "region"> };
  readonly site: Pick<Site, "prefix">;
}

/** Number that people put: 1 keeps learners in the recovery region, 0 lets the health check of home decide again. */
export function servedFromRecovery({ prefix }: Pick<Site, "prefix">): Metric {
  return metricsOf(RECOVERY_NAMESPACE, { Environment: prefix })("ServedFromRecovery", "Maximum");
}

/**
 * Health check that the first record of the origin's name has where an application stands by: healthy while home's load
 * balancer is, and nobody has thrown the switch. The switch is a metric of the recovery region, so it takes nothing of home,
 * and it stays as it was put last: home that comes back gets no learners before people say so.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export class OriginSwitch extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { originHealthId, recovery, site }: OriginSwitchProps) {
    super(scope, id);
    const { provider, alerts } = recovery;
    const name = `${site.prefix}-served-from-recovery`;
    const alarm = new Alarm(this, "alarm", { provider, name, topics: [alerts.warning], spec: thrown(site) });
    const position = new Route53HealthCheck(this, "position", {
      type: "CLOUDWATCH_METRIC",
      cloudwatchAlarmName: alarm.alarmName,
      cloudwatchAlarmRegion: recovery.site.region,
      insufficientDataHealthStatus: "LastKnownStatus",
      tags: { Name: name },
    });
    this.id = new Route53HealthCheck(this, "home", {
      type: "CALCULATED",
      childHealthchecks: [originHealthId, position.id],
      childHealthThreshold: 2,
      tags: { Name: `${site.prefix}-served-from-home` },
    }).id;
  }
}

/** Route 53 reads the alarm's metric itself, and takes no alarm on several periods or metrics. */
function thrown(site: Pick<Site, "prefix">): AlarmSpec {
  return {
    meaning: "Learners are served from the recovery region: someone has thrown the switch, and must throw it back.",
    runbook: "site-health",
    signal: servedFromRecovery(site),
    range: { unit: "", least: 0, most: 1 },
    threshold: { above: 0 },
    window: minutes(1),
    missingData: "silent-between-readings",
    incident: "none",
  };
}
