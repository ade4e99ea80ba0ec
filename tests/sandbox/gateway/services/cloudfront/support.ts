import type { OutgoingHttpHeaders } from "node:http";
import type { Reply, Sandbox } from "../../support";

/** The beginning of every path of CloudFront. */
export const API = "/2020-05-31";

/** An answer with its body as text. */
export interface CloudFrontReply extends Reply {
  readonly text: string;
  readonly etag: string;
}

/** Calls an operation of CloudFront, `METHOD /path` below the version. */
export async function call(
  sandbox: Sandbox,
  action: string,
  body = "",
  headers: OutgoingHttpHeaders = {},
): Promise<CloudFrontReply> {
  const [method = "", path = ""] = action.split(" ");
  const reply = await sandbox.send({ service: "cloudfront", method, url: `${API}${path}`, headers, body });
  return { ...reply, text: reply.body.toString(), etag: String(reply.headers.etag) };
}

/** The id in an answer. */
export function idOf({ text }: CloudFrontReply): string {
  return /<Id>([^<]*)<\/Id>/.exec(text)?.[1] ?? "";
}

/** An error as CloudFront answers it. */
export function error(code: string, message: string): string {
  return `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
}

/** A configuration of a distribution, with a namespace as the SDK sends it. */
export function distributionConfig({ behavior = "", content = "", enabled = true } = {}): string {
  return (
    '<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">' +
    `<CallerReference>r</CallerReference><Enabled>${enabled}</Enabled>` +
    `<DefaultCacheBehavior><TargetOriginId>web</TargetOriginId>${behavior}</DefaultCacheBehavior>${content}` +
    "</DistributionConfig>"
  );
}

/** Creates a distribution `E1` with that configuration, in the stub and in the gateway. */
export function createDistribution(sandbox: Sandbox, config: string): Promise<CloudFrontReply> {
  sandbox.moto.on(`POST ${API}/distribution`, {
    status: 201,
    headers: { etag: "V1" },
    body: "<Distribution><Id>E1</Id><ARN>arn:aws:cloudfront:111111111111:distribution/E1</ARN><DistributionConfig><Lost/></DistributionConfig></Distribution>",
  });
  return call(sandbox, "POST /distribution", config);
}
