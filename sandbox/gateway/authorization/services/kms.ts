import { all, any, arn, arnOf, both, each, on, serviceTable, type Target, whenTagged } from "../table";

/** The key that a parameter names by its id, ARN or alias; any where that does not exist, for the service to say so. */
const keyIn =
  (field: string): Target =>
  async (call) => [(await call.facts.keyArn(call.required(field), call.region)) ?? arnOf(call, "key/*")];
const key = keyIn("KeyId");
const alias = arn("{AliasName}");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
export const kms = serviceTable(
  { name: "kms" },
  {
    // A key has no ARN before it is made: the right to tag it is asked for on any.
    // https://docs.aws.amazon.com/kms/latest/developerguide/create-keys.html
    CreateKey: all(on(any), whenTagged(on(arn("key/*"), "TagResource"))),
    ReplicateKey: all(on(key), (call) => {
      const region = call.required("ReplicaRegion");
      const context = { "aws:requestedregion": region };
      const tagging = { action: "kms:TagResource", resource: arnOf(call, "key/*", { region }), context };
      return [
        { action: "kms:CreateKey", resource: "*", context },
        ...(Object.keys(call.tags).length > 0 ? [tagging] : []),
      ];
    }),
    CreateAlias: on(both(alias, keyIn("TargetKeyId"))),
    UpdateAlias: on(both(alias, keyIn("AliasName"), keyIn("TargetKeyId"))),
    DeleteAlias: on(both(alias, keyIn("AliasName"))),
    ...each(on(any), "ListAliases", "ListKeys"),
    ...each(
      on(key),
      "CancelKeyDeletion",
      "DescribeKey",
      "DisableKey",
      "DisableKeyRotation",
      "EnableKey",
      "EnableKeyRotation",
      "GetKeyPolicy",
      "GetKeyRotationStatus",
      "ListResourceTags",
      "PutKeyPolicy",
      "ScheduleKeyDeletion",
      "TagResource",
      "UntagResource",
      "UpdateKeyDescription",
      "UpdatePrimaryRegion",
    ),
  },
);
