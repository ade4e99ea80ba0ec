import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { report } from "../foundation/checks";
import type { Arn, DataProtection, HostedZone as HostedZoneContract } from "../foundation/contracts";
import { contentDomain, type Site } from "../foundation/names";
import type { GlobalProvider } from "../foundation/regions";
import { type EdgeSettings, siteProblems } from "./settings";
import { ZoneSigning } from "./zone-signing";

export interface HostedZoneProps {
  /** `disposable`: the zone is deleted with all its records, those of others included. */
  readonly dataProtection: DataProtection;
  readonly globalProvider: GlobalProvider;
  /** Topic of the alarms of signing, in us-east-1. */
  readonly alarmTopic: Arn;
  readonly site: Pick<Site, "account" | "prefix">;
  readonly settings: Pick<EdgeSettings, "domain" | "zone">;
}

/** CAA records: ACM may issue certificates for the site, and Let's Encrypt for cert-manager, but no wildcards. */
const ISSUERS = ['0 issue "amazon.com"', '0 issue "letsencrypt.org"', '0 issuewild "amazon.com"'];

/**
 * Route 53 hosted zone of the site, created or looked up, with the CAA record of its certificate authorities.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html
 */
export class HostedZone extends Construct implements HostedZoneContract {
  /** Domain of the zone: the site's or one above it. */
  readonly name: string;
  /** Name of the site. */
  readonly domain: string;
  /** Domain of the hosts of course packages. */
  readonly contentDomain: string;
  /** Name by which CloudFront reaches the load balancer. */
  readonly originDomain: string;
  /** DNSSEC of the zone, if it is signed. */
  readonly signing: ZoneSigning | undefined;

  private readonly zone: Route53Zone | DataAwsRoute53Zone;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HostedZoneProps,
  ) {
    super(scope, id);
    const { domain, zone } = props.settings;
    report(this, siteProblems(props.settings));
    this.name = zone.name;
    this.domain = domain;
    this.contentDomain = contentDomain(domain);
    this.originDomain = originDomain(domain);
    this.zone = zone.kind === "created" ? this.createZone() : this.lookUpZone();
    this.signing = this.signZone();
    this.restrictIssuers();
  }

  get id(): string {
    return this.zone.zoneId;
  }

  get arn(): string {
    return this.zone.arn;
  }

  /** Name servers to enter in the parent zone. */
  get nameServers(): string[] {
    return this.zone.nameServers;
  }

  private createZone(): Route53Zone {
    const { settings, dataProtection } = this.props;
    return new Route53Zone(this, "zone", {
      name: settings.zone.name,
      comment: "The LMS; records are made by Terraform and ExternalDNS",
      forceDestroy: dataProtection === "disposable",
    });
  }

  private lookUpZone(): DataAwsRoute53Zone {
    return new DataAwsRoute53Zone(this, "zone", { name: this.props.settings.zone.name, privateZone: false });
  }

  private signZone(): ZoneSigning | undefined {
    const { settings, site, globalProvider, alarmTopic, dataProtection } = this.props;
    const { zone } = settings;
    if (zone.kind === "looked-up" || zone.dnssec === "none") return undefined;
    return new ZoneSigning(this, "signing", {
      zoneId: this.id,
      globalProvider,
      alarmTopic,
      site,
      dataProtection,
    });
  }

  private restrictIssuers(): void {
    new Route53Record(this, "issuers", {
      zoneId: this.id,
      name: this.domain,
      type: "CAA",
      ttl: 3600,
      records: ISSUERS,
    });
  }
}

/** Name by which CloudFront reaches the load balancer of a site, in whichever region it is served. */
export function originDomain(domain: string): string {
  return `origin.${domain}`;
}
