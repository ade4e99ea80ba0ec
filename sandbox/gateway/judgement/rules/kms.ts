import { isObject, type Json, type JsonObject, objectsAt, parseObject, stringAt } from "../../json";
import { type Rules, refuse, type Scene } from "../rule";

/** KMS: policies with which nobody could change a key's policy any more. */
export const kmsRules: Rules = { CreateKey: keepsControl, PutKeyPolicy: keepsControl, ReplicateKey: keepsControl };

/**
 * The account of the caller must keep the right to change the policy, unless the caller says that it knows better.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key
 */
function keepsControl(parameters: JsonObject, { account }: Scene): void {
  const text = stringAt(parameters, "Policy");
  if (text === undefined || parameters.BypassPolicyLockoutSafetyCheck === true) return;
  const policy = parseObject(text) ?? {};
  const statements = isObject(policy.Statement) ? [policy.Statement] : objectsAt(policy, "Statement");
  if (statements.some((statement) => allowsPolicyChange(statement, account))) return;
  refuse(
    "MalformedPolicyDocumentException",
    "The new key policy will not allow you to update the key policy in the future.",
  );
}

function allowsPolicyChange({ Effect, Principal, Action, Condition }: JsonObject, account: string): boolean {
  if (Effect !== "Allow" || Condition !== undefined) return false;
  const principals = isObject(Principal) ? listOf(Principal.AWS) : listOf(Principal);
  const isOurs = principals.some((one) => one === "*" || one === account || one.includes(`:iam::${account}:`));
  return isOurs && listOf(Action).some((action) => matches(action, "kms:PutKeyPolicy"));
}

function listOf(value: Json): string[] {
  return [value].flat().filter((item) => typeof item === "string");
}

function matches(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "i").test(action);
}
