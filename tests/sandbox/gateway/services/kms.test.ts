import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const kms = (operation: string, parameters: unknown, region?: string) =>
  sandbox.json("kms", `TrentService.${operation}`, parameters, region);

const ARN = "arn:aws:kms:us-east-1:111111111111:key/mrk-1";
const REPLICA_ARN = "arn:aws:kms:eu-west-1:111111111111:key/mrk-1";

describe("key rotation", () => {
  it("keeps the period, whether a key is named by id or by ARN", async () => {
    sandbox.moto.json("EnableKeyRotation", {});
    sandbox.moto.json("GetKeyRotationStatus", { KeyRotationEnabled: true });
    await kms("EnableKeyRotation", { KeyId: "mrk-1", RotationPeriodInDays: 180 });
    const status = { status: 200, json: { KeyRotationEnabled: true, RotationPeriodInDays: 180 } };
    expect(await kms("GetKeyRotationStatus", { KeyId: "mrk-1" })).toEqual(status);
    expect(await kms("GetKeyRotationStatus", { KeyId: ARN })).toEqual(status);
  });

  it("has a period of 365 days by default", async () => {
    sandbox.moto.json("EnableKeyRotation", {});
    sandbox.moto.json("GetKeyRotationStatus", { KeyRotationEnabled: true });
    await kms("EnableKeyRotation", { KeyId: "k" });
    expect((await kms("GetKeyRotationStatus", { KeyId: "k" })).json).toEqual({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 365,
    });
  });

  it("has no period while it is off", async () => {
    sandbox.moto.json("GetKeyRotationStatus", { KeyRotationEnabled: false });
    expect((await kms("GetKeyRotationStatus", { KeyId: "k" })).json).toEqual({ KeyRotationEnabled: false });
  });

  it("is not remembered if moto refuses it", async () => {
    sandbox.moto.json("EnableKeyRotation", { __type: "NotFoundException", message: "no" }, 400);
    sandbox.moto.json("GetKeyRotationStatus", { KeyRotationEnabled: true });
    expect((await kms("EnableKeyRotation", { KeyId: "k", RotationPeriodInDays: 90 })).status).toBe(400);
    expect((await kms("GetKeyRotationStatus", { KeyId: "k" })).json).toMatchObject({ RotationPeriodInDays: 365 });
  });
});

describe("DescribeKey", () => {
  const answer = (arn: string, type: string) => ({
    KeyMetadata: {
      Arn: arn,
      MultiRegion: true,
      MultiRegionConfiguration: {
        MultiRegionKeyType: type,
        PrimaryKey: { Arn: ARN, Region: "us-east-1" },
        ReplicaKeys: [{ Arn: REPLICA_ARN, Region: "eu-west-1" }],
      },
    },
  });

  it("tells a primary key that moto takes for a replica", async () => {
    sandbox.moto.json("DescribeKey", answer(ARN, "REPLICA"));
    expect((await kms("DescribeKey", { KeyId: ARN })).json).toEqual(answer(ARN, "PRIMARY"));
  });

  it("tells a replica that moto takes for a primary key", async () => {
    sandbox.moto.json("DescribeKey", answer(REPLICA_ARN, "PRIMARY"));
    expect((await kms("DescribeKey", { KeyId: REPLICA_ARN }, "eu-west-1")).json).toEqual(
      answer(REPLICA_ARN, "REPLICA"),
    );
  });

  it("leaves a key of one region as it is", async () => {
    sandbox.moto.json("DescribeKey", { KeyMetadata: { Arn: ARN, MultiRegion: false } });
    expect((await kms("DescribeKey", { KeyId: ARN })).json).toEqual({ KeyMetadata: { Arn: ARN, MultiRegion: false } });
  });

  it("leaves an error as it is", async () => {
    sandbox.moto.json("DescribeKey", { __type: "NotFoundException", message: "no" }, 400);
    expect(await kms("DescribeKey", { KeyId: "k" })).toEqual({
      status: 400,
      json: { __type: "NotFoundException", message: "no" },
    });
  });
});

describe("ReplicateKey", () => {
  const created = { ReplicaKeyMetadata: { KeyId: "mrk-1" } };

  it("gives the replica its description, policy and tags, in its region", async () => {
    sandbox.moto.json("ReplicateKey", created);
    for (const operation of ["UpdateKeyDescription", "PutKeyPolicy", "TagResource"]) sandbox.moto.json(operation, {});
    const reply = await kms("ReplicateKey", {
      KeyId: ARN,
      ReplicaRegion: "eu-west-1",
      Description: "replica",
      Policy: "{}",
      Tags: [{ TagKey: "Name", TagValue: "replica" }],
    });
    expect(reply).toEqual({ status: 200, json: created });
    const body = (operation: string) => JSON.parse(sandbox.moto.last(operation).body.toString());
    expect(body("UpdateKeyDescription")).toEqual({ KeyId: "mrk-1", Description: "replica" });
    expect(body("PutKeyPolicy")).toEqual({ KeyId: "mrk-1", PolicyName: "default", Policy: "{}" });
    expect(body("TagResource")).toEqual({ KeyId: "mrk-1", Tags: [{ TagKey: "Name", TagValue: "replica" }] });
    expect(sandbox.moto.last("TagResource").headers.authorization).toContain("/eu-west-1/kms/aws4_request");
  });

  it("empties the description that moto copies from the primary key", async () => {
    sandbox.moto.json("ReplicateKey", created);
    sandbox.moto.json("UpdateKeyDescription", {});
    await kms("ReplicateKey", { KeyId: "mrk-1", ReplicaRegion: "eu-west-1" });
    expect(sandbox.moto.operations).toEqual(["ReplicateKey", "UpdateKeyDescription"]);
    expect(sandbox.moto.last("UpdateKeyDescription").body.toString()).toBe('{"KeyId":"mrk-1","Description":""}');
  });

  it("stops at an error of moto", async () => {
    sandbox.moto.json("ReplicateKey", { __type: "NotFoundException", message: "no" }, 400);
    expect((await kms("ReplicateKey", { KeyId: "k", ReplicaRegion: "eu-west-1" })).status).toBe(400);
    expect(sandbox.moto.operations).toEqual(["ReplicateKey"]);
  });

  it("says what moto refused after that", async () => {
    sandbox.moto.json("ReplicateKey", created);
    sandbox.moto.json("UpdateKeyDescription", { __type: "ValidationException", message: "too long" }, 400);
    expect(await kms("ReplicateKey", { KeyId: "k", ReplicaRegion: "eu-west-1" })).toEqual({
      status: 400,
      json: {
        __type: "ValidationException",
        message: "kms TrentService.UpdateKeyDescription, which the gateway needs, was refused: too long",
      },
    });
  });
});
