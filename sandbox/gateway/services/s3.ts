import { isObject, type JsonObject, parseObject } from "../json";
import type { AwsRequest } from "../request";
import { type Answer, AwsError, emptyAnswer, withBody, xmlAnswer } from "../responses";
import { type Context, isSuccess, type Route, route, type Service } from "../service";
import { Kind } from "../store";
import { elementAt, parseXml, textAt } from "../xml";

/** A bucket's configuration as it was put. */
interface Configuration {
  readonly body: string;
  /** Headers of the request that come back with the configuration. */
  readonly headers: Readonly<Record<string, string>>;
}

const configurations = new Kind<Configuration>("configuration of a bucket, by bucket, subresource and id");

/** The header in which a lifecycle configuration says for which object sizes it holds. */
const LIFECYCLE_SIZE_HEADER = "x-amz-transition-default-minimum-object-size";

/** S3: moto loses parts of some bucket configurations, so they come back as they were put; others it does not have. */
export const s3: Service = {
  name: "s3",
  routes: [
    ...keptAsPut("lifecycle"),
    ...keptAsPut("notification"),
    ...keptAsPut("replication"),
    ...keptAsPut("policy", asMotoReadsPolicies),
    ...keptAsPut("versioning", neverSuspended),
    ...lackedByMoto("requestPayment", () =>
      xmlAnswer("<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"),
    ),
    ...lackedByMoto("intelligent-tiering", () => {
      throw new AwsError("NoSuchConfiguration", "The specified configuration does not exist.", 404);
    }),
    route("PUT", "/{bucket}?logging", (request, context) => {
      requireLogDelivery(request, context);
      return context.passOn(request);
    }),
    route("DELETE", "/{bucket}", async (request, context, { bucket }) => {
      const answer = await context.passOn(request);
      const isSubresource = [...request.query.keys()].some((name) => name !== "x-id");
      if (!isSubresource && isSuccess(answer)) forgetBucket(context, bucket);
      return answer;
    }),
  ],
};

/** A subresource that moto checks and stores incompletely. `forMoto` is what moto is told instead of the body. */
function keptAsPut(subresource: string, forMoto = (body: string) => body): Route[] {
  return [
    route("PUT", `/{bucket}?${subresource}`, async (request, context, { bucket }) => {
      const body = request.body.toString();
      const answer = await context.passOn({ ...request, body: Buffer.from(forMoto(body)) });
      if (isSuccess(answer)) remember(context, bucket, subresource, request);
      return answer;
    }),
    route("GET", `/{bucket}?${subresource}`, async (request, context, { bucket }) => {
      const answer = await context.passOn(request);
      const kept = remembered(context).get(keyOf(bucket, subresource, request));
      if (!isSuccess(answer) || kept === undefined) return answer;
      const corrected = withBody(answer, kept.body);
      return { ...corrected, headers: { ...corrected.headers, ...kept.headers } };
    }),
    route("DELETE", `/{bucket}?${subresource}`, async (request, context, { bucket }) => {
      const answer = await context.passOn(request);
      if (isSuccess(answer)) remembered(context).delete(keyOf(bucket, subresource, request));
      return answer;
    }),
  ];
}

/** A subresource that the gateway has on its own; `missing` answers for a bucket on which it was never put. */
function lackedByMoto(subresource: string, missing: () => Answer): Route[] {
  return [
    route("PUT", `/{bucket}?${subresource}`, async (request, context, { bucket }) => {
      await requireBucket(request, context, bucket);
      remember(context, bucket, subresource, request);
      return emptyAnswer(200);
    }),
    route("GET", `/{bucket}?${subresource}`, async (request, context, { bucket }) => {
      await requireBucket(request, context, bucket);
      const kept = remembered(context).get(keyOf(bucket, subresource, request));
      return kept === undefined ? missing() : xmlAnswer(kept.body);
    }),
    route("DELETE", `/{bucket}?${subresource}`, async (request, context, { bucket }) => {
      await requireBucket(request, context, bucket);
      if (!remembered(context).delete(keyOf(bucket, subresource, request))) missing();
      return emptyAnswer();
    }),
  ];
}

async function requireBucket(request: AwsRequest, context: Context, bucket: string): Promise<void> {
  const head = { ...request, method: "HEAD", url: `/${bucket}`, body: Buffer.alloc(0) };
  if (isSuccess(await context.passOn(head))) return;
  throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
}

/** Where versioning is suspended, moto deletes all versions of an object at once, and fails if one is a delete marker. */
function neverSuspended(versioning: string): string {
  return versioning.replace("<Status>Suspended</Status>", "<Status>Enabled</Status>");
}

/**
 * A bucket policy without the denials that have a condition, such as "unless over TLS": moto ignores conditions, and
 * such a denial would lock everyone out. And with log delivery allowed to the whole bucket: moto takes no resource but
 * that and the very prefix of one source.
 */
function asMotoReadsPolicies(policy: string): string {
  const document = parseObject(policy);
  if (document === undefined) return policy;
  const statements = [document.Statement].flat().filter(isObject);
  const Statement = statements
    .filter((statement) => !isConditionalDenial(statement))
    .map((statement) =>
      allowsLogDelivery(statement)
        ? { ...statement, Resource: String(statement.Resource).replace(/\/.*$/, "/*") }
        : statement,
    );
  return JSON.stringify({ ...document, Statement });
}

function isConditionalDenial(statement: JsonObject): boolean {
  return statement.Effect === "Deny" && statement.Condition !== undefined;
}

function allowsLogDelivery({ Effect, Principal, Resource }: JsonObject): boolean {
  const service = isObject(Principal) ? Principal.Service : undefined;
  return Effect === "Allow" && service === "logging.s3.amazonaws.com" && typeof Resource === "string";
}

/** @throws AwsError if the policy of the bucket that is to hold the logs does not let S3 write them where they shall be */
function requireLogDelivery(request: AwsRequest, context: Context): void {
  const enabled = elementAt(parseXml(request.body.toString()), "BucketLoggingStatus", "LoggingEnabled");
  const bucket = textAt(enabled, "TargetBucket");
  if (bucket === undefined) return;
  const policy = parseObject(remembered(context).get(`${bucket}?policy&id=`)?.body ?? "") ?? {};
  const target = `arn:aws:s3:::${bucket}/${textAt(enabled, "TargetPrefix") ?? ""}`;
  const allowed = [policy.Statement]
    .flat()
    .filter(isObject)
    .some(
      (statement) => allowsLogDelivery(statement) && target.startsWith(String(statement.Resource).replace(/\*$/, "")),
    );
  if (allowed) return;
  throw new AwsError(
    "InvalidTargetBucketForLogging",
    `The policy of ${bucket} does not let logging.s3.amazonaws.com write to ${target}`,
  );
}

/** Buckets have one namespace in all regions. */
function remembered(context: Context): Map<string, Configuration> {
  return context.remembered(configurations, "all regions");
}

function remember(context: Context, bucket: string, subresource: string, request: AwsRequest): void {
  const size = request.headers[LIFECYCLE_SIZE_HEADER];
  const headers = typeof size === "string" ? { [LIFECYCLE_SIZE_HEADER]: size } : {};
  remembered(context).set(keyOf(bucket, subresource, request), { body: request.body.toString(), headers });
}

function forgetBucket(context: Context, bucket: string): void {
  for (const key of remembered(context).keys()) {
    if (key.startsWith(`${bucket}?`)) remembered(context).delete(key);
  }
}

function keyOf(bucket: string, subresource: string, request: AwsRequest): string {
  return `${bucket}?${subresource}&id=${request.query.get("id") ?? ""}`;
}
