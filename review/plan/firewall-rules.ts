import { listAt, textAt, type Values } from "./values";

/** A rule of a web ACL, as far as a review looks at it. */
export interface FirewallRule {
  readonly name: string;
  /** Whether it refuses what matches, or whom its group of rules refuses. */
  readonly blocks: boolean;
}

/** Rules of a web ACL: of its `rule_json`, or of blocks, which what is deployed may still have. */
export function firewallRules(acl: Values | undefined): readonly FirewallRule[] {
  const json = textAt(acl, "rule_json");
  // In synthesized JSON it can be an expression, whose value Terraform alone knows.
  if (json.startsWith("[")) return (JSON.parse(json) as Values[]).map((rule) => ruleOf(rule, API_NAMES));
  return listAt(acl, "rule").map((rule) => ruleOf(rule as Values, BLOCK_NAMES));
}

const API_NAMES = { name: "Name", blocking: ["OverrideAction.None", "Action.Block"] };
const BLOCK_NAMES = { name: "name", blocking: ["override_action.none", "action.block"] };

function ruleOf(rule: Values, { name, blocking }: typeof API_NAMES): FirewallRule {
  return { name: textAt(rule, name), blocks: blocking.some((path) => listAt(rule, path).length > 0) };
}
