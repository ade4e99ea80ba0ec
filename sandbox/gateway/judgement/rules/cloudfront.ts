import { createPublicKey } from "node:crypto";
import { type JsonObject, objectAt, objectsAt, stringAt, stringsAt } from "../../json";
import { keyGroups, publicKeys } from "../../services/cloudfront/keys";
import { type Rules, refuse } from "../rule";

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

  CreateResponseHeadersPolicy: requireShortPolicy,
  UpdateResponseHeadersPolicy: requireShortPolicy,
};

function judgeDistribution(parameters: JsonObject): void {
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
  for (const behavior of [objectAt(config, "DefaultCacheBehavior") ?? {}, ...behaviors]) {
    if (itemsOf(behavior, "TrustedKeyGroups").length <= MAX.keyGroupsOfBehavior) continue;
    refuse(
      "TooManyKeyGroupsAssociatedToDistribution",
      "The number of key groups referenced by this distribution is more than the maximum allowed.",
    );
  }
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
