import { DataAwsServicequotasServiceQuota } from "@cdktf/provider-aws/lib/data-aws-servicequotas-service-quota";
import { Op, TerraformSelf } from "cdktf";
import { Construct } from "constructs";
import type { Site } from "../foundation/names";

/**
 * Quotas that a new account has little of, by their codes of Service Quotas.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-limits.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const QUOTAS = {
  onDemandVcpus: { service: "ec2", code: "L-1216C47A", what: "vCPUs of running On-Demand instances" },
  spotVcpus: { service: "ec2", code: "L-34B43A08", what: "vCPUs of Spot instances" },
  elasticIps: { service: "ec2", code: "L-0263D0A3", what: "Elastic IP addresses" },
  lambdaExecutions: { service: "lambda", code: "L-B99A9384", what: "concurrent executions of functions" },
} as const;

type QuotaName = keyof typeof QUOTAS;

export interface RegionQuotasProps {
  /** What will be needed of each quota; one of which nothing is needed is not asked for. */
  readonly needed: Readonly<Record<QuotaName, number>>;
  readonly site: Pick<Site, "region">;
}

/**
 * Refusal of a plan while the account may have less in the region than an application needs there once it has taken over. With
 * few nodes no apply is refused for want of it; taking over would be. What else uses a quota is not subtracted.
 * @see https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
 */
export class RegionQuotas extends Construct {
  constructor(scope: Construct, id: string, { needed, site }: RegionQuotasProps) {
    super(scope, id);
    for (const [name, { service, code, what }] of Object.entries(QUOTAS)) {
      const least = needed[name as QuotaName];
      if (least === 0) continue;
      const errorMessage =
        `recovery.application: must have ${least} ${what} in ${site.region} to take over, which quota ${code} of ${service} allows, ` +
        `got \${self.value}; ask for more: aws service-quotas request-service-quota-increase --region ${site.region} ` +
        `--service-code ${service} --quota-code ${code} --desired-value ${least}`;
      new DataAwsServicequotasServiceQuota(this, code, {
        serviceCode: service,
        quotaCode: code,
        lifecycle: { postcondition: [{ condition: Op.gte(TerraformSelf.getNumber("value"), least), errorMessage }] },
      });
    }
  }
}
