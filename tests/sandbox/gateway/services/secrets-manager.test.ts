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

describe("a rotation of a secret", () => {
  const FUNCTION = "arn:aws:lambda:us-east-1:111111111111:function:lms-rotate";
  const RULES = { AutomaticallyAfterDays: 30 };
  const begin = (more: object) => secrets("RotateSecret", { SecretId: "lms", ClientRequestToken: "v1", ...more });

  it("begins with a version that has a label and no value, and asks moto for nothing but the secret", async () => {
    sandbox.moto.json("DescribeSecret", { ARN, Name: "lms", VersionIdsToStages: { v0: ["AWSCURRENT"] } });
    const begun = await begin({ RotationLambdaARN: FUNCTION, RotationRules: RULES });
    expect(begun.json).toEqual({ ARN, Name: "lms", VersionId: "v1" });
    expect(sandbox.moto.operations).toEqual(["DescribeSecret"]);
    expect((await secrets("DescribeSecret", { SecretId: "lms" })).json).toEqual({
      ARN,
      Name: "lms",
      RotationEnabled: true,
      RotationLambdaARN: FUNCTION,
      RotationRules: RULES,
      VersionIdsToStages: { v0: ["AWSCURRENT"], v1: ["AWSPENDING"] },
    });
  });

  it("is asked for again by the secret alone, and shows the version as moto has it once it is there", async () => {
    sandbox.moto.json("DescribeSecret", { ARN, Name: "lms", VersionIdsToStages: { v2: ["AWSCURRENT"] } });
    await begin({ RotationLambdaARN: FUNCTION, RotationRules: RULES });
    await begin({ ClientRequestToken: "v2" });
    expect((await secrets("DescribeSecret", { SecretId: "lms" })).json).toMatchObject({
      RotationLambdaARN: FUNCTION,
      RotationRules: RULES,
      VersionIdsToStages: { v2: ["AWSCURRENT"] },
    });
  });

  it("ends with what is canceled", async () => {
    sandbox.moto.json("DescribeSecret", { ARN, Name: "lms" });
    await begin({ RotationLambdaARN: FUNCTION });
    expect((await secrets("CancelRotateSecret", { SecretId: "lms" })).json).toEqual({ ARN, Name: "lms" });
    expect((await secrets("DescribeSecret", { SecretId: "lms" })).json).toEqual({ ARN, Name: "lms" });
    expect(await begin({})).toEqual({
      status: 400,
      json: {
        __type: "InvalidRequestException",
        message: "No Lambda rotation function ARN is associated with this secret.",
      },
    });
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
