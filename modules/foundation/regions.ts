import type { TerraformProvider } from "cdktf";

/** Region of AWS's global services: certificates, web ACLs and logs of CloudFront, keys of DNSSEC, metrics of health checks. */
export const GLOBAL_REGION = "us-east-1";

/** AWS provider of us-east-1. The compiler refuses the provider of another region, from which those services take nothing. */
export type GlobalProvider = TerraformProvider & { readonly region: typeof GLOBAL_REGION };
