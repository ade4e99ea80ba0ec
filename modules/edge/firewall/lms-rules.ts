import { pathsOf } from "../../foundation/routes";
import type { FirewallSettings } from "./settings";
import {
  allOf,
  anyOf,
  commonBots,
  hasLabel,
  hasMethod,
  isBelow,
  isOverRate,
  managedGroup,
  not,
  type Statement,
} from "./statements";
import type { FirewallRule } from "./web-acl";

/**
 * Rules of `AWSManagedRulesCommonRuleSet` that inspect the body and would block uploads of an LMS. They only count; rules of
 * the platform block by their labels on paths where such a body is not expected.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
const BODY_RULES = {
  /** Over 8 KB. */
  size: { name: "SizeRestrictions_BODY", label: "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body" },
  markup: { name: "CrossSiteScripting_BODY", label: "awswaf:managed:aws:core-rule-set:CrossSiteScripting_Body" },
  /** `../` as zip files and source code have it. */
  localFiles: { name: "GenericLFI_BODY", label: "awswaf:managed:aws:core-rule-set:GenericLFI_Body" },
  /** Links to IP addresses. */
  remoteFiles: { name: "GenericRFI_BODY", label: "awswaf:managed:aws:core-rule-set:GenericRFI_Body" },
} as const;

/** Settings that the rules of the site depend on. */
export type SiteLimits = Pick<
  FirewallSettings,
  "blockedCountries" | "botControl" | "requestsPerAddress" | "loginsPerAddress"
>;

/** Rules of CloudFront's ACL, which sees the visitor's own address: origin, rate and content of requests. */
export function siteRules(limits: SiteLimits): FirewallRule[] {
  const { blockedCountries, botControl, requestsPerAddress, loginsPerAddress } = limits;
  const countries: FirewallRule[] =
    blockedCountries === "none"
      ? []
      : [
          {
            name: "blocked-countries",
            priority: 10,
            statement: { geo_match_statement: { country_codes: blockedCountries } },
          },
        ];
  const bots: FirewallRule[] =
    botControl === "none" ? [] : [{ name: "bot-control", priority: 60, statement: commonBots() }];
  return [
    ...countries,
    { name: "ip-reputation", priority: 20, statement: managedGroup("AWSManagedRulesAmazonIpReputationList") },
    {
      name: "anonymous-ip",
      priority: 30,
      // Clouds other than AWS count only: that is where LTI tools and identity providers call from.
      statement: managedGroup("AWSManagedRulesAnonymousIpList", ["HostingProviderIPList"]),
    },
    { name: "rate", priority: 40, statement: isOverRate(requestsPerAddress) },
    { name: "rate-of-logins", priority: 50, statement: isOverRate(loginsPerAddress, isLogin()) },
    ...bots,
    ...contentRules(),
  ];
}

/**
 * Rules of the load balancer's ACL, the second line: content of requests. No rate limits here: it sees CloudFront's
 * addresses only, and `X-Forwarded-For` can be forged. Requests through the site were already limited by address; others lack
 * the origin-verify header and are refused.
 */
export function loadBalancerRules(): FirewallRule[] {
  return contentRules();
}

function contentRules(): FirewallRule[] {
  const { size, markup, localFiles, remoteFiles } = BODY_RULES;
  return [
    {
      name: "common",
      priority: 70,
      statement: managedGroup(
        "AWSManagedRulesCommonRuleSet",
        Object.values(BODY_RULES).map(({ name }) => name),
      ),
    },
    { name: "known-bad-inputs", priority: 80, statement: managedGroup("AWSManagedRulesKnownBadInputsRuleSet") },
    { name: "sql-injection", priority: 90, statement: managedGroup("AWSManagedRulesSQLiRuleSet") },
    {
      name: "large-body",
      priority: 100,
      statement: unlessBelow([...pathsOf("uploads"), ...pathsOf("assertions")], [size.label]),
    },
    {
      name: "suspicious-body",
      priority: 110,
      statement: unlessBelow(pathsOf("uploads"), [markup.label, localFiles.label, remoteFiles.label]),
    },
  ];
}

function unlessBelow(paths: readonly string[], labels: readonly string[]): Statement {
  return allOf(anyOf(labels.map(hasLabel)), not(isBelow(paths)));
}

function isLogin(): Statement {
  return allOf(hasMethod("POST"), isBelow(pathsOf("logins")));
}
