import { createPublicKey } from "node:crypto";
import { type JsonObject, objectAt, objectsAt, stringAt, stringsAt } from "../../json";
import { keyGroups, publicKeys } from "../../services/cloudfront/keys";
import { type Rules, refuse, type Scene } from "../rule";

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MAX = {
  aliases: 100,
  behaviors: 75,
  origins: 100,
  keysInGroup: 5,
  keyGroupsOfBehavior: 4,
  publicKeys: 10,
  keyGroups: 10,
  contentSecurityPolicy: 1783,
  functionBytes: 10_240,
};

/** CloudFront: quotas of distributions and of keys, and which keys it takes. */
export const cloudFrontRules: Rules = {
  CreateDistribution: judgeDistribution,
  CreateDistributionWithTags: judgeDistribution,
  UpdateDistribution: judgeDistribution,

  CreatePublicKey: (parameters, scene) => {
    requireKey(stringAt(objectAt(parameters, "PublicKeyConfig") ?? {}, "EncodedKey") ?? "");
    if (scene.remembered(publicKeys.kind).size < MAX.publicKeys) return;
    refuse("TooManyPublicKeys", "You have reached the maximum number of public keys for this account.");
  },

  CreateKeyGroup: (parameters, scene) => {
    requireKeys(parameters);
    if (scene.remembered(keyGroups.kind).size < MAX.keyGroups) return;
    refuse("TooManyKeyGroups", "You have reached the maximum number of key groups for this account.");
  },
  UpdateKeyGroup: requireKeys,

  CreateFunction: requireShortCode,
  UpdateFunction: requireShortCode,

  CreateResponseHeadersPolicy: requireShortPolicy,
  UpdateResponseHeadersPolicy: requireShortPolicy,
};

async function judgeDistribution(parameters: JsonObject, scene: Scene): Promise<void> {
  const withTags = objectAt(parameters, "DistributionConfigWithTags") ?? parameters;
  const config = objectAt(withTags, "DistributionConfig") ?? {};
  const behaviors = objectsAt(objectAt(config, "CacheBehaviors") ?? {}, "Items");
  if (itemsOf(config, "Aliases").length > MAX.aliases) {
    refuse("TooManyDistributionCNAMEs", "Your request contains more CNAMEs than are allowed per distribution.");
  }
  if (behaviors.length > MAX.behaviors) {
    refuse("TooManyCacheBehaviors", "You cannot create more cache behaviors for the distribution.");
  }
  if (objectsAt(objectAt(config, "Origins") ?? {}, "Items").length > MAX.origins) {
    refuse("TooManyOrigins", "You cannot create more origins for the distribution.");
  }
  await requireNamedAliases(config, scene);
  for (const behavior of [objectAt(config, "DefaultCacheBehavior") ?? {}, ...behaviors]) {
    if (itemsOf(behavior, "TrustedKeyGroups").length <= MAX.keyGroupsOfBehavior) continue;
    refuse(
      "TooManyKeyGroupsAssociatedToDistribution",
      "The number of key groups referenced by this distribution is more than the maximum allowed.",
    );
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements */
async function requireNamedAliases(config: JsonObject, scene: Scene): Promise<void> {
  const CertificateArn = stringAt(objectAt(config, "ViewerCertificate") ?? {}, "ACMCertificateArn");
  // @see https://github.com/milliHQ/terraform-aws-next-js/issues/61
  if (CertificateArn !== undefined && !CertificateArn.startsWith("arn:aws:acm:us-east-1:")) {
    refuse(
      "InvalidViewerCertificate",
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  }
  const aliases = itemsOf(config, "Aliases");
  if (aliases.length === 0) return;
  const described =
    CertificateArn === undefined
      ? {}
      : await scene.callJson("acm", "us-east-1", "CertificateManager.DescribeCertificate", { CertificateArn });
  const { DomainName, ...certificate } = objectAt(described, "Certificate") ?? {};
  const names = [String(DomainName), ...stringsAt(certificate, "SubjectAlternativeNames")];
  const isNamed = (alias: string) => names.includes(alias) || names.includes(alias.replace(/^[^.]+/, "*"));
  if (aliases.every(isNamed)) return;
  refuse(
    "InvalidViewerCertificate",
    "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
  );
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions */
function requireShortCode(parameters: JsonObject): void {
  const code = Buffer.from(stringAt(parameters, "FunctionCode") ?? "", "base64");
  if (code.length <= MAX.functionBytes) return;
  refuse("FunctionSizeLimitExceeded", "The function is too large. Functions can be at most 10 KB.", 413);
}

function itemsOf(parent: JsonObject, list: string): readonly string[] {
  return stringsAt(objectAt(parent, list) ?? {}, "Items");
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html#private-content-creating-cloudfront-key-pairs */
function requireKey(encoded: string): void {
  const { type, size, curve } = detailsOf(encoded);
  if ((type === "rsa" && size === 2048) || (type === "ec" && curve === "prime256v1")) return;
  refuse("InvalidArgument", "Your request contains empty/invalid/out of limits RSA Encoded Key");
}

function detailsOf(encoded: string) {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails } = createPublicKey(encoded);
    return { type, size: asymmetricKeyDetails?.modulusLength, curve: asymmetricKeyDetails?.namedCurve };
  } catch {
    return {};
  }
}

function requireKeys(parameters: JsonObject): void {
  if (stringsAt(objectAt(parameters, "KeyGroupConfig") ?? {}, "Items").length <= MAX.keysInGroup) return;
  refuse(
    "TooManyPublicKeysInKeyGroup",
    "The number of public keys in this key group is more than the maximum allowed.",
  );
}

function requireShortPolicy(parameters: JsonObject): void {
  const config = objectAt(parameters, "ResponseHeadersPolicyConfig") ?? {};
  const security = objectAt(config, "SecurityHeadersConfig") ?? {};
  const policy = stringAt(objectAt(security, "ContentSecurityPolicy") ?? {}, "ContentSecurityPolicy") ?? "";
  if (policy.length <= MAX.contentSecurityPolicy) return;
  refuse(
    "TooLongCSPInResponseHeadersPolicy",
    "The length of the Content-Security-Policy header value in the response headers policy exceeds the maximum.",
  );
}
