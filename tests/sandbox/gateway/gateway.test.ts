import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { startGateway } from "../../../sandbox/gateway/gateway";
import { ACCOUNT, NOT_FOUND_PAGE, send, useSandbox } from "./support";

const sandbox = useSandbox();

describe("passing on", () => {
  it("keeps method, url, headers and body of a request", async () => {
    sandbox.moto.on("PUT /bucket/a%20b%2Fc?x-id=PutObject", { status: 200 });
    await sandbox.send({
      service: "s3",
      method: "PUT",
      url: "/bucket/a%20b%2Fc?x-id=PutObject",
      headers: { "x-amz-meta-colour": "blue", "content-type": "image/png" },
      body: Buffer.from([0, 255, 13, 10, 128]),
    });
    const received = sandbox.moto.last("PUT /bucket/a%20b%2Fc?x-id=PutObject");
    expect(received.headers).toMatchObject({
      "x-amz-meta-colour": "blue",
      "content-type": "image/png",
      "content-length": "5",
      host: `127.0.0.1:${sandbox.port}`,
    });
    expect([...received.body]).toEqual([0, 255, 13, 10, 128]);
  });

  it("keeps status, headers and binary body of an answer", async () => {
    sandbox.moto.on("GET /bucket/image", {
      status: 206,
      headers: { ETag: '"abc"', "x-amz-version-id": "v1", "set-cookie": ["a=1", "b=2"] },
      body: Buffer.from([137, 80, 0, 254]),
    });
    const reply = await sandbox.send({ service: "s3", url: "/bucket/image" });
    expect(reply.status).toBe(206);
    expect(reply.headers).toMatchObject({
      etag: '"abc"',
      "x-amz-version-id": "v1",
      "set-cookie": ["a=1", "b=2"],
      "content-length": "4",
    });
    expect([...reply.body]).toEqual([137, 80, 0, 254]);
  });

  it("keeps the length that HEAD tells", async () => {
    sandbox.moto.on("HEAD /bucket/key", { headers: { "content-length": "12345", etag: '"abc"' } });
    const reply = await sandbox.send({ service: "s3", method: "HEAD", url: "/bucket/key" });
    expect(reply).toMatchObject({ status: 200, headers: { "content-length": "12345", etag: '"abc"' } });
    expect(reply.body).toHaveLength(0);
  });

  it("keeps the status of a HEAD that fails", async () => {
    sandbox.moto.on("HEAD /bucket/none", { status: 404 });
    const reply = await sandbox.send({ service: "s3", method: "HEAD", url: "/bucket/none" });
    expect(reply.status).toBe(404);
  });

  it("keeps an answer without a body", async () => {
    sandbox.moto.on("DELETE /bucket/key", { status: 204 });
    const reply = await sandbox.send({ service: "s3", method: "DELETE", url: "/bucket/key" });
    expect(reply).toMatchObject({ status: 204 });
    expect(reply.headers["content-length"]).toBeUndefined();
  });

  it("gives an upload in HTTP chunks a length", async () => {
    sandbox.moto.on("PUT /bucket/key", { status: 200 });
    await sandbox.send({
      service: "s3",
      method: "PUT",
      url: "/bucket/key",
      headers: { "transfer-encoding": "chunked" },
      body: "hello",
    });
    const received = sandbox.moto.last("PUT /bucket/key");
    expect(received.headers["content-length"]).toBe("5");
    expect(received.headers["transfer-encoding"]).toBeUndefined();
    expect(received.body.toString()).toBe("hello");
  });

  it("leaves an aws-chunked upload as it is signed", async () => {
    sandbox.moto.on("PUT /bucket/key", { status: 200 });
    const body = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
    const headers = {
      "content-encoding": "aws-chunked",
      "x-amz-decoded-content-length": "5",
      "x-amz-trailer": "x-amz-checksum-crc32",
    };
    await sandbox.send({ service: "s3", method: "PUT", url: "/bucket/key", headers, body });
    const received = sandbox.moto.last("PUT /bucket/key");
    expect(received.headers).toMatchObject(headers);
    expect(received.body.toString()).toBe(body);
  });

  it("accepts an upload that waits for 100 Continue", async () => {
    sandbox.moto.on("PUT /bucket/key", { status: 200 });
    const reply = await sandbox.send({
      service: "s3",
      method: "PUT",
      url: "/bucket/key",
      headers: { expect: "100-continue" },
      body: "hello",
    });
    expect(reply.status).toBe(200);
    expect(sandbox.moto.last("PUT /bucket/key").headers.expect).toBeUndefined();
  });

  it("carries large bodies both ways", async () => {
    const large = randomBytes(8 * 1024 * 1024);
    sandbox.moto.on("POST /bucket/large", { status: 200, body: large });
    const reply = await sandbox.send({ service: "s3", method: "POST", url: "/bucket/large", body: large });
    expect(sandbox.moto.last("POST /bucket/large").body.equals(large)).toBe(true);
    expect(reply.body.equals(large)).toBe(true);
  });

  it("keeps an error of moto", async () => {
    sandbox.moto.json("GetRole", { __type: "NoSuchEntity", message: "no" }, 404);
    const reply = await sandbox.json("iam", "AWSIdentityManagement.GetRole", {});
    expect(reply).toEqual({ status: 404, json: { __type: "NoSuchEntity", message: "no" } });
  });

  it("serves as an HTTP proxy, for clients that put the account before the host name", async () => {
    const path = "/v20180820/configuration/publicAccessBlock";
    sandbox.moto.on(`GET ${path}`, { status: 200, body: "ok" });
    const reply = await sandbox.send({ service: "s3", url: `http://${ACCOUNT}.127.0.0.1:${sandbox.port}${path}` });
    expect(reply.body.toString()).toBe("ok");
  });

  it("leaves requests that are not signed alone", async () => {
    sandbox.moto.on("GET /nothing", { status: 404, body: NOT_FOUND_PAGE });
    const reply = await sandbox.send({ url: "/nothing" });
    expect(reply).toMatchObject({ status: 404 });
    expect(reply.body.toString()).toBe(NOT_FOUND_PAGE);
  });
});

describe("operations that moto does not have", () => {
  const message = (operation: string) => `${operation} is not implemented by the local AWS (moto), or fails inside it`;

  it("are an error of the JSON protocol", async () => {
    const reply = await sandbox.json("ssm", "AmazonSSM.Fly", {});
    expect(reply).toEqual({ status: 400, json: { __type: "NotImplementedByEmulator", message: message("ssm Fly") } });
  });

  it("are an error of the query protocol", async () => {
    const reply = await sandbox.query("sns", { Action: "Fly" });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(
      `<ErrorResponse><Error><Type>Sender</Type><Code>NotImplementedByEmulator</Code><Message>${message("sns Fly")}</Message></Error>`,
    );
  });

  it("are an error of EC2's query protocol", async () => {
    const reply = await sandbox.query("ec2", { Action: "Fly" });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(
      `<Response><Errors><Error><Code>NotImplementedByEmulator</Code><Message>${message("ec2 Fly")}</Message></Error></Errors>`,
    );
  });

  it("are an error of the REST protocol with JSON", async () => {
    const reply = await sandbox.rest("lambda", "GET /2015-03-31/fly");
    expect(reply).toEqual({
      status: 400,
      json: { code: "NotImplementedByEmulator", message: message("lambda GET /2015-03-31/fly") },
    });
  });

  it("are an error of the REST protocol with XML", async () => {
    const cloudfront = await sandbox.send({ service: "cloudfront", url: "/2020-05-31/fly" });
    expect(cloudfront.body.toString()).toContain(
      "<ErrorResponse><Error><Type>Sender</Type><Code>NotImplementedByEmulator</Code>",
    );
    const s3 = await sandbox.s3("GET /bucket?fly");
    expect(s3.text).toContain("<Error><Code>NotImplementedByEmulator</Code><Message>s3 GET /bucket is not implemented");
  });

  it("are one also where moto answers 500, which the SDK would repeat", async () => {
    sandbox.moto.on("Fly", { status: 500, body: "<!DOCTYPE HTML><title>500</title>" });
    const reply = await sandbox.json("ssm", "AmazonSSM.Fly", {});
    expect(reply.status).toBe(400);
  });

  it("name their error in the header that the SDK reads", async () => {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.Fly" };
    const reply = await sandbox.send({ service: "ssm", method: "POST", headers, body: "{}" });
    expect(reply.headers["x-amzn-errortype"]).toBe("NotImplementedByEmulator");
  });
});

describe("a moto that is gone", () => {
  it("is an error that is not repeated", async () => {
    await sandbox.moto.stop();
    const reply = await sandbox.json("ssm", "AmazonSSM.GetParameter", {});
    expect(reply.status).toBe(400);
    expect(reply.json).toMatchObject({
      __type: "EmulatorUnavailable",
      message: expect.stringMatching(/^moto does not answer on 127\.0\.0\.1:\d+ \(.*ECONNREFUSED.*\); start it again$/),
    });
  });
});

describe("the gateway", () => {
  it("listens on 127.0.0.1 alone", async () => {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(sandbox.port, "127.0.0.2");
      socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    });
    expect(reached).toBe(false);
  });

  it("says what to do when its port is taken", async () => {
    const options = { upstream: { host: "127.0.0.1", port: 1 }, port: sandbox.port, account: ACCOUNT };
    await expect(startGateway(options)).rejects.toThrow(
      `gateway: port ${sandbox.port} of 127.0.0.1 is in use; stop what listens there or give another port`,
    );
  });

  it("takes no more requests once it is closed", async () => {
    const gateway = await startGateway({ upstream: { host: "127.0.0.1", port: 1 }, account: ACCOUNT });
    await gateway.close();
    await expect(send(gateway.port, { service: "s3" })).rejects.toThrow("ECONNREFUSED");
  });

  it("survives a caller that goes away in the middle of its request", async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(sandbox.port, "127.0.0.1", () => {
        socket.write("PUT /bucket/key HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf", () => socket.destroy());
      });
      socket.on("close", () => resolve());
    });
    sandbox.moto.on("GET /after", { body: "alive" });
    expect((await sandbox.send({ url: "/after" })).body.toString()).toBe("alive");
  });

  it("answers a request that it cannot read", async () => {
    const reply = await sandbox.s3("GET /%E0?policy");
    expect(reply.status).toBe(400);
    expect(reply.text).toContain("<Code>GatewayFailure</Code><Message>URIError: URI malformed");
  });

  it("logs a line for each request", async () => {
    sandbox.moto.json("ListQueues", {});
    sandbox.moto.json("GetParameters", { __type: "InvalidKeyId", message: "no\nkey" }, 400);
    await sandbox.json("sqs", "AmazonSQS.ListQueues", {});
    await sandbox.json("ssm", "AmazonSSM.GetParameters", {});
    await sandbox.s3("GET /bucket?fly");
    await sandbox.query("ec2", { Action: "GetInstanceMetadataDefaults" });
    expect(sandbox.log).toEqual([
      "sqs ListQueues moto 200",
      'ssm GetParameters moto 400 {"__type":"InvalidKeyId","message":"no\\nkey"}',
      "s3 GET /bucket?fly moto 400 NotImplementedByEmulator: s3 GET /bucket is not implemented by the local AWS (moto), or fails inside it",
      "ec2 GetInstanceMetadataDefaults gateway 200",
    ]);
  });

  it("forgets everything when moto is reset", async () => {
    sandbox.moto.json("POST /moto-api/reset", { status: "ok" });
    await sandbox.query("ec2", { Action: "ModifyEbsDefaultKmsKeyId", KmsKeyId: "abc" });
    const reset = await sandbox.send({ method: "POST", url: "/moto-api/reset" });
    expect(reset.body.toString()).toBe('{"status":"ok"}');
    const reply = await sandbox.query("ec2", { Action: "GetEbsDefaultKmsKeyId" });
    expect(reply.text).toContain("<kmsKeyId>arn:aws:kms:us-east-1:111111111111:alias/aws/ebs</kmsKeyId>");
  });

  it("shares nothing with another gateway", async () => {
    const other = await startGateway({ upstream: { host: "127.0.0.1", port: 1 }, account: "222222222222" });
    await sandbox.query("ec2", { Action: "ModifyEbsDefaultKmsKeyId", KmsKeyId: "abc" });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const reply = await send(other.port, {
      service: "ec2",
      method: "POST",
      headers,
      body: "Action=GetEbsDefaultKmsKeyId",
    });
    expect(reply.body.toString()).toContain("<kmsKeyId>arn:aws:kms:us-east-1:222222222222:alias/aws/ebs</kmsKeyId>");
    await other.close();
  });
});

describe("a region that is lost", () => {
  const lose = (regions: readonly string[]) =>
    sandbox.send({ method: "PUT", url: "/gateway-api/lost-regions", body: JSON.stringify(regions) });

  it("answers everything with an error, until it is lost no more, and others go on", async () => {
    sandbox.moto.on("GET /bucket/key", { status: 200 });
    const ask = async (region: string) => (await sandbox.send({ service: "s3", url: "/bucket/key", region })).status;
    await lose(["us-east-1"]);
    expect([await ask("us-east-1"), await ask("eu-west-1")]).toEqual([400, 200]);
    const { json } = await sandbox.json("events", "AWSEvents.ListRules", {}, "us-east-1");
    expect(json).toMatchObject({ message: "us-east-1 does not answer" });
    await lose([]);
    expect(await ask("us-east-1")).toBe(200);
  });
});
