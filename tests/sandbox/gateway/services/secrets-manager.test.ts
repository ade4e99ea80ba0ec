import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const secrets = (operation: string, parameters: unknown) =>
  sandbox.json("secretsmanager", `secretsmanager.${operation}`, parameters);

const ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:lms-a1b2c3";
const KEY = "arn:aws:kms:eu-west-1:111111111111:key/mrk-1";
const secret = (key: string) => ({
  ARN,
  ReplicationStatus: [{ Region: "eu-west-1", KmsKeyId: key, Status: "InSync" }],
});
const IN_MOTO = secret("alias/aws/secretsmanager");

const describeSecret = async () => {
  sandbox.moto.json("DescribeSecret", IN_MOTO);
  return (await secrets("DescribeSecret", { SecretId: ARN })).json;
};

describe("a replica of a secret", () => {
  it.each(["CreateSecret", "ReplicateSecretToRegions"])("keeps its key: %s", async (operation) => {
    sandbox.moto.json(operation, IN_MOTO);
    const replicas = { AddReplicaRegions: [{ Region: "eu-west-1", KmsKeyId: KEY }] };
    expect((await secrets(operation, replicas)).json).toEqual(secret(KEY));
    expect(await describeSecret()).toEqual(secret(KEY));
  });

  it("has that of AWS when it names none", async () => {
    sandbox.moto.json("CreateSecret", IN_MOTO);
    sandbox.moto.json("ReplicateSecretToRegions", IN_MOTO);
    await secrets("CreateSecret", { AddReplicaRegions: [{ Region: "eu-west-1", KmsKeyId: KEY }] });
    await secrets("ReplicateSecretToRegions", { SecretId: "lms", AddReplicaRegions: [{ Region: "eu-west-1" }] });
    expect(await describeSecret()).toEqual(IN_MOTO);
  });

  it("is shown with its key when another goes", async () => {
    sandbox.moto.json("CreateSecret", IN_MOTO);
    await secrets("CreateSecret", { AddReplicaRegions: [{ Region: "eu-west-1", KmsKeyId: KEY }] });
    sandbox.moto.json("RemoveRegionsFromReplication", IN_MOTO);
    const removed = await secrets("RemoveRegionsFromReplication", {
      SecretId: "lms",
      RemoveReplicaRegions: ["eu-west-2"],
    });
    expect(removed.json).toEqual(secret(KEY));
  });

  it("is not remembered if moto refuses it", async () => {
    sandbox.moto.json("CreateSecret", { __type: "ResourceExistsException", message: "no" }, 400);
    const replicas = { AddReplicaRegions: [{ Region: "eu-west-1", KmsKeyId: KEY }] };
    expect((await secrets("CreateSecret", replicas)).status).toBe(400);
    expect(await describeSecret()).toEqual(IN_MOTO);
  });
});

describe("a secret without replicas", () => {
  it.each(["CreateSecret", "DescribeSecret"])("is left as it is: %s", async (operation) => {
    sandbox.moto.json(operation, { ARN });
    expect((await secrets(operation, { SecretId: ARN })).json).toEqual({ ARN });
  });

  it.each(["DescribeSecret", "ReplicateSecretToRegions", "RemoveRegionsFromReplication"])(
    "that is not there is an error of %s",
    async (operation) => {
      const error = { __type: "ResourceNotFoundException", message: "no" };
      sandbox.moto.json(operation, error, 400);
      expect(await secrets(operation, { SecretId: ARN })).toEqual({ status: 400, json: error });
    },
  );
});
