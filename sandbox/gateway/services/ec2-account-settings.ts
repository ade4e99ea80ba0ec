import type { AwsRequest } from "../request";
import { type Answer, AwsError, xmlAnswer } from "../responses";
import type { Context, Handler } from "../service";
import { Kind } from "../store";
import { buildXml, type XmlElement } from "../xml";

const ebsDefaultKeys = new Kind<string>("ARN of the KMS key that encrypts EBS volumes by default");
const metadataDefaults = new Kind<XmlElement>("instance metadata defaults");

/** The key under which a setting that a region has once is remembered. */
const THE_ONE = "";

const HOP_LIMIT_MAX = 64;

/** Settings of EC2 for a whole account and region, which moto does not have. */
export const accountSettings: Readonly<Record<string, Handler>> = {
  /** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsDefaultKmsKeyId.html */
  GetEbsDefaultKmsKeyId: (request, context) => ebsDefaultKey(request, context),

  ModifyEbsDefaultKmsKeyId: (request, context) => {
    const key = request.form.KmsKeyId;
    if (key === undefined || key === "") throw new AwsError("MissingParameter", "KmsKeyId is required");
    context
      .remembered(ebsDefaultKeys)
      .set(THE_ONE, key.startsWith("arn:") ? key : kmsArn(request, context, `key/${key}`));
    return ebsDefaultKey(request, context);
  },

  ResetEbsDefaultKmsKeyId: (request, context) => {
    context.remembered(ebsDefaultKeys).clear();
    return ebsDefaultKey(request, context);
  },

  /** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetInstanceMetadataDefaults.html */
  GetInstanceMetadataDefaults: (request, context) =>
    answer(request, { accountLevel: context.remembered(metadataDefaults).get(THE_ONE) ?? {} }),

  ModifyInstanceMetadataDefaults: (request, context) => {
    const { HttpTokens, HttpEndpoint, HttpPutResponseHopLimit, InstanceMetadataTags } = request.form;
    const hopLimit = Number(HttpPutResponseHopLimit ?? 1);
    if (hopLimit !== -1 && !(hopLimit >= 1 && hopLimit <= HOP_LIMIT_MAX)) {
      throw new AwsError(
        "InvalidParameterValue",
        `HttpPutResponseHopLimit must be -1 or 1-${HOP_LIMIT_MAX}, got ${hopLimit}`,
      );
    }
    const asked = {
      httpTokens: HttpTokens,
      httpEndpoint: HttpEndpoint,
      httpPutResponseHopLimit: HttpPutResponseHopLimit,
      instanceMetadataTags: InstanceMetadataTags,
    };
    const merged = { ...context.remembered(metadataDefaults).get(THE_ONE), ...withoutMissing(asked) };
    context.remembered(metadataDefaults).set(THE_ONE, withoutPreferences(merged));
    return answer(request, { return: "true" });
  },
};

function ebsDefaultKey(request: AwsRequest, context: Context): Answer {
  const key = context.remembered(ebsDefaultKeys).get(THE_ONE) ?? kmsArn(request, context, "alias/aws/ebs");
  return answer(request, { kmsKeyId: key });
}

function kmsArn(request: AwsRequest, context: Context, resource: string): string {
  return `arn:aws:kms:${request.region}:${context.account}:${resource}`;
}

function answer(request: AwsRequest, content: XmlElement): Answer {
  return xmlAnswer(buildXml({ [`${request.action}Response`]: content }));
}

function withoutMissing(element: XmlElement): XmlElement {
  return Object.fromEntries(Object.entries(element).filter(([, value]) => value !== undefined));
}

/** `no-preference` and -1 take a default away. */
function withoutPreferences(element: XmlElement): XmlElement {
  return Object.fromEntries(Object.entries(element).filter(([, value]) => value !== "no-preference" && value !== "-1"));
}
