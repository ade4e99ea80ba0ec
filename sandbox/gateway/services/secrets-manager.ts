import { type JsonObject, objectsAt, stringAt } from "../json";
import type { AwsRequest } from "../request";
import { type Context, correctJson, type Handler, type Service } from "../service";
import { Kind } from "../store";

const replicaKeys = new Kind<string>("KMS key of a replica, by the secret's ARN and the replica's region");

/**
 * Secrets Manager: moto forgets the keys that replicas are encrypted with.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicationStatusType.html
 */
export const secretsManager: Service = {
  name: "secretsmanager",
  operations: {
    CreateSecret: withReplicaKeys(),
    ReplicateSecretToRegions: withReplicaKeys(),
    RemoveRegionsFromReplication: withReplicaKeys(),
    DescribeSecret: withReplicaKeys(),
  },
};

/** A handler that remembers the keys of the replicas that a request asks for, and shows all of the secret's. */
function withReplicaKeys(): Handler {
  return correctJson((answer, request, context) => {
    const arn = stringAt(answer, "ARN") ?? "";
    remember(arn, request, context);
    for (const replica of objectsAt(answer, "ReplicationStatus")) {
      const key = context.remembered(replicaKeys).get(replicaId(arn, replica));
      if (key !== undefined) replica.KmsKeyId = key;
    }
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
