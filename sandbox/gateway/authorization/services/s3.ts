import { isObject } from "../../json";
import type { Call } from "../call";
import type { RequestContext } from "../evaluator/patterns";
import { all, any, each, on, passRole, type Rule, serviceTable, type Target } from "../table";

const bucket: Target = (call) => [`arn:aws:s3:::${call.required("Bucket")}`];
const object: Target = (call) => [`arn:aws:s3:::${call.required("Bucket")}/${call.required("Key")}`];

/** The headers that are condition keys of the same name, and the parameters that are. */
const CONDITION_HEADERS = [
  "if-none-match",
  "x-amz-acl",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
];
const CONDITION_PARAMETERS = ["prefix", "delimiter", "max-keys"];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html */
function withKeys(rule: Rule): Rule {
  return async (call) =>
    (await rule(call)).map((need) => ({ ...need, context: { ...conditionKeys(call), ...need.context } }));
}

function conditionKeys(call: Call): RequestContext {
  const headers = CONDITION_HEADERS.map((name) => [`s3:${name}`, call.header(name)] as const);
  const parameters = CONDITION_PARAMETERS.map((name) => [`s3:${name}`, call.text(name)] as const);
  const given = [...headers, ...parameters].flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  // The SDKs of today agree on TLS 1.3 with S3.
  return { "s3:tlsversion": "1.3", "s3:resourceaccount": call.account, ...Object.fromEntries(given) };
}

/** An object's version has actions of its own: `GetObjectVersion` for a `GetObject` that names one. */
const versioned =
  (action: string): Rule =>
  (call) =>
    on(object, call.text("versionId") === undefined ? action : action.replace("Object", "ObjectVersion"))(call);

const deleteObjects: Rule = (call) =>
  call.items("Delete", "Object").flatMap((item) => {
    if (!isObject(item)) return [];
    const action = item.VersionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    return [{ action, resource: `arn:aws:s3:::${call.required("Bucket")}/${item.Key}` }];
  });

const copySource: Rule = (call) => {
  const source = call.header("x-amz-copy-source");
  if (source === undefined) return [];
  return [{ action: "s3:GetObject", resource: `arn:aws:s3:::${decodeURIComponent(source).replace(/^\/|\?.*$/g, "")}` }];
};

const BUCKET_ACTIONS = [
  "CreateBucket",
  "DeleteBucket",
  "DeleteBucketPolicy",
  "GetAccelerateConfiguration",
  "GetBucketAcl",
  "GetBucketCORS",
  "GetBucketLocation",
  "GetBucketLogging",
  "GetBucketNotification",
  "GetBucketObjectLockConfiguration",
  "GetBucketOwnershipControls",
  "GetBucketPolicy",
  "GetBucketPublicAccessBlock",
  "GetBucketRequestPayment",
  "GetBucketTagging",
  "GetBucketVersioning",
  "GetBucketWebsite",
  "GetEncryptionConfiguration",
  "GetIntelligentTieringConfiguration",
  "GetInventoryConfiguration",
  "GetLifecycleConfiguration",
  "GetMetricsConfiguration",
  "GetReplicationConfiguration",
  "ListBucket",
  "ListBucketVersions",
  "PutAccelerateConfiguration",
  "PutBucketAcl",
  "PutBucketCORS",
  "PutBucketLogging",
  "PutBucketNotification",
  "PutBucketObjectLockConfiguration",
  "PutBucketOwnershipControls",
  "PutBucketPolicy",
  "PutBucketPublicAccessBlock",
  "PutBucketRequestPayment",
  "PutBucketTagging",
  "PutBucketVersioning",
  "PutBucketWebsite",
  "PutEncryptionConfiguration",
  "PutIntelligentTieringConfiguration",
  "PutInventoryConfiguration",
  "PutLifecycleConfiguration",
  "PutMetricsConfiguration",
];

/**
 * The operations are named by S3's actions, of which several stand for more than one operation: who may put a
 * configuration may delete it, and `HeadObject` is a `GetObject`.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const s3 = serviceTable(
  { name: "s3" },
  {
    ...each(withKeys(on(bucket)), ...BUCKET_ACTIONS),
    PutReplicationConfiguration: all(withKeys(on(bucket)), (call) =>
      passRole("s3.amazonaws.com", call.text("ReplicationConfiguration", "Role")),
    ),
    GetObject: withKeys(versioned("GetObject")),
    GetObjectTagging: withKeys(versioned("GetObjectTagging")),
    PutObject: withKeys(all(on(object), copySource)),
    PutObjectTagging: withKeys(versioned("PutObjectTagging")),
    DeleteObject: withKeys(versioned("DeleteObject")),
    DeleteObjects: withKeys(deleteObjects),
    AbortMultipartUpload: withKeys(on(object)),
    ListAllMyBuckets: on(any),
  },
  {
    "GET /": "ListAllMyBuckets",
    ...subresource("accelerate", "GetAccelerateConfiguration", "PutAccelerateConfiguration"),
    ...subresource("acl", "GetBucketAcl", "PutBucketAcl"),
    ...subresource("cors", "GetBucketCORS", "PutBucketCORS"),
    ...subresource("encryption", "GetEncryptionConfiguration", "PutEncryptionConfiguration"),
    ...subresource("intelligent-tiering", "GetIntelligentTieringConfiguration", "PutIntelligentTieringConfiguration"),
    ...subresource("inventory", "GetInventoryConfiguration", "PutInventoryConfiguration"),
    ...subresource("lifecycle", "GetLifecycleConfiguration", "PutLifecycleConfiguration"),
    ...subresource("logging", "GetBucketLogging", "PutBucketLogging"),
    ...subresource("metrics", "GetMetricsConfiguration", "PutMetricsConfiguration"),
    ...subresource("notification", "GetBucketNotification", "PutBucketNotification"),
    ...subresource("object-lock", "GetBucketObjectLockConfiguration", "PutBucketObjectLockConfiguration"),
    ...subresource("ownershipControls", "GetBucketOwnershipControls", "PutBucketOwnershipControls"),
    ...subresource("publicAccessBlock", "GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock"),
    ...subresource("replication", "GetReplicationConfiguration", "PutReplicationConfiguration"),
    ...subresource("requestPayment", "GetBucketRequestPayment", "PutBucketRequestPayment"),
    ...subresource("versioning", "GetBucketVersioning", "PutBucketVersioning"),
    ...subresource("website", "GetBucketWebsite", "PutBucketWebsite"),
    ...subresource("policy", "GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"),
    "GET /{Bucket}/{Key+}?tagging": "GetObjectTagging",
    "PUT /{Bucket}/{Key+}?tagging": "PutObjectTagging",
    "GET /{Bucket}?tagging": "GetBucketTagging",
    "PUT /{Bucket}?tagging": "PutBucketTagging",
    "DELETE /{Bucket}?tagging": "PutBucketTagging",
    "GET /{Bucket}?versions": "ListBucketVersions",
    "GET /{Bucket}?location": "GetBucketLocation",
    "POST /{Bucket}?delete": "DeleteObjects",
    "PUT /{Bucket}/{Key+}": "PutObject",
    "POST /{Bucket}/{Key+}": "PutObject",
    "GET /{Bucket}/{Key+}": "GetObject",
    "HEAD /{Bucket}/{Key+}": "GetObject",
    "DELETE /{Bucket}/{Key+}?uploadId": "AbortMultipartUpload",
    "DELETE /{Bucket}/{Key+}": "DeleteObject",
    "HEAD /{Bucket}": "ListBucket",
    "GET /{Bucket}": "ListBucket",
    "PUT /{Bucket}": "CreateBucket",
    "DELETE /{Bucket}": "DeleteBucket",
  },
);

function subresource(key: string, get: string, put: string, remove = put): Record<string, string> {
  return {
    [`GET /{Bucket}?${key}`]: get,
    [`PUT /{Bucket}?${key}`]: put,
    [`DELETE /{Bucket}?${key}`]: remove,
  };
}
