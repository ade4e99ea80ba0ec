import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const NO_BUCKET = "<Error><Code>NoSuchBucket</Code><Message>no</Message></Error>";

describe.each(["lifecycle", "notification", "replication", "policy"])("the %s of a bucket", (subresource) => {
  const url = `/lms-media?${subresource}`;
  const put =
    subresource === "policy"
      ? '{"Version":"2012-10-17","Statement":[]}'
      : "<Configuration><EventBridge/></Configuration>";

  it("comes back as it was put", async () => {
    sandbox.moto.xml(`PUT ${url}`, "");
    sandbox.moto.on(`GET ${url}`, { headers: { "x-amz-request-id": "1", "content-length": 9 }, body: "<Partly/>" });
    await sandbox.s3(`PUT ${url}`, put);
    const reply = await sandbox.s3(`GET ${url}`);
    expect(reply).toMatchObject({ status: 200, text: put, headers: { "x-amz-request-id": "1" } });
    expect(sandbox.moto.last(`PUT ${url}`).body.toString()).toBe(put);
  });

  it("is moto's where none was put", async () => {
    sandbox.moto.xml(`GET ${url}`, "<Empty/>");
    expect((await sandbox.s3(`GET ${url}`)).text).toBe("<Empty/>");
  });

  it("is forgotten when it is deleted, and with its bucket", async () => {
    sandbox.moto.xml(`PUT ${url}`, "");
    sandbox.moto.xml(`GET ${url}`, "<Empty/>");
    sandbox.moto.on(`DELETE ${url}`, { status: 204 });
    sandbox.moto.on("DELETE /lms-media", { status: 204 });
    await sandbox.s3(`PUT ${url}`, put);
    await sandbox.s3(`DELETE ${url}`);
    expect((await sandbox.s3(`GET ${url}`)).text).toBe("<Empty/>");
    await sandbox.s3(`PUT ${url}`, put);
    await sandbox.s3("DELETE /lms-media");
    expect((await sandbox.s3(`GET ${url}`)).text).toBe("<Empty/>");
  });

  it("is not kept if moto refuses it, nor forgotten if moto refuses that", async () => {
    sandbox.moto.xml(`PUT ${url}`, NO_BUCKET, 404);
    sandbox.moto.xml(`GET ${url}`, "<Empty/>");
    expect(await sandbox.s3(`PUT ${url}`, put)).toMatchObject({ status: 404, text: NO_BUCKET });
    expect((await sandbox.s3(`GET ${url}`)).text).toBe("<Empty/>");
    sandbox.moto.xml(`PUT ${url}`, "");
    sandbox.moto.xml(`DELETE ${url}`, NO_BUCKET, 404);
    await sandbox.s3(`PUT ${url}`, put);
    expect((await sandbox.s3(`DELETE ${url}`)).status).toBe(404);
    expect((await sandbox.s3(`GET ${url}`)).text).toBe(put);
  });

  it("is an error where the bucket is gone", async () => {
    sandbox.moto.xml(`GET ${url}`, NO_BUCKET, 404);
    expect(await sandbox.s3(`GET ${url}`)).toMatchObject({ status: 404, text: NO_BUCKET });
  });
});

describe("a lifecycle configuration", () => {
  it("keeps the object sizes that it holds for", async () => {
    sandbox.moto.xml("PUT /lms-media?lifecycle", "");
    sandbox.moto.xml("GET /lms-media?lifecycle", "<Partly/>");
    const size = { "x-amz-transition-default-minimum-object-size": "varies_by_storage_class" };
    await sandbox.s3("PUT /lms-media?lifecycle", "<Lifecycle/>", size);
    expect((await sandbox.s3("GET /lms-media?lifecycle")).headers).toMatchObject(size);
  });
});

describe("the versioning of a bucket", () => {
  const url = "/lms-media?versioning";
  const versioning = (status: string) =>
    `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`;

  it.each([
    ["Enabled", "Enabled"],
    ["Suspended", "Enabled"],
  ])("comes back as %s and is %s in moto", async (status, inMoto) => {
    sandbox.moto.xml(`PUT ${url}`, "");
    sandbox.moto.xml(`GET ${url}`, versioning("Enabled"));
    await sandbox.s3(`PUT ${url}`, versioning(status));
    expect(sandbox.moto.last(`PUT ${url}`).body.toString()).toBe(versioning(inMoto));
    expect((await sandbox.s3(`GET ${url}`)).text).toBe(versioning(status));
  });

  it("is an error where the bucket is gone", async () => {
    sandbox.moto.xml(`PUT ${url}`, NO_BUCKET, 404);
    expect(await sandbox.s3(`PUT ${url}`, versioning("Suspended"))).toMatchObject({ status: 404, text: NO_BUCKET });
  });
});

describe("a bucket policy", () => {
  it("reaches moto without the denials that have a condition", async () => {
    const allow = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Condition: { Bool: { a: "true" } } };
    const deny = { Effect: "Deny", Principal: "*", Action: "s3:DeleteBucket" };
    const tlsOnly = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    sandbox.moto.on("PUT /lms-media?policy", { status: 204 });
    const policy = (...Statement: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement });
    await sandbox.s3("PUT /lms-media?policy", policy(allow, deny, tlsOnly));
    expect(sandbox.moto.last("PUT /lms-media?policy").body.toString()).toBe(policy(allow, deny));
  });

  it("may have one statement that is not in a list", async () => {
    sandbox.moto.on("PUT /lms-media?policy", { status: 204 });
    await sandbox.s3("PUT /lms-media?policy", '{"Statement":{"Effect":"Deny","Condition":{}}}');
    expect(sandbox.moto.last("PUT /lms-media?policy").body.toString()).toBe('{"Statement":[]}');
  });

  it("is left to moto if it is not JSON", async () => {
    sandbox.moto.xml("PUT /lms-media?policy", "<Error><Code>MalformedPolicy</Code></Error>", 400);
    expect((await sandbox.s3("PUT /lms-media?policy", "{")).status).toBe(400);
    expect(sandbox.moto.last("PUT /lms-media?policy").body.toString()).toBe("{");
  });
});

describe("the access log of a bucket", () => {
  const url = "/lms-media?logging";
  const logging = (prefix: string) =>
    `<BucketLoggingStatus xmlns="x"><LoggingEnabled><TargetBucket>lms-logs</TargetBucket><TargetPrefix>${prefix}</TargetPrefix></LoggingEnabled></BucketLoggingStatus>`;
  const delivery = (Resource: string, Effect = "Allow") => ({
    Effect,
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource,
  });
  const putPolicy = async (statement: unknown) => {
    sandbox.moto.on("PUT /lms-logs?policy", { status: 204 });
    await sandbox.s3("PUT /lms-logs?policy", JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));
  };

  it.each(["arn:aws:s3:::lms-logs/s3/*", "arn:aws:s3:::lms-logs/s3/lms-media/*", "arn:aws:s3:::lms-logs/*"])(
    "goes where the policy of its target lets it, which moto sees as all of it: %s",
    async (resource) => {
      await putPolicy(delivery(resource));
      expect(sandbox.moto.last("PUT /lms-logs?policy").body.toString()).toBe(
        JSON.stringify({ Version: "2012-10-17", Statement: [delivery("arn:aws:s3:::lms-logs/*")] }),
      );
      sandbox.moto.xml(`PUT ${url}`, "");
      expect((await sandbox.s3(`PUT ${url}`, logging("s3/lms-media/"))).status).toBe(200);
    },
  );

  it.each([
    delivery("arn:aws:s3:::lms-logs/other/*"),
    delivery("arn:aws:s3:::lms-logs/*", "Deny"),
    { ...delivery("arn:aws:s3:::lms-logs/*"), Principal: { Service: "delivery.logs.amazonaws.com" } },
    { ...delivery("arn:aws:s3:::lms-logs/*"), Principal: "*" },
  ])("goes nowhere else: %j", async (statement) => {
    await putPolicy(statement);
    expect(await sandbox.s3(`PUT ${url}`, logging("s3/lms-media/"))).toMatchObject({
      status: 400,
      text: expect.stringContaining(
        "<Code>InvalidTargetBucketForLogging</Code><Message>The policy of lms-logs does not let " +
          "logging.s3.amazonaws.com write to arn:aws:s3:::lms-logs/s3/lms-media/</Message>",
      ),
    });
  });

  it("needs a policy of its target", async () => {
    expect((await sandbox.s3(`PUT ${url}`, logging(""))).text).toContain("<Code>InvalidTargetBucketForLogging</Code>");
  });

  it("can be turned off", async () => {
    sandbox.moto.xml(`PUT ${url}`, "");
    expect((await sandbox.s3(`PUT ${url}`, '<BucketLoggingStatus xmlns="x"/>')).status).toBe(200);
  });
});

describe("the payer of requests", () => {
  const url = "/lms-media?requestPayment";
  const payer = (who: string) => `<RequestPaymentConfiguration><Payer>${who}</Payer></RequestPaymentConfiguration>`;

  it("is the owner until another is set", async () => {
    sandbox.moto.on("HEAD /lms-media", {});
    expect((await sandbox.s3(`GET ${url}`)).text).toContain(payer("BucketOwner"));
    expect((await sandbox.s3(`PUT ${url}`, payer("Requester"))).status).toBe(200);
    expect((await sandbox.s3(`GET ${url}`)).text).toContain(payer("Requester"));
  });

  it.each(["GET", "PUT"])("needs the bucket: %s", async (method) => {
    sandbox.moto.on("HEAD /lms-media", { status: 404 });
    const reply = await sandbox.s3(`${method} ${url}`, method === "PUT" ? payer("Requester") : "");
    expect(reply.status).toBe(404);
    expect(reply.text).toContain(
      "<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message>",
    );
  });
});

describe("intelligent tiering", () => {
  const url = (id: string) => `/lms-media?intelligent-tiering&id=${id}`;

  it("is kept by id until it is deleted", async () => {
    sandbox.moto.on("HEAD /lms-media", {});
    await sandbox.s3(`PUT ${url("a")}`, "<A/>");
    await sandbox.s3(`PUT ${url("b")}`, "<B/>");
    expect((await sandbox.s3(`GET ${url("a")}`)).text).toContain("<A/>");
    expect((await sandbox.s3(`DELETE ${url("a")}`)).status).toBe(204);
    expect((await sandbox.s3(`GET ${url("b")}`)).text).toContain("<B/>");
    expect((await sandbox.s3(`GET ${url("a")}`)).status).toBe(404);
  });

  it.each(["GET", "DELETE"])("is an error where there is none: %s", async (method) => {
    sandbox.moto.on("HEAD /lms-media", {});
    const reply = await sandbox.s3(`${method} ${url("none")}`);
    expect(reply.status).toBe(404);
    expect(reply.text).toContain(
      "<Error><Code>NoSuchConfiguration</Code><Message>The specified configuration does not exist.</Message>",
    );
  });

  it("survives the deletion of another subresource", async () => {
    sandbox.moto.on("HEAD /lms-media", {});
    sandbox.moto.on("DELETE /lms-media?cors", { status: 204 });
    await sandbox.s3(`PUT ${url("a")}`, "<A/>");
    await sandbox.s3("DELETE /lms-media?cors");
    expect((await sandbox.s3(`GET ${url("a")}`)).text).toContain("<A/>");
  });
});
