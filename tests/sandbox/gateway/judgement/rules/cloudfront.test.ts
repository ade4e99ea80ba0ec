import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox();
const post = async (path: string, body: string) =>
  (await sandbox.send({ service: "cloudfront", method: "POST", url: `/2020-05-31/${path}`, body })).body.toString();
const pem = (bits: number) =>
  generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ type: "spki", format: "pem" }).toString();
const RSA_2048 = pem(2048);
const publicKey = (name: string, key: string) =>
  post(
    "public-key",
    `<PublicKeyConfig><CallerReference>${name}</CallerReference><Name>${name}</Name><EncodedKey>${key}</EncodedKey></PublicKeyConfig>`,
  );
const keyGroup = (name: string, keys: readonly string[]) =>
  post(
    "key-group",
    `<KeyGroupConfig><Name>${name}</Name><Items>${keys.map((id) => `<PublicKey>${id}</PublicKey>`).join("")}</Items></KeyGroupConfig>`,
  );

describe("public keys", () => {
  it("are of 2048 bits, or of the curve P-256", async () => {
    const curve = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).publicKey;
    expect(await publicKey("rsa", RSA_2048)).toContain("<Name>rsa</Name>");
    expect(await publicKey("ec", curve.export({ type: "spki", format: "pem" }).toString())).toContain(
      "<Name>ec</Name>",
    );
    for (const wrong of [pem(1024), "-----BEGIN PUBLIC KEY-----\nbm8=\n-----END PUBLIC KEY-----\n"]) {
      expect(await publicKey("wrong", wrong)).toContain(
        "<Code>InvalidArgument</Code><Message>Your request contains empty/invalid/out of limits RSA Encoded Key</Message>",
      );
    }
  });

  it("have names of their own, and are ten at most", async () => {
    for (let index = 0; index < 9; index++) await publicKey(`key-${index}`, RSA_2048);
    expect(await publicKey("key-1", RSA_2048)).toContain("<Code>PublicKeyAlreadyExists</Code>");
    expect(await publicKey("key-9", RSA_2048)).toContain("<Name>key-9</Name>");
    expect(await publicKey("key-10", RSA_2048)).toContain("<Code>TooManyPublicKeys</Code>");
  });

  it("are five in a group at most", async () => {
    expect(await keyGroup("six", ["1", "2", "3", "4", "5", "6"])).toContain("<Code>TooManyPublicKeysInKeyGroup</Code>");
    expect(await keyGroup("none", ["1"])).toContain("refers to a public key that does not exist: 1");
  });
});

describe("response headers", () => {
  it("have a Content-Security-Policy of 1,783 characters at most", async () => {
    const policy = (length: number) =>
      post(
        "response-headers-policy",
        "<ResponseHeadersPolicyConfig><Name>csp</Name><SecurityHeadersConfig><ContentSecurityPolicy><Override>true</Override>" +
          `<ContentSecurityPolicy>${"a".repeat(length)}</ContentSecurityPolicy></ContentSecurityPolicy></SecurityHeadersConfig></ResponseHeadersPolicyConfig>`,
      );
    expect(await policy(1784)).toContain("<Code>TooLongCSPInResponseHeadersPolicy</Code>");
    expect(await policy(1783)).toContain("<Name>csp</Name>");
  });
});

describe("distributions", () => {
  const list = (name: string, item: string, count: number, content = "x") =>
    `<${name}><Quantity>${count}</Quantity><Items>${`<${item}>${content}</${item}>`.repeat(count)}</Items></${name}>`;
  const BEHAVIOR = "<TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy>";
  const ORIGIN = "<Id>o</Id><DomainName>o.example.com</DomainName>";
  const distribution = (more: string, { origins = 1, behavior = BEHAVIOR } = {}) =>
    post(
      "distribution",
      "<DistributionConfig><CallerReference>r</CallerReference><Comment/><Enabled>true</Enabled>" +
        `${list("Origins", "Origin", origins, ORIGIN)}<DefaultCacheBehavior>${behavior}</DefaultCacheBehavior>${more}</DistributionConfig>`,
    );

  it.each([
    ["TooManyDistributionCNAMEs", () => distribution(list("Aliases", "CNAME", 101))],
    [
      "TooManyCacheBehaviors",
      () => distribution(list("CacheBehaviors", "CacheBehavior", 76, `<PathPattern>/</PathPattern>${BEHAVIOR}`)),
    ],
    ["TooManyOrigins", () => distribution("", { origins: 101 })],
    [
      "TooManyKeyGroupsAssociatedToDistribution",
      () =>
        distribution("", {
          behavior: `${BEHAVIOR}<TrustedKeyGroups><Enabled>true</Enabled><Quantity>5</Quantity><Items>${"<KeyGroup>k</KeyGroup>".repeat(5)}</Items></TrustedKeyGroups>`,
        }),
    ],
  ])("are refused: %s", async (code, create) => {
    expect(await create()).toContain(`<Code>${code}</Code>`);
  });
});

describe("functions", () => {
  it("have 10 KB of code at most", async () => {
    const create = (bytes: number) =>
      post(
        "function",
        "<CreateFunctionRequest><Name>f</Name><FunctionConfig><Comment/><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig>" +
          `<FunctionCode>${Buffer.alloc(bytes, "a").toString("base64")}</FunctionCode></CreateFunctionRequest>`,
      );
    expect(await create(10_241)).toContain(
      "<Code>FunctionSizeLimitExceeded</Code><Message>The function is too large. Functions can be at most 10 KB.</Message>",
    );
    expect(await create(10_240)).not.toContain("<Error>");
  });
});

describe("aliases of a distribution", () => {
  const distribution = (alias: string, certificate: string) =>
    post(
      "distribution",
      "<DistributionConfig><CallerReference>d</CallerReference><Comment/><Enabled>true</Enabled>" +
        `<Aliases><Quantity>1</Quantity><Items><CNAME>${alias}</CNAME></Items></Aliases>` +
        "<Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><DomainName>o.example.com</DomainName></Origin></Items></Origins>" +
        "<DefaultCacheBehavior><TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy></DefaultCacheBehavior>" +
        `<ViewerCertificate>${certificate}</ViewerCertificate></DistributionConfig>`,
    );
  const refused = "<Code>InvalidViewerCertificate</Code>";
  const own = "<ACMCertificateArn>arn:aws:acm:us-east-1:111111111111:certificate/1</ACMCertificateArn>";

  it("are those that its certificate names", async () => {
    const Certificate = {
      DomainName: "lms.example.com",
      SubjectAlternativeNames: ["lms.example.com", "*.lms.example.com"],
    };
    sandbox.moto.json("DescribeCertificate", { Certificate });
    sandbox.moto.xml("POST /2020-05-31/distribution", "<Distribution><Id>E1</Id></Distribution>");
    for (const named of ["lms.example.com", "media.lms.example.com"]) {
      expect(await distribution(named, own)).toContain("<Id>E1</Id>");
    }
    for (const other of ["example.com", "a.media.lms.example.com"]) {
      expect(await distribution(other, own)).toContain(refused);
    }
  });

  it("take one of us-east-1", async () => {
    expect(await distribution("lms.example.com", own.replace("us-east-1", "eu-central-1"))).toContain(
      `${refused}<Message>The specified SSL certificate doesn't exist, isn't in us-east-1 region`,
    );
  });

  it("take a certificate", async () => {
    const byDefault = "<CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate>";
    expect(await distribution("lms.example.com", byDefault)).toContain(refused);
  });
});
