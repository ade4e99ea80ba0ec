import { createSign } from "node:crypto";

/** What a service signs with: the private half of a key, and the id of its public half. */
export interface Signer {
  readonly keyId: string;
  readonly privateKey: string;
}

/** Parts of a signature by a custom policy for all that a pattern matches, good for a number of seconds. */
export function signature(
  { keyId, privateKey }: Signer,
  Resource: string,
  seconds = 3600,
): Readonly<Record<"Policy" | "Signature" | "Key-Pair-Id", string>> {
  const ends = Math.floor(Date.now() / 1000) + seconds;
  const policy = JSON.stringify({
    Statement: [{ Resource, Condition: { DateLessThan: { "AWS:EpochTime": ends } } }],
  });
  return {
    Policy: encoded(Buffer.from(policy)),
    Signature: encoded(createSign("sha1").update(policy).sign(privateKey)),
    "Key-Pair-Id": keyId,
  };
}

/** Lines of `Set-Cookie` with a signature, each with the same attributes. */
export function signedCookies(signer: Signer, resource: string, attributes: string): string[] {
  return Object.entries(signature(signer, resource)).map(
    ([name, value]) => `CloudFront-${name}=${value}; ${attributes}`,
  );
}

/** Base64 in the letters that CloudFront takes. */
function encoded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/\+/g, "-").replace(/=/g, "_").replace(/\//g, "~");
}
