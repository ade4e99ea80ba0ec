import { times } from "../../foundation/numbers";
import { OBJECT_PATHS, pathsOf } from "../../foundation/routes";
import { SUPPORT_ID_PATH } from "../../s3-cloudfront";
import { LABELS, managedGroup } from "./managed-groups";
import { type FirewallSettings, OBJECTS_PER_REQUEST } from "./settings";
import {
  allOf,
  anyOf,
  commonBots,
  hasLabel,
  hasMethod,
  isBelow,
  isOverRate,
  isPath,
  not,
  type Statement,
} from "./statements";
import type { FirewallRule } from "./web-acl";

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
            statement: { GeoMatchStatement: { CountryCodes: blockedCountries } },
          },
        ];
  const bots: FirewallRule[] =
    botControl === "none" ? [] : [{ name: "bot-control", priority: 60, statement: commonBots() }];
  const objects = isBelow(OBJECT_PATHS);
  return [
    // Its log entry has the id that the page for refused people shows, and the address of who was refused.
    { name: "support-id", priority: 5, statement: isPath(SUPPORT_ID_PATH) },
    ...countries,
    { name: "ip-reputation", priority: 20, statement: managedGroup("AWSManagedRulesAmazonIpReputationList") },
    { name: "anonymous-ip", priority: 30, statement: managedGroup("AWSManagedRulesAnonymousIpList") },
    { name: "rate", priority: 40, statement: isOverRate(requestsPerAddress, not(objects)) },
    {
      name: "rate-of-objects",
      priority: 45,
      statement: isOverRate(times(requestsPerAddress, OBJECTS_PER_REQUEST), objects),
    },
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
  const uploads = pathsOf("uploads");
  const assertions = pathsOf("assertions");
  return [
    { name: "common", priority: 70, statement: managedGroup("AWSManagedRulesCommonRuleSet") },
    { name: "known-bad-inputs", priority: 80, statement: managedGroup("AWSManagedRulesKnownBadInputsRuleSet") },
    { name: "sql-injection", priority: 90, statement: managedGroup("AWSManagedRulesSQLiRuleSet") },
    { name: "large-body", priority: 100, statement: unlessBelow([...uploads, ...assertions], LABELS.largeBody) },
    { name: "suspicious-body", priority: 110, statement: unlessBelow(uploads, LABELS.suspiciousBody) },
    { name: "long-query", priority: 120, statement: unlessBelow(assertions, LABELS.longQuery) },
    { name: "system-file", priority: 130, statement: unlessBelow([...OBJECT_PATHS, ...uploads], LABELS.systemFile) },
  ];
}

function unlessBelow(paths: readonly string[], labels: readonly string[]): Statement {
  return allOf(anyOf(labels.map(hasLabel)), not(isBelow(paths)));
}

function isLogin(): Statement {
  return allOf(hasMethod("POST"), isBelow(pathsOf("logins")));
}
