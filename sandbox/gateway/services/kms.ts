import { type Json, type JsonObject, numberAt, objectAt } from "../json";
import { correctJson, isSuccess, type Service } from "../service";
import { Kind } from "../store";

const rotationPeriods = new Kind<number>("KMS rotation period in days, by key id");

/** Days between rotations when EnableKeyRotation names none. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
const DEFAULT_ROTATION_DAYS = 365;

/** KMS: moto drops the rotation period, mixes up primary and replica keys and gives a replica nothing of its own. */
export const kms: Service = {
  name: "kms",
  operations: {
    EnableKeyRotation: async (request, context) => {
      const answer = await context.passOn(request);
      if (isSuccess(answer)) {
        const days = numberAt(request.parameters, "RotationPeriodInDays") ?? DEFAULT_ROTATION_DAYS;
        context.remembered(rotationPeriods).set(keyId(request.parameters.KeyId), days);
      }
      return answer;
    },

    GetKeyRotationStatus: correctJson((status, request, context) => {
      if (status.KeyRotationEnabled !== true) return;
      const days = context.remembered(rotationPeriods).get(keyId(request.parameters.KeyId));
      status.RotationPeriodInDays = days ?? DEFAULT_ROTATION_DAYS;
    }),

    // Moto keeps one record for a primary key and its replicas: whoever was described last decides the type of both.
    DescribeKey: correctJson((answer) => {
      const key = objectAt(answer, "KeyMetadata") ?? {};
      const multiRegion = objectAt(key, "MultiRegionConfiguration");
      if (multiRegion === undefined) return;
      const primary = objectAt(multiRegion, "PrimaryKey") ?? {};
      multiRegion.MultiRegionKeyType = primary.Arn === key.Arn ? "PRIMARY" : "REPLICA";
    }),

    // Moto copies description and policy of the primary key and drops the tags.
    ReplicateKey: async (request, context) => {
      const answer = await context.passOn(request);
      if (!isSuccess(answer)) return answer;
      const { KeyId, ReplicaRegion = "", Description = "", Policy, Tags } = request.parameters;
      const replica = { KeyId: keyId(KeyId) };
      const region = String(ReplicaRegion);
      const set = (operation: string, setting: JsonObject) =>
        context.callJson("kms", region, `TrentService.${operation}`, { ...replica, ...setting });
      await set("UpdateKeyDescription", { Description });
      if (Policy !== undefined) await set("PutKeyPolicy", { PolicyName: "default", Policy });
      if (Tags !== undefined) await set("TagResource", { Tags });
      return answer;
    },
  },
};

/** The key id in a key id or key ARN. */
function keyId(idOrArn: Json): string {
  return String(idOrArn).split(":key/").at(-1) ?? "";
}
