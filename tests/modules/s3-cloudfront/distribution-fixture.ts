import { generateKeyPairSync } from "node:crypto";
import type { Construct } from "constructs";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { Distribution } from "../../../modules/s3-cloudfront/distribution";
import type { DistributionSettings } from "../../../modules/s3-cloudfront/distribution-settings";
import { Storage } from "../../../modules/s3-cloudfront/storage";
import { Root } from "../../../stacks/root";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";
import * as buckets from "./storage-fixture";
import { ACCOUNT } from "./storage-fixture";

/** A public key as CloudFront takes it. */
export const PUBLIC_KEY = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .publicKey.export({ type: "spki", format: "pem" })
  .toString();

/** The settings of a distribution, and what it takes from its environment. */
export interface TestDistribution extends DistributionSettings {
  readonly buckets: buckets.TestStorage;
  readonly aliases: readonly string[];
  readonly certificateArn: string;
  readonly webAclArn: "none" | string;
  readonly originDomain: string;
}

/** As in dev. */
export const small: TestDistribution = {
  buckets: buckets.small,
  priceClass: "PriceClass_100",
  realTimeMetrics: "off",
  ltiFrameOrigins: [],
  coursePackages: "own-host",
  mediaSigningKeys: { "2025": PUBLIC_KEY },
  aliases: ["dev.lms.example.com", "*.dev.lms.example.com"],
  certificateArn: "arn:aws:acm:us-east-1:777777777777:certificate/c",
  webAclArn: "none",
  originDomain: "origin.dev.lms.example.com",
};
/** As in staging. */
export const medium: TestDistribution = {
  ...small,
  buckets: buckets.medium,
  ltiFrameOrigins: ["https://canvas.staging.example.edu"],
  webAclArn: "arn:aws:wafv2:us-east-1:777777777777:global/webacl/lms/w",
};
/** As in prod. */
export const large: TestDistribution = {
  ...small,
  buckets: buckets.large,
  priceClass: "PriceClass_All",
  realTimeMetrics: "on",
  ltiFrameOrigins: ["https://canvas.example.edu", "https://*.moodle.example.org"],
  mediaSigningKeys: { "2025": PUBLIC_KEY, "2026": PUBLIC_KEY.trimEnd() },
  aliases: ["lms.example.com", "*.lms.example.com"],
  webAclArn: "arn:aws:wafv2:us-east-1:777777777777:global/webacl/lms/w",
  originDomain: "origin.lms.example.com",
};

/** A root with the buckets of an environment and the distribution before them. */
export class DistributionRoot extends Root {
  readonly storage: Storage;
  readonly cdn: Distribution;
  readonly globalProvider = this.providerIn("us-east-1", "global");

  constructor(scope: Construct, settings: TestDistribution) {
    super(scope, "test-distribution", ACCOUNT);
    const { recovery, dataProtection } = settings.buckets;
    const keys = new EncryptionKeys(this, "keys", {
      site: siteOf(ACCOUNT),
      dataProtection,
    });
    this.storage = new Storage(this, "storage", {
      site: siteOf(ACCOUNT),
      keys,
      settings: settings.buckets,
      uploadOrigins: settings.buckets.uploadOrigins,
      dataProtection,
      logRetentionDays: settings.buckets.logRetentionDays,
      replica:
        recovery === "none"
          ? "none"
          : {
              region: recovery,
              provider: this.providerIn(recovery, "recovery"),
              key: { arn: "arn:aws:kms:eu-west-1:7:key/r" },
            },
    });
    this.cdn = new Distribution(this, "cdn", {
      settings,
      aliases: settings.aliases,
      certificateArn: settings.certificateArn,
      webAclArn: settings.webAclArn,
      storage: this.storage,
      origin: {
        domainName: settings.originDomain,
        originVerify: { headerName: "x-origin-verify", value: "not-a-real-value" },
        acceptedBy: [],
      },
      globalProvider: this.globalProvider,
      site: siteOf(ACCOUNT),
    });
    this.publish("cloudfront_url", "URL", this.cdn.url);
    this.publish("names", "Names", {
      domain: this.cdn.domainName,
      zone: this.cdn.hostedZoneId,
      keys: this.cdn.signers.keyIds,
    });
  }
}

const synthesized = new Map<TestDistribution, SynthesizedRoot>();
/** The root with these settings, synthesized once. */
export function distributionRoot(settings: TestDistribution): SynthesizedRoot {
  const found =
    synthesized.get(settings) ??
    synthesizeRoots([(app) => new DistributionRoot(app, settings)]).get("test-distribution");
  if (found === undefined) throw new Error("no root");
  synthesized.set(settings, found);
  return found;
}

/** The distribution of a root. */
export function distribution(settings: TestDistribution): Record<string, unknown> {
  const found = distributionRoot(settings).resources("aws_cloudfront_distribution").cdn_distribution;
  if (found === undefined) throw new Error("no distribution");
  return found;
}
