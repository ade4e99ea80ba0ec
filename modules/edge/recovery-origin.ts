import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { Construct } from "constructs";
import type { AliasTarget } from "./dns-records";
import { originDomain } from "./hosted-zone";

export interface RecoveryOriginProps {
  /** Id of the hosted zone that the site's records are in. */
  readonly zoneId: string;
  /** Name of the site. */
  readonly domain: string;
  /** Load balancer of the recovery region. */
  readonly target: AliasTarget;
}

/**
 * Second record of the origin's name, beside the first of `DnsRecords`: Route 53 answers with the recovery region's load
 * balancer while the health check of the home region's fails, without anyone changing anything.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html
 */
export class RecoveryOrigin extends Route53Record {
  constructor(scope: Construct, id: string, { zoneId, domain, target }: RecoveryOriginProps) {
    super(scope, id, {
      zoneId,
      name: originDomain(domain),
      type: "A",
      setIdentifier: "secondary",
      failoverRoutingPolicy: { type: "SECONDARY" },
      alias: { name: target.domainName, zoneId: target.hostedZoneId, evaluateTargetHealth: false },
    });
  }
}
