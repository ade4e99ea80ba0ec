import type { Credentials } from "../aws-environment";
import type { Place } from "./check";

/** Settings of a client of the AWS SDK that works on the local AWS with credentials. */
export function client({ endpoint, region }: Place, credentials: Credentials) {
  // On Node 20 the SDK would say in the middle of the sandbox's lines that it wants a newer one.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = credentials;
  const { AWS_SESSION_TOKEN: sessionToken = "" } = credentials;
  return { endpoint, region, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey, sessionToken } };
}
