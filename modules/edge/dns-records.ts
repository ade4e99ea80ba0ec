import { Route53Record, type Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { Alarm } from "../alerting";
import type { Arn } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import type { GlobalProvider } from "../foundation/regions";
import { HealthCheck } from "./health-check";
import type { HostedZone } from "./hosted-zone";
import type { LoadBalancer } from "./load-balancer";
import { OriginSwitch, type OriginSwitchProps } from "./origin-switch";

export interface DnsRecordsProps {
  readonly zone: HostedZone;
  readonly loadBalancer: LoadBalancer;
  /** CloudFront distribution of the site. */
  readonly distribution: AliasTarget;
  /** CloudFront distribution of course packages. */
  readonly contentHost: AliasTarget;
  /** Region in which the application stands by, whose root makes a `RecoveryOrigin`; `none` where there is none. */
  readonly recovery: "none" | OriginSwitchProps["recovery"];
  readonly globalProvider: GlobalProvider;
  /** Topic of the health checks' alarms, in us-east-1. */
  readonly alarmTopic: Arn;
  readonly site: Pick<Site, "prefix">;
}

/** Target of an alias record. */
export interface AliasTarget {
  readonly domainName: string;
  /** Route 53 zone of the target's name, which is AWS's own. */
  readonly hostedZoneId: string;
}

/** CloudFront answers over IPv6 too. */
const ADDRESS_TYPES = ["A", "AAAA"] as const;

/**
 * DNS records of an environment: the site and all names below it point to CloudFront, which answers near each learner, but course
 * packages have names and a distribution of their own; the origin's name points to the load balancer, and to a `RecoveryOrigin`
 * while that is unhealthy, if there is one. Health checks watch both from outside.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
 */
export class DnsRecords extends Construct {
  /** Health check of the load balancer, which decides where the origin's name points. */
  readonly originHealth: HealthCheck;
  /** Health check of the site as learners see it. */
  readonly siteHealth: HealthCheck;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DnsRecordsProps,
  ) {
    super(scope, id);
    const { zone } = props;
    this.originHealth = this.checkOrigin();
    this.pointOrigin();
    const site = this.pointToDistribution("site", zone.domain);
    this.pointToDistribution("wildcard", `*.${zone.domain}`);
    this.pointToContentHost();
    this.siteHealth = this.checkSite(site);
  }

  /** Alarms of names that do not lead to the site. */
  get alarms(): readonly Alarm[] {
    return [this.siteHealth.alarm, this.originHealth.alarm, ...(this.props.zone.signing?.alarms ?? [])];
  }

  /**
   * Records by location, of which there is one, for everywhere. They stay so in environments that have had others: Route 53 takes no
   * simple record beside one by location, so to make it simple may fail half-way, on the names that learners type.
   */
  private pointToDistribution(id: string, name: string): Route53Record[] {
    const { distribution } = this.props;
    return ADDRESS_TYPES.map((type) =>
      this.createAlias(`${id}-default-${type.toLowerCase()}`, distribution, {
        name,
        type,
        setIdentifier: "default",
        geolocationRoutingPolicy: { country: "*" },
      }),
    );
  }

  private pointToContentHost(): void {
    const { zone, contentHost } = this.props;
    for (const type of ADDRESS_TYPES) {
      this.createAlias(`content-${type.toLowerCase()}`, contentHost, { name: `*.${zone.contentDomain}`, type });
    }
  }

  /** Checks the load balancer itself, not the origin's name, which points elsewhere while it is down. */
  private checkOrigin(): HealthCheck {
    const { loadBalancer, globalProvider, alarmTopic, site } = this.props;
    return new HealthCheck(this, "origin-health", {
      globalProvider,
      alarmTopic,
      name: `${site.prefix}-origin`,
      meaning: "The load balancer does not answer health checks: visitors get cached files and the maintenance page.",
      host: loadBalancer.loadBalancer.dnsName,
      after: [],
    });
  }

  private pointOrigin(): void {
    const { zone, loadBalancer, recovery, site } = this.props;
    const { id: originHealthId } = this.originHealth;
    this.createAlias("origin-primary", loadBalancer.aliasTarget, {
      name: zone.originDomain,
      type: "A",
      setIdentifier: "primary",
      failoverRoutingPolicy: { type: "PRIMARY" },
      healthCheckId:
        recovery === "none" ? originHealthId : new OriginSwitch(this, "switch", { originHealthId, recovery, site }).id,
    });
  }

  private checkSite(records: readonly Route53Record[]): HealthCheck {
    const { zone, globalProvider, alarmTopic, site } = this.props;
    return new HealthCheck(this, "site-health", {
      globalProvider,
      alarmTopic,
      name: `${site.prefix}-site`,
      meaning: `https://${zone.domain} does not answer: learners see an error or nothing.`,
      host: zone.domain,
      after: records,
    });
  }

  private createAlias(
    id: string,
    { domainName, hostedZoneId }: AliasTarget,
    record: Pick<Route53RecordConfig, "name" | "type" | "setIdentifier" | "healthCheckId"> &
      Pick<Route53RecordConfig, "geolocationRoutingPolicy" | "failoverRoutingPolicy">,
  ): Route53Record {
    return new Route53Record(this, id, {
      ...record,
      zoneId: this.props.zone.id,
      alias: { name: domainName, zoneId: hostedZoneId, evaluateTargetHealth: false },
    });
  }
}
