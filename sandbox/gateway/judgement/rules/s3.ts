import { type JsonObject, numberAt, objectAt, objectsAt, parseObject, stringAt } from "../../json";
import { type Rules, refuse } from "../rule";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-|.*\.\.|.*-s3alias$|.*--ol-s3$|(\d+\.){3}\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Days that an object must have been in S3 Standard. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const MIN_DAYS_BEFORE_IA = 30;
/** Bytes of a bucket policy. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const MAX_POLICY_BYTES = 20 * 1024;

const INFREQUENT_ACCESS = ["STANDARD_IA", "ONEZONE_IA"];

/** S3: names of buckets, which all of AWS shares, and the order of what a lifecycle does. */
export const s3Rules: Rules = {
  CreateBucket: (parameters, { owner }) => {
    const bucket = stringAt(parameters, "Bucket") ?? "";
    if (!BUCKET_NAME.test(bucket)) refuse("InvalidBucketName", "The specified bucket is not valid.");
    // @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    if (!owner.takenBuckets.includes(bucket)) return;
    refuse(
      "BucketAlreadyExists",
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
      409,
    );
  },

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-bucket-policy.html */
  PutBucketPolicy: (parameters) => {
    const text = stringAt(parameters, "Policy") ?? "";
    const policy = parseObject(text);
    if (policy === undefined) {
      refuse("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
    }
    if (policy?.Statement === undefined) refuse("MalformedPolicy", "Missing required field Statement");
    if (Buffer.byteLength(text) > MAX_POLICY_BYTES) {
      refuse("MalformedPolicy", "Policy exceeds the maximum allowed document size.");
    }
  },

  PutBucketLifecycleConfiguration: (parameters) => {
    for (const rule of objectsAt(objectAt(parameters, "LifecycleConfiguration") ?? {}, "Rules")) {
      requireOrder(rule, "Transition", "Days", "Transitions", "Expiration");
      requireOrder(
        rule,
        "NoncurrentVersionTransition",
        "NoncurrentDays",
        "NoncurrentVersionTransitions",
        "NoncurrentVersionExpiration",
      );
    }
  },
};

function requireOrder(rule: JsonObject, action: string, field: string, transitions: string, expiration: string): void {
  const expires = numberAt(objectAt(rule, expiration) ?? {}, field) ?? Number.POSITIVE_INFINITY;
  const prefix = stringAt(objectAt(rule, "Filter") ?? {}, "Prefix") ?? stringAt(rule, "Prefix") ?? "";
  for (const transition of objectsAt(rule, transitions)) {
    const days = numberAt(transition, field) ?? 0;
    const storage = stringAt(transition, "StorageClass") ?? "";
    if (INFREQUENT_ACCESS.includes(storage) && days < MIN_DAYS_BEFORE_IA) {
      refuse(
        "InvalidArgument",
        `'${field}' in ${action} action must be greater than or equal to ${MIN_DAYS_BEFORE_IA} for storageClass '${storage}'`,
      );
    }
    if (days < expires) continue;
    refuse(
      "InvalidArgument",
      `'${field}' in the ${expiration} action for filter '(prefix=${prefix})' must be greater than '${field}' in the ${action} action`,
    );
  }
}
