import { GUARDS, POLICIES, SAFEGUARDS } from "../facts/safeguards";
import type { Finding } from "../finding";
import type { Causes } from "../plan/causes";
import { firewallRules } from "../plan/firewall-rules";
import type { Plan, PlannedChange } from "../plan/planned-change";
import { entryOf, isEmpty, isTag, listAt, textAt, type Values } from "../plan/values";
import { comparePolicies, principalText } from "./iam-policy";
import { openedTexts } from "./network-access";

/** Finds who can do or reach what that could not before, and which guard goes. */
export function accessFindings(change: PlannedChange, plan: Plan, causes: Causes): Finding[] {
  const { address, type, action } = change;
  if (action === "read" || action === "forget" || action === "move" || action === "import") return [];
  const finding = (text: string, details: readonly string[] = []): Finding => ({
    danger: "access",
    address,
    text,
    details,
  });
  if (action === "delete") {
    const gone = entryOf(GUARDS, type);
    const deny = policyTexts(change, plan).wider;
    if (causes.causeOf(change) !== undefined) return [];
    return gone === undefined ? deny.map((text) => finding(text)) : [finding(`is removed: ${gone}`)];
  }
  const { wider, narrower } = policyTexts(change, plan);
  const texts = [
    ...wider,
    ...openedTexts(change, plan).map((text) => `opens ${text}`),
    ...grantTexts(change, plan),
    ...firewallTexts(change),
    ...safeguardTexts(change),
  ];
  return texts.map((text) => finding(text, narrower));
}

/** The rights that a resource's policies give and take, as one line each. */
export function policyTexts({ address, type, action, before, after }: PlannedChange, plan: Plan) {
  const account = accountOf(plan);
  const changes = (entryOf(POLICIES, type) ?? []).map((attribute) => {
    const gone = action === "delete";
    const now = gone ? undefined : (after[attribute] ?? resolved(plan, address, attribute));
    return comparePolicies(before[attribute], now, account);
  });
  // A key without a policy of its own, or a new role's trust in a service, is what everyone expects.
  const isExpected = (text: string) =>
    action === "create" && /^Service [a-z0-9.-]+\.amazonaws\.com: allows sts:/.test(text);
  return {
    wider: changes.flatMap(({ wider }) => wider).filter((text) => !isExpected(text)),
    narrower: changes.flatMap(({ narrower }) => narrower),
  };
}

/** A policy that only the apply knows, from the configuration, with today's values where it refers to others. */
function resolved({ references, resources }: Plan, address: string, attribute: string): string | undefined {
  return references.template(address, attribute)?.replace(/\$\{(\w+\.\w+)\.(\w+)\}/g, (whole, source, key) => {
    const known = resources.find((resource) => resource.address === source);
    return textAt(known?.after, key) || textAt(known?.before, key) || whole;
  });
}

/** The account that most resources of the plan are in. */
export function accountOf({ resources }: Plan): string | undefined {
  const counts = new Map<string, number>();
  for (const { before, after } of resources) {
    const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(textAt(before, "arn") || textAt(after, "arn"))?.[1];
    if (account !== undefined) counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Rights that stand in no policy document: attachments, the cluster's own access, pods, callers of functions. */
function grantTexts({ address, type, action, before, after, differences }: PlannedChange, plan: Plan): string[] {
  const name = (key: string) => textAt(after, key) || plan.references.of(address, key)[0] || "someone";
  const changed = action === "create" || differences.some(({ path }) => !isTag(path));
  const renewed = action === "replace" && sameKnown(before, after);
  if (!changed || renewed) return [];
  const account = accountOf(plan);
  switch (type) {
    case "aws_iam_role_policy_attachment":
    case "aws_iam_user_policy_attachment":
    case "aws_iam_group_policy_attachment": {
      const policy = name("policy_arn").replace(/^arn:aws:iam::aws:policy\//, "");
      const holder =
        type === "aws_iam_role_policy_attachment"
          ? "role"
          : type === "aws_iam_user_policy_attachment"
            ? "user"
            : "group";
      return [
        `attaches ${/(Administrator|FullAccess|PowerUser)/.test(policy) ? policy.toUpperCase() : policy} to ${name(holder)}`,
      ];
    }
    case "aws_eks_access_entry":
      return [`lets ${principalText(name("principal_arn"), account)} into the cluster`];
    case "aws_eks_access_policy_association": {
      const scope =
        textAt(after, "access_scope.type") === "namespace"
          ? listAt(after, "access_scope.namespaces").join(", ")
          : "the whole cluster";
      return [`gives ${name("principal_arn")} ${name("policy_arn").replace(/.*\//, "")} in ${scope || "a namespace"}`];
    }
    case "aws_eks_pod_identity_association":
      return [
        `gives ${name("role_arn").replace(/.*:role\//, "")} to pods of ${name("namespace")}/${name("service_account")}`,
      ];
    case "aws_lambda_permission":
      return [`lets ${name("principal")} call ${name("function_name")}`];
    case "aws_kms_grant":
      return [`lets ${name("grantee_principal")} use ${name("key_id")}`];
    default:
      return [];
  }
}

/** Tells whether what the plan knows of the new one is as it was: only ids are new. */
function sameKnown(before: Values, after: Values): boolean {
  return Object.entries(after).every(
    ([key, value]) => isEmpty(value) || JSON.stringify(value) === JSON.stringify(before[key]),
  );
}

/** Rules of a web ACL that go, or that count instead of blocking. */
function firewallTexts({ type, action, before, after }: PlannedChange): string[] {
  if (type !== "aws_wafv2_web_acl" || action === "create") return [];
  const now = new Map(firewallRules(after).map((rule) => [rule.name, rule]));
  const gone = firewallRules(before).flatMap(({ name, blocks }) => {
    const next = now.get(name);
    if (next === undefined) return [`the rule ${name} is gone`];
    return blocks && !next.blocks ? [`the rule ${name} counts instead of blocking`] : [];
  });
  const allows =
    listAt(before, "default_action.allow").length === 0 && listAt(after, "default_action.allow").length > 0;
  return [
    ...(gone.length > 3
      ? [`${gone.length} rules block no longer: ${gone.map((text) => text.split(" ")[2]).join(", ")}`]
      : gone),
    ...(allows ? ["lets through what no rule names"] : []),
  ];
}

function safeguardTexts({ type, action, before, after }: PlannedChange): string[] {
  return SAFEGUARDS.filter((safeguard) => safeguard.type === type).flatMap(({ holds, says }) => {
    if (holds(after) !== false) return [];
    return action === "create" || holds(before) !== false ? [says] : [];
  });
}
