import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type CheckedDistribution,
  type DistributionSettings,
  distributionProblems,
} from "../../../modules/s3-cloudfront/distribution-settings";
import { PUBLIC_KEY } from "./distribution-fixture";

const settings: DistributionSettings = {
  priceClass: "PriceClass_100",
  realTimeMetrics: "off",
  ltiFrameOrigins: [],
  coursePackages: "own-host",
  mediaSigningKeys: { "2025": PUBLIC_KEY },
};
const good: CheckedDistribution = {
  aliases: ["lms.example.com", "*.lms.example.com"],
  certificateArn: "arn:aws:acm:us-east-1:777777777777:certificate/c",
  webAclArn: "none",
  origin: { domainName: "origin.lms.example.com", originVerify: { headerName: "x-origin-verify" } },
};
const problems = (change: Partial<CheckedDistribution & DistributionSettings>) =>
  distributionProblems({ ...good, ...change }, { ...settings, ...change });
const withHeader = (headerName: string) =>
  problems({ origin: { domainName: "origin.lms.example.com", originVerify: { headerName } } });
/** How a reference to another resource looks before it is resolved. */
const REFERENCE = ["$", "{TfToken[TOKEN.1]}"].join("");

describe("distributionProblems", () => {
  it("accepts what is right, and what Terraform alone will know", () => {
    expect(distributionProblems(good, settings)).toEqual([]);
    expect(problems({ webAclArn: "arn:aws:wafv2:us-east-1:777777777777:global/webacl/lms/w" })).toEqual([]);
    expect(problems({ certificateArn: REFERENCE, webAclArn: REFERENCE })).toEqual([]);
    expect(problems({ origin: { ...good.origin, domainName: REFERENCE } })).toEqual([]);
  });

  it("refuses to be no site", () => {
    expect(problems({ aliases: [] })).toEqual([
      "aliases: must name the site, got []; its visitors' browsers ask for it",
    ]);
  });

  it.each(["lms", "lms.example.com.", "LMS.example.com", "https://lms.example.com", "a.*.example.com", "*"])(
    "refuses the alias %j",
    (alias) => {
      expect(problems({ aliases: [alias] })).toEqual([
        `aliases: must be a domain name in lower case such as lms.example.com, got ${JSON.stringify(alias)}; ` +
          "write the name without scheme, path or trailing dot",
      ]);
    },
  );

  it("refuses an origin that is no domain", () => {
    expect(problems({ origin: { ...good.origin, domainName: "origin" } })).toEqual([
      'origin.domainName: must be a domain name in lower case such as origin.lms.example.com, got "origin"; ' +
        "write the name without scheme, path or trailing dot",
    ]);
  });

  it("refuses a certificate of another region", () => {
    expect(problems({ certificateArn: "arn:aws:acm:eu-west-1:777777777777:certificate/c" })).toEqual([
      "certificateArn: must be one of us-east-1, the only region that CloudFront takes it from, " +
        'got "arn:aws:acm:eu-west-1:777777777777:certificate/c"; create it there',
    ]);
  });

  it.each([
    "arn:aws:wafv2:us-east-1:777777777777:regional/webacl/lms/w",
    "arn:aws:wafv2:eu-west-1:777777777777:global/webacl/lms/w",
    "lms",
  ])("refuses the web ACL %j", (webAclArn) => {
    expect(problems({ webAclArn })).toEqual([
      "webAclArn: must be one of us-east-1, the only region that CloudFront takes it from, " +
        `got ${JSON.stringify(webAclArn)}; create it there`,
    ]);
  });

  it.each(["origin-verify", "X-Origin-Verify", "x-amz-origin", "x-edge-origin", "x-", "x-a b"])(
    "refuses the header %j",
    (headerName) => {
      expect(withHeader(headerName)).toEqual([
        "origin.originVerify.headerName: must begin with x- and not with x-amz- or x-edge-, " +
          `got ${JSON.stringify(headerName)}; choose a name that CloudFront forwards`,
      ]);
    },
  );

  it("refuses to be framed by what is no origin", () => {
    expect(problems({ ltiFrameOrigins: ["https://canvas.example.edu", "canvas.example.edu"] })).toEqual([
      'ltiFrameOrigins: must be an origin such as https://lms.example.com, got "canvas.example.edu"; ' +
        "name scheme and host, in lower case and without a path",
    ]);
  });

  it("tells all problems at once", () => {
    expect(problems({ aliases: [], certificateArn: "x", webAclArn: "x", mediaSigningKeys: {} })).toHaveLength(4);
  });
});

describe("keys that sign URLs of media", () => {
  const signingKeyProblems = (mediaSigningKeys: Readonly<Record<string, string>>) => problems({ mediaSigningKeys });
  const RULE = "must be a public key that CloudFront knows, RSA 2048 or ECDSA P-256, as PEM, got something else";

  const pem = (type: "rsa" | "ec" | "ed25519", size?: number | string) => {
    const pair =
      type === "rsa"
        ? generateKeyPairSync("rsa", { modulusLength: Number(size) })
        : type === "ec"
          ? generateKeyPairSync("ec", { namedCurve: String(size) })
          : generateKeyPairSync("ed25519");
    return pair.publicKey.export({ type: "spki", format: "pem" }).toString();
  };

  it("accepts one to five keys of the two kinds", () => {
    expect(signingKeyProblems({ a: PUBLIC_KEY })).toEqual([]);
    expect(signingKeyProblems({ a: pem("ec", "prime256v1") })).toEqual([]);
    expect(
      signingKeyProblems({ a: PUBLIC_KEY, b: PUBLIC_KEY, c: PUBLIC_KEY, d: PUBLIC_KEY, "2025-e": PUBLIC_KEY }),
    ).toEqual([]);
  });

  it.each([0, 6])("refuses %d keys", (count) => {
    const keys = Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, PUBLIC_KEY]));
    expect(signingKeyProblems(keys)).toEqual([
      `mediaSigningKeys: must have 1 to 5 elements, got ${JSON.stringify(Object.keys(keys))}; media are for signed URLs only`,
    ]);
  });

  it.each(["", "Key", "a_b", "-a", "a".repeat(33)])("refuses the name %j", (name) => {
    expect(signingKeyProblems({ [name]: PUBLIC_KEY })).toEqual([
      `mediaSigningKeys: must have keys that are 1-32 lower-case letters, digits or hyphens, ` +
        `got ${JSON.stringify(name)}; rename it`,
    ]);
  });

  it("refuses a private key, and does not repeat it", () => {
    const secret = generateKeyPairSync("rsa", { modulusLength: 2048 })
      .privateKey.export({ type: "pkcs8", format: "pem" })
      .toString();
    expect(signingKeyProblems({ a: secret })).toEqual([
      `mediaSigningKeys.a: ${RULE}; a private one is known now, so make a new pair and keep its private half`,
    ]);
  });

  it.each([
    "",
    "key",
    "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    `ssh-rsa ${"A".repeat(40)}`,
    `${PUBLIC_KEY}and more`,
    PUBLIC_KEY.replaceAll("\n", "\r\n"),
  ])("refuses %j, no key", (text) => {
    expect(signingKeyProblems({ a: text })).toEqual([`mediaSigningKeys.a: ${RULE}; make it with openssl rsa -pubout`]);
  });

  it.each([
    ["rsa", 1024, "rsa 1024"],
    ["rsa", 3072, "rsa 3072"],
    ["ec", "secp384r1", "ec secp384r1"],
    ["ed25519", undefined, "ed25519"],
  ] as const)("refuses a key of %s %s", (type, size, kind) => {
    expect(signingKeyProblems({ a: pem(type, size) })).toEqual([
      `mediaSigningKeys.a: ${RULE}; this one is ${kind}, so make another pair`,
    ]);
  });
});
