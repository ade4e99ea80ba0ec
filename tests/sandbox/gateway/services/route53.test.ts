import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const KMS_KEY = "arn:aws:kms:us-east-1:111111111111:key/1";
const UNSIGNED =
  "<GetDNSSECResponse><Status><ServeSignature>NOT_SIGNING</ServeSignature></Status><KeySigningKeys/></GetDNSSECResponse>";

async function route53(method: string, path: string, body = "") {
  const url = `/2013-04-01/${path}`;
  const reply = await sandbox.send({ service: "route53", method, url, body, headers: { "content-type": "text/xml" } });
  return { status: reply.status, headers: reply.headers, text: reply.body.toString() };
}

const create = (name = "lms", kmsArn = KMS_KEY, status = "ACTIVE") =>
  route53(
    "POST",
    "keysigningkey",
    "<CreateKeySigningKeyRequest><CallerReference>1</CallerReference><HostedZoneId>/hostedzone/Z1</HostedZoneId>" +
      `<KeyManagementServiceArn>${kmsArn}</KeyManagementServiceArn><Name>${name}</Name><Status>${status}</Status>` +
      "</CreateKeySigningKeyRequest>",
  );
const dnssec = () => {
  sandbox.moto.xml("GET /2013-04-01/hostedzone/Z1/dnssec", UNSIGNED);
  return route53("GET", "hostedzone/Z1/dnssec");
};
const at = (text: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];

describe("a key-signing key", () => {
  it("is created for a zone", async () => {
    const { status, headers, text } = await create();
    expect(status).toBe(201);
    expect(headers.location).toBe("https://route53.amazonaws.com/2013-04-01/keysigningkey/Z1/lms");
    expect([at(text, "Name"), at(text, "KmsArn"), at(text, "Status")]).toEqual(["lms", KMS_KEY, "INSYNC"]);
    expect(at(text, "Id")).toMatch(/^\/change\/C[0-9A-F]{13}$/);
    expect(at(text, "DSRecord")).toMatch(/^\d{1,5} 13 2 [0-9A-F]{64}$/);
    expect(at(text, "DNSKEYRecord")).toMatch(/^257 3 13 [A-Za-z0-9+/=]+$/);
  });

  it("must be a KMS key of us-east-1", async () => {
    const { status, text } = await create("lms", "arn:aws:kms:eu-west-1:111111111111:key/1");
    expect([status, at(text, "Code")]).toEqual([400, "InvalidKMSArn"]);
  });

  it("must have a name of its own", async () => {
    await create();
    const { status, text } = await create();
    expect([status, at(text, "Code")]).toEqual([409, "KeySigningKeyAlreadyExists"]);
  });

  it("shows with its zone", async () => {
    await create();
    await create("next", KMS_KEY, "INACTIVE");
    const { text } = await dnssec();
    expect([...text.matchAll(/<Name>([^<]*)<\/Name>/g)].map(([, name]) => name)).toEqual(["lms", "next"]);
    expect([...text.matchAll(/<Status>(\w+)<\/Status>/g)].map(([, status]) => status)).toEqual(["ACTIVE", "INACTIVE"]);
  });

  it("is switched off and on", async () => {
    await create();
    expect((await route53("POST", "keysigningkey/Z1/lms/deactivate")).status).toBe(200);
    expect((await dnssec()).text).toContain("<Status>INACTIVE</Status>");
    expect((await route53("POST", "keysigningkey/Z1/lms/activate")).status).toBe(200);
    expect((await dnssec()).text).toContain("<Status>ACTIVE</Status>");
  });

  it("is deleted when it is inactive", async () => {
    await create("lms", KMS_KEY, "INACTIVE");
    const { status, text } = await route53("DELETE", "keysigningkey/Z1/lms");
    expect([status, at(text, "Status")]).toEqual([200, "INSYNC"]);
    expect((await dnssec()).text).not.toContain("<Name>");
  });

  it("is not deleted while it is active", async () => {
    await create();
    const { status, text } = await route53("DELETE", "keysigningkey/Z1/lms");
    expect([status, at(text, "Code")]).toEqual([400, "InvalidKeySigningKeyStatus"]);
  });

  it.each([
    ["POST", "keysigningkey/Z1/lms/activate"],
    ["POST", "keysigningkey/Z1/lms/deactivate"],
    ["DELETE", "keysigningkey/Z1/lms"],
  ])("is not found for %s %s where there is none", async (method, path) => {
    const { status, text } = await route53(method, path);
    expect([status, at(text, "Code")]).toEqual([404, "NoSuchKeySigningKey"]);
  });
});

describe("the signing of a zone", () => {
  it("is switched on and off", async () => {
    expect((await dnssec()).text).toContain("<ServeSignature>NOT_SIGNING</ServeSignature>");
    await create();
    expect((await route53("POST", "hostedzone/Z1/enable-dnssec")).status).toBe(200);
    expect((await dnssec()).text).toContain("<ServeSignature>SIGNING</ServeSignature>");
    expect((await route53("POST", "hostedzone/Z1/disable-dnssec")).status).toBe(200);
    expect((await dnssec()).text).toContain("<ServeSignature>NOT_SIGNING</ServeSignature>");
  });

  it("needs an active key", async () => {
    await create("lms", KMS_KEY, "INACTIVE");
    const { status, text } = await route53("POST", "hostedzone/Z1/enable-dnssec");
    expect([status, at(text, "Code")]).toEqual([400, "KeySigningKeyWithActiveStatusNotFound"]);
  });

  it("cannot end where it has not begun", async () => {
    const { status, text } = await route53("POST", "hostedzone/Z1/disable-dnssec");
    expect([status, at(text, "Code")]).toEqual([400, "DNSSECNotFound"]);
  });

  it("is not known of a zone that moto does not have", async () => {
    const error = "<ErrorResponse><Error><Code>NoSuchHostedZone</Code></Error></ErrorResponse>";
    sandbox.moto.xml("GET /2013-04-01/hostedzone/Z9/dnssec", error, 404);
    expect(await route53("GET", "hostedzone/Z9/dnssec")).toMatchObject({ status: 404, text: error });
  });
});

describe("a health check of an alarm", () => {
  const ALARM = "<AlarmIdentifier><Region>eu-west-1</Region><Name>switch</Name></AlarmIdentifier>";
  const STATUS = "<InsufficientDataHealthStatus>LastKnownStatus</InsufficientDataHealthStatus>";
  const config = (more: string) => `<HealthCheckConfig><Type>CLOUDWATCH_METRIC</Type>${more}</HealthCheckConfig>`;
  const answer = (operation: string, id: string) =>
    `<${operation}Response><HealthCheck><Id>${id}</Id>${config("<Port>80</Port>")}</HealthCheck></${operation}Response>`;

  it("keeps the alarm that it looks at, and what it says without data", async () => {
    sandbox.moto.xml("POST /2013-04-01/healthcheck", answer("CreateHealthCheck", "one"));
    sandbox.moto.xml("GET /2013-04-01/healthcheck/one", answer("GetHealthCheck", "one"));
    const body = `<CreateHealthCheckRequest><CallerReference>1</CallerReference>${config(ALARM + STATUS)}</CreateHealthCheckRequest>`;
    for (const { text } of [await route53("POST", "healthcheck", body), await route53("GET", "healthcheck/one")]) {
      expect([at(text, "Region"), at(text, "Name"), at(text, "InsufficientDataHealthStatus")]).toEqual([
        "eu-west-1",
        "switch",
        "LastKnownStatus",
      ]);
      expect(text).not.toContain("<Port>");
    }
  });

  it("leaves those of a host as they are", async () => {
    sandbox.moto.xml("GET /2013-04-01/healthcheck/two", answer("GetHealthCheck", "two"));
    const { text } = await route53("GET", "healthcheck/two");
    expect([at(text, "Port"), at(text, "Name")]).toEqual(["80", undefined]);
  });
});
