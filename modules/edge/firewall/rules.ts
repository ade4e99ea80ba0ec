import { countryProblems } from "./countries";
import type { FirewallSettings } from "./firewall-settings";
import type { Statement } from "./statements";

/** A rule of a web ACL. What matches it is refused; a managed rule group decides by its own rules. */
export interface FirewallRule {
  /** Unique in the ACL; also the name of its metric. */
  readonly name: string;
  /** Rules are tried from the lowest priority to the highest; each has one of its own. */
  readonly priority: number;
  readonly statement: Statement;
}

/** What AWS takes as the limit of a rate. @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html */
const LEAST_RATE = 10;

/** Checks the settings of the firewall. @returns every problem at once, `[]` when there is none */
export function firewallProblems(settings: FirewallSettings): string[] {
  const { blockedCountries, requestsPerAddress, loginsPerAddress } = settings;
  const problems = countryProblems(blockedCountries);
  for (const [field, rate] of Object.entries({ requestsPerAddress, loginsPerAddress })) {
    if (Number.isInteger(rate) && rate >= LEAST_RATE) continue;
    problems.push(`${field}: must be a whole number of at least ${LEAST_RATE}, got ${rate}; AWS refuses it`);
  }
  if (loginsPerAddress >= requestsPerAddress) {
    problems.push(
      `loginsPerAddress: must be stricter than requestsPerAddress ${requestsPerAddress}, got ${loginsPerAddress}; lower it`,
    );
  }
  return problems;
}

/** Checks that no two rules of an ACL have one name or one priority. @returns every problem at once, `[]` when there is none */
export function ruleProblems(rules: readonly FirewallRule[]): string[] {
  return [
    ...duplicates(rules, "name", "each rule needs a name of its own"),
    ...duplicates(rules, "priority", "each rule needs a priority of its own"),
  ];
}

function duplicates(rules: readonly FirewallRule[], field: "name" | "priority", remedy: string): string[] {
  return [...new Set(rules.map((rule) => rule[field]))].flatMap((value) => {
    const users = rules.filter((rule) => rule[field] === value);
    if (users.length < 2) return [];
    const names = users.map(({ name }) => name).join(" and ");
    return [`rules: must not use a ${field} twice, got ${JSON.stringify(value)} in ${names}; ${remedy}`];
  });
}

/** A rule in the form of the bindings; with `count` it refuses nothing. */
export function aclRule({ name, priority, statement }: FirewallRule, mode: "block" | "count", metricPrefix: string) {
  const isGroup = "managed_rule_group_statement" in statement;
  const decision = isGroup
    ? { overrideAction: mode === "block" ? { none: {} } : { count: {} } }
    : { action: mode === "block" ? { block: {} } : { count: {} } };
  return {
    name,
    priority,
    ...decision,
    statement,
    visibilityConfig: {
      metricName: `${metricPrefix}-${name}`,
      cloudwatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    },
  };
}
