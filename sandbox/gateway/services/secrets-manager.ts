import { randomUUID } from "node:crypto";
import { type JsonObject, objectAt, objectsAt, stringAt } from "../json";
import type { AwsRequest } from "../request";
import { AwsError, jsonAnswer } from "../responses";
import { type Context, correctJson, type Handler, type Service } from "../service";
import { Kind } from "../store";

/** How a secret is rotated, and the version that the function is to make. */
interface Rotation {
  readonly function: string;
  readonly rules: JsonObject;
  readonly pending: string;
}

const rotations = new Kind<Rotation>("rotation of a secret, by its ARN");
const replicaKeys = new Kind<string>("KMS key of a replica, by the secret's ARN and the replica's region");

/**
 * Secrets Manager: moto forgets the keys that replicas are encrypted with, and would run the function of a rotation in Docker
 * before it answers. Here a rotation only begins: with a version that has a label and no value yet.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicationStatusType.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export const secretsManager: Service = {
  name: "secretsmanager",
  operations: {
    CreateSecret: withReplicaKeys(),
    ReplicateSecretToRegions: withReplicaKeys(),
    RemoveRegionsFromReplication: withReplicaKeys(),
    DescribeSecret: withReplicaKeys(showRotation),
    RotateSecret: async ({ parameters, region }, context) => {
      const { ARN, Name } = await found(parameters, region, context);
      const before = context.remembered(rotations).get(ARN);
      const name = stringAt(parameters, "RotationLambdaARN") ?? before?.function;
      if (name === undefined) {
        throw new AwsError(
          "InvalidRequestException",
          "No Lambda rotation function ARN is associated with this secret.",
        );
      }
      const pending = stringAt(parameters, "ClientRequestToken") ?? randomUUID();
      const rules = objectAt(parameters, "RotationRules") ?? before?.rules ?? {};
      context.remembered(rotations).set(ARN, { function: name, rules, pending });
      return jsonAnswer({ ARN, Name, VersionId: pending });
    },
    CancelRotateSecret: async ({ parameters, region }, context) => {
      const { ARN, Name } = await found(parameters, region, context);
      context.remembered(rotations).delete(ARN);
      return jsonAnswer({ ARN, Name });
    },
  },
};

async function found(parameters: JsonObject, region: string, context: Context): Promise<{ ARN: string; Name: string }> {
  const SecretId = stringAt(parameters, "SecretId") ?? "";
  const secret = await context.callJson("secretsmanager", region, "secretsmanager.DescribeSecret", { SecretId });
  return { ARN: stringAt(secret, "ARN") ?? "", Name: stringAt(secret, "Name") ?? "" };
}

function showRotation(secret: JsonObject, context: Context): void {
  const rotation = context.remembered(rotations).get(stringAt(secret, "ARN") ?? "");
  if (rotation === undefined) return;
  secret.RotationEnabled = true;
  secret.RotationLambdaARN = rotation.function;
  secret.RotationRules = rotation.rules;
  secret.VersionIdsToStages = { [rotation.pending]: ["AWSPENDING"], ...objectAt(secret, "VersionIdsToStages") };
}

/** A handler that remembers the keys of the replicas that a request asks for, and shows all of the secret's. */
function withReplicaKeys(alsoShow: (secret: JsonObject, context: Context) => void = () => {}): Handler {
  return correctJson((answer, request, context) => {
    const arn = stringAt(answer, "ARN") ?? "";
    remember(arn, request, context);
    for (const replica of objectsAt(answer, "ReplicationStatus")) {
      const key = context.remembered(replicaKeys).get(replicaId(arn, replica));
      if (key !== undefined) replica.KmsKeyId = key;
    }
    alsoShow(answer, context);
  });
}

function remember(arn: string, { parameters }: AwsRequest, context: Context): void {
  for (const replica of objectsAt(parameters, "AddReplicaRegions")) {
    const key = stringAt(replica, "KmsKeyId");
    // A replica that comes back without a key must not have that of the one before it.
    if (key === undefined) context.remembered(replicaKeys).delete(replicaId(arn, replica));
    else context.remembered(replicaKeys).set(replicaId(arn, replica), key);
  }
}

function replicaId(arn: string, replica: JsonObject): string {
  return `${arn} ${stringAt(replica, "Region")}`;
}
