import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  Route53Record,
  type Route53RecordConfig,
  type Route53RecordGeolocationRoutingPolicy,
} from "@cdktf/provider-aws/lib/route53-record";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Alarm } from "../alerting";
import type { Arn } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { type Continent, continentProblems } from "./continents";
import { HealthCheck } from "./health-check";
import type { HostedZone } from "./hosted-zone";
import type { LoadBalancer } from "./load-balancer";

export interface DnsRecordsProps {
  readonly zone: HostedZone;
  readonly loadBalancer: LoadBalancer;
  /** The CloudFront distribution that answers for the site. */
  readonly distribution: AliasTarget;
  /** The load balancer of the recovery region; without one CloudFront shows its maintenance page when the origin fails. */
  readonly recoveryOrigin: "none" | AliasTarget;
  /** Of us-east-1, where Route 53 writes its metrics. */
  readonly globalProvider: AwsProvider;
  /** Hears when the site or its origin is unhealthy; in us-east-1. */
  readonly alarmTopic: Arn;
  readonly site: Pick<Site, "prefix">;
  readonly continents: readonly Continent[];
}

/** What an alias record points at. */
export interface AliasTarget {
  readonly domainName: string;
  /** The Route 53 zone that AWS keeps the target's name in. */
  readonly hostedZoneId: string;
}

/** CloudFront answers over IPv6 too. */
const ADDRESS_TYPES = ["A", "AAAA"] as const;

/**
 * The names of an environment: the site and all names below it go to CloudFront, by continent; the origin's name goes to
 * the load balancer, and to the recovery region while the load balancer is unhealthy. Both are watched from outside.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
 */
export class DnsRecords extends Construct {
  /** The check that decides where the origin's name points. */
  readonly originHealth: HealthCheck;
  /** The check that sees what learners see. */
  readonly siteHealth: HealthCheck;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DnsRecordsProps,
  ) {
    super(scope, id);
    const { zone, continents } = props;
    for (const problem of continentProblems(continents)) Annotations.of(this).addError(problem);
    this.originHealth = this.checkOrigin();
    this.pointOrigin();
    const site = this.pointToDistribution("site", zone.domain);
    this.pointToDistribution("wildcard", `*.${zone.domain}`);
    this.siteHealth = this.checkSite(site);
  }

  /** What tells that the site's names do not lead to it. */
  get alarms(): readonly Alarm[] {
    return [this.siteHealth.alarm, this.originHealth.alarm, ...(this.props.zone.signing?.alarms ?? [])];
  }

  private pointToDistribution(id: string, name: string): Route53Record[] {
    const { distribution, continents } = this.props;
    const places: readonly [string, Route53RecordGeolocationRoutingPolicy][] = [
      ["default", { country: "*" }],
      ...continents.map((continent): [string, Route53RecordGeolocationRoutingPolicy] => [
        continent.toLowerCase(),
        { continent },
      ]),
    ];
    return places.flatMap(([place, location]) =>
      ADDRESS_TYPES.map((type) =>
        this.createAlias(`${id}-${place}-${type.toLowerCase()}`, distribution, {
          name,
          type,
          setIdentifier: place,
          geolocationRoutingPolicy: location,
        }),
      ),
    );
  }

  /** The load balancer itself is asked, not the origin's name, which points elsewhere while it is down. */
  private checkOrigin(): HealthCheck {
    const { loadBalancer, globalProvider, alarmTopic, site } = this.props;
    return new HealthCheck(this, "origin-health", {
      globalProvider,
      alarmTopic,
      name: `${site.prefix}-origin`,
      meaning:
        "The load balancer does not answer from outside: CloudFront serves from its cache and the maintenance page.",
      host: loadBalancer.loadBalancer.dnsName,
      after: [],
    });
  }

  private pointOrigin(): void {
    const { zone, loadBalancer, recoveryOrigin } = this.props;
    const origin = { name: zone.originDomain, type: "A" };
    this.createAlias("origin-primary", loadBalancer.aliasTarget, {
      ...origin,
      setIdentifier: "primary",
      failoverRoutingPolicy: { type: "PRIMARY" },
      healthCheckId: this.originHealth.id,
    });
    if (recoveryOrigin === "none") return;
    this.createAlias("origin-secondary", recoveryOrigin, {
      ...origin,
      setIdentifier: "secondary",
      failoverRoutingPolicy: { type: "SECONDARY" },
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
