import { createPublicKey, type KeyObject } from "node:crypto";

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MOST_KEYS = 5;

/**
 * Checks the public keys of signed URLs. No message repeats what it found in place of a key: it may be a private one.
 * @returns every problem at once, `[]` when there is none
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
 */
export function signingKeyProblems(keys: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(keys);
  const problems =
    names.length >= 1 && names.length <= MOST_KEYS
      ? []
      : [
          `mediaSigningKeys: must hold 1 to ${MOST_KEYS} public keys, got ${names.length}; media are for signed URLs only`,
        ];
  return [...problems, ...Object.entries(keys).flatMap(([name, pem]) => keyProblems(name, pem))];
}

function keyProblems(name: string, pem: string): string[] {
  const where = `mediaSigningKeys.${name}`;
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) {
    return [
      `${where}: must have a name of 1-32 lower-case letters, digits or hyphens, got ${JSON.stringify(name)}; rename it`,
    ];
  }
  if (pem.includes("PRIVATE")) {
    return [
      `${where}: must be a public key, got a private one; it is known now, so make a new pair and keep its private half`,
    ];
  }
  const key = parse(pem);
  if (key === undefined) {
    return [`${where}: must be a public key as PEM, got something else; make it with openssl rsa -pubout`];
  }
  const kind = kindOf(key);
  if (kind === "rsa 2048" || kind === "ec prime256v1") return [];
  return [`${where}: must be a key that CloudFront knows, RSA 2048 or ECDSA P-256, got ${kind}; make another pair`];
}

function parse(pem: string): KeyObject | undefined {
  if (!pem.startsWith("-----BEGIN PUBLIC KEY-----\n")) return undefined;
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

function kindOf({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): string {
  return `${asymmetricKeyType} ${asymmetricKeyDetails.modulusLength ?? asymmetricKeyDetails.namedCurve ?? ""}`.trim();
}
