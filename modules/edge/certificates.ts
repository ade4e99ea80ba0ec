import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { DataAwsRoute53Records } from "@cdktf/provider-aws/lib/data-aws-route53-records";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { Arn } from "../foundation/contracts";
import type { Metric } from "../foundation/metrics";
import type { Site } from "../foundation/names";
import { type GlobalProvider, isGlobal } from "../foundation/regions";
import type { HostedZone } from "./hosted-zone";
import { daysToExpiry } from "./metrics";

export interface CertificatesProps {
  readonly zone: HostedZone;
  readonly globalProvider: GlobalProvider;
  readonly site: Pick<Site, "region">;
}

/**
 * ACM certificates of a site and all names one level below it, and of the hosts of course packages. ACM issues them when it
 * finds its records in the zone and renews them as long as the records stay. In us-east-1 CloudFront and the load balancer
 * share the site's.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export class Certificates extends Construct {
  /** Certificate of CloudFront, in us-east-1. */
  readonly global: Arn;
  /** Certificate of CloudFront for the hosts of course packages, in us-east-1. */
  readonly content: Arn;
  /** Certificate of the load balancer, in its region. */
  readonly regional: Arn;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CertificatesProps,
  ) {
    super(scope, id);
    const { zone, globalProvider, site } = props;
    const there = { provider: globalProvider };
    const certificate = requestCertificate(this, "global", zone.domain, there);
    const record = this.proveControl("validation", certificate);
    this.global = this.waitForIssue("global", certificate, record, there);
    const packages = requestCertificate(this, "content", zone.contentDomain, there);
    this.content = this.waitForIssue("content", packages, this.proveControl("content-validation", packages), there);
    this.regional = isGlobal(site.region)
      ? this.global
      : this.waitForIssue("regional", requestCertificate(this, "regional", zone.domain, {}), record, {});
  }

  /** Days until each certificate ends, a metric of its region; `regional` where that is not us-east-1. */
  get daysToExpiry(): { readonly global: Metric; readonly content: Metric; readonly regional: Metric | undefined } {
    const { global, content, regional } = this;
    return {
      global: daysToExpiry(global.arn),
      content: daysToExpiry(content.arn),
      regional: regional === global ? undefined : daysToExpiry(regional.arn),
    };
  }

  /** Creates the validation record, which is the same for a name and its wildcard and in every region of an account. */
  private proveControl(id: string, certificate: AcmCertificate): Route53Record {
    const option = certificate.domainValidationOptions.get(0);
    return new Route53Record(this, id, {
      zoneId: this.props.zone.id,
      name: option.resourceRecordName,
      type: option.resourceRecordType,
      ttl: 300,
      records: [option.resourceRecordValue],
    });
  }

  /** Waits for the validation: only an issued certificate can be used. */
  private waitForIssue(
    id: string,
    certificate: AcmCertificate,
    record: Route53Record,
    provider: { readonly provider?: GlobalProvider },
  ): Arn {
    const issued = new AcmCertificateValidation(this, `${id}-issued`, {
      ...provider,
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
    });
    return { arn: issued.certificateArn };
  }
}

export interface RegionalCertificateProps {
  /** Name of the site. */
  readonly domain: string;
  /** Id of the zone that the site's records are in. */
  readonly zoneId: string;
}

/**
 * ACM certificate of a site and all names one level below it in one more region of the account. ACM issues it by the record
 * that `Certificates` has put into the zone: it is the same in every region of an account. A plan is refused while there is none,
 * which else only the apply would find, after an hour and a quarter.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export class RegionalCertificate extends Construct implements Arn {
  /** Of the issued certificate. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { domain, zoneId }: RegionalCertificateProps) {
    super(scope, id);
    // What is not there is null, and no list.
    const proves =
      'one.type == "CNAME" && try(anytrue([for to in one.resource_records : strcontains(to.value, ".acm-validations.aws")]), false)';
    new DataAwsRoute53Records(this, "proof", {
      zoneId,
      nameRegex: `^_[0-9a-f]{32}\\.${domain.replaceAll(".", "\\.")}\\.?$`,
      lifecycle: {
        postcondition: [
          {
            condition: `\${try(anytrue([for one in self.resource_record_sets : ${proves}]), false)}`,
            errorMessage:
              `recovery.application: must have the CNAME record in the zone by which ACM issues a certificate for ${domain}, got none ` +
              `of _<32 digits>.${domain}; apply the platform at home, which makes it`,
          },
        ],
      },
    });
    const certificate = requestCertificate(this, "regional", domain, {});
    this.arn = new AcmCertificateValidation(this, "regional-issued", {
      certificateArn: certificate.arn,
    }).certificateArn;
  }

  get daysToExpiry(): Metric {
    return daysToExpiry(this.arn);
  }
}

function requestCertificate(
  scope: Construct,
  id: string,
  domain: string,
  provider: { readonly provider?: GlobalProvider },
): AcmCertificate {
  return new AcmCertificate(scope, id, {
    ...provider,
    domainName: domain,
    subjectAlternativeNames: [`*.${domain}`],
    validationMethod: "DNS",
    lifecycle: { createBeforeDestroy: true },
  });
}
