import { type JsonObject, stringAt } from "../json";
import { jsonAnswer } from "../responses";
import type { Context, Service } from "../service";
import { amiId, amiRelease } from "./eks/versions";

/** The last Kubernetes version that Amazon Linux 2 was built for. */
const LAST_AL2_MINOR = 32;

const EKS_AMI = /^\/aws\/service\/eks\/optimized-ami\/(1\.\d+)\/([\w-]+(?:\/[\w-]+){0,2})\/recommended(?:\/(\w+))?$/;
const BOTTLEROCKET_AMI = /^\/aws\/service\/bottlerocket\/aws-k8s-(1\.\d+)([\w-]*)\/(x86_64|arm64)\/latest\/(\w+)$/;
const BOTTLEROCKET_VERSION = "1.50.0-a1b2c3d4";

/** The parameter that people put before the first apply, see `PagerDuty`. */
const PAGER_DUTY_URL = /^\/lms\/[a-z0-9]+\/pagerduty-integration-url$/;

/** SSM: moto has no public parameters of the AMIs for EKS nodes, and no person puts what people put. */
export const ssm: Service = {
  name: "ssm",
  operations: {
    GetParameter: (request, context) => {
      const name = stringAt(request.parameters, "Name") ?? "";
      if (PAGER_DUTY_URL.test(name)) return jsonAnswer({ Parameter: pagerDutyParameter(name, context) });
      const value = publicValue(name);
      if (value === undefined) return context.passOn(request);
      return jsonAnswer({ Parameter: publicParameter(name, value, request.region) });
    },
  },
};

function publicParameter(name: string, value: string, region: string): JsonObject {
  return {
    Name: name,
    Type: "String",
    Value: value,
    Version: 1,
    DataType: "text",
    ARN: `arn:aws:ssm:${region}::parameter${name}`,
  };
}

function pagerDutyParameter(name: string, context: Context): JsonObject {
  return {
    Name: name,
    Type: "SecureString",
    Value: `https://events.pagerduty.com/integration/${"0".repeat(32)}/enqueue`,
    Version: 1,
    DataType: "text",
    ARN: context.arn(`parameter${name}`),
  };
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html */
function publicValue(name: string): string | undefined {
  return eksValue(name) ?? bottlerocketValue(name);
}

function eksValue(name: string): string | undefined {
  const [, version, variant, field] = EKS_AMI.exec(name) ?? [];
  if (version === undefined || variant === undefined) return undefined;
  if (
    variant.startsWith("amazon-linux-2") &&
    !variant.startsWith("amazon-linux-2023") &&
    Number(version.slice(2)) > LAST_AL2_MINOR
  ) {
    return undefined;
  }
  const release = amiRelease(version);
  const image = {
    image_id: amiId(`${variant} ${release}`),
    image_name: `amazon-eks-node-${variant.replaceAll("/", "-")}-${version}-v${release.split("-")[1]}`,
    release_version: release,
    schema_version: "2",
  };
  return field === undefined ? JSON.stringify(image) : Object.entries(image).find(([key]) => key === field)?.[1];
}

function bottlerocketValue(name: string): string | undefined {
  const [, version, variant, architecture, field] = BOTTLEROCKET_AMI.exec(name) ?? [];
  if (field === "image_version") return BOTTLEROCKET_VERSION;
  if (field === "image_id") return amiId(`bottlerocket ${version}${variant} ${architecture} ${BOTTLEROCKET_VERSION}`);
  return undefined;
}
