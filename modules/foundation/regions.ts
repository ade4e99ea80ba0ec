import { type IAspect, TerraformDataSource, type TerraformProvider, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { isReference } from "./checks";

/** Region of AWS's global services: certificates, web ACLs and logs of CloudFront, keys of DNSSEC, metrics of health checks. */
export const GLOBAL_REGION = "us-east-1";

/**
 * The regions that every account of the partition `aws` has from the start. One that must be opted into may lack a service
 * of the platform, such as MediaConvert, and takes no tokens of the global endpoint of AWS STS.
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 * @see https://docs.aws.amazon.com/general/latest/gr/mediaconvert.html
 */
export const DEFAULT_REGIONS: readonly string[] = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];

/**
 * The regions of the partition `aws` that an account has once it has opted into them: fit for what is copied, see `DEFAULT_REGIONS`.
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const OPT_IN_REGIONS: readonly string[] = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
];

/** AWS provider of us-east-1. The compiler refuses the provider of another region, from which those services take nothing. */
export type GlobalProvider = TerraformProvider & { readonly region: typeof GLOBAL_REGION };

/** Tells whether a home region is that of global services. One that Terraform alone knows is taken for it. */
export function isGlobal(region: string): boolean {
  return region === GLOBAL_REGION || isReference(region);
}

/**
 * Gives everything below a construct the provider of a region, so that the same modules build either region:
 * `Aspects.of(recovery).add(new InRegion(provider))`. A resource that names a provider itself keeps it.
 */
export class InRegion implements IAspect {
  constructor(private readonly provider: TerraformProvider) {}

  visit(node: IConstruct): void {
    if (TerraformResource.isTerraformResource(node) || TerraformDataSource.isTerraformDataSource(node)) {
      node.provider ??= this.provider;
    }
  }
}
