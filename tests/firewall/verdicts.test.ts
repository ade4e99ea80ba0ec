import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { prod } from "../../environments/prod";
import {
  type FrontDoor,
  requestsFor,
  type SynthesizedRule,
  verdictOn,
  verdictRows,
  verdictTable,
} from "../../firewall";
import { root } from "../support/synthesized";

/** Environments with a firewall. */
const GUARDED = ENVIRONMENTS.flatMap(({ name, edge: { firewall } }) => (firewall === "none" ? [] : { name, firewall }));

function frontDoor(environment: string): FrontDoor {
  return root(`${environment}-platform`).json as unknown as FrontDoor;
}

/** prod's way in with other rules in one of its web ACLs. */
function withRules(
  acl: "firewall_site_acl" | "firewall_load_balancer_acl",
  change: (rules: readonly SynthesizedRule[]) => readonly SynthesizedRule[],
): FrontDoor {
  const prod = frontDoor("prod");
  const acls = prod.resource.aws_wafv2_web_acl;
  const changed = { rule_json: JSON.stringify(change(JSON.parse(acls[acl].rule_json))) };
  return { resource: { ...prod.resource, aws_wafv2_web_acl: { ...acls, [acl]: changed } } };
}

/** Names of the requests whose verdict is not the expected one of prod. */
function flippedBy(changed: FrontDoor): string[] {
  return verdictRows("prod", prod.edge.firewall, changed)
    .filter(({ expected, got }) => expected !== got)
    .map(({ request, got }) => `${request}: ${got}`);
}

function without(name: string) {
  return (rules: readonly SynthesizedRule[]) => rules.filter((rule) => rule.Name !== name);
}

describe("the requests", () => {
  it("are at least 60 for each environment, each with a name of its own", () => {
    for (const { firewall } of GUARDED) {
      const names = requestsFor(firewall).flatMap(({ requests }) => requests.map(({ name }) => name));
      expect(names.length).toBeGreaterThanOrEqual(60);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("try the limits of an environment, where it counts and where it blocks", () => {
    const limits = { requestsPerAddress: 3_000, loginsPerAddress: 500 };
    const crowds = (mode: "block" | "count") =>
      requestsFor({ ...limits, mode })
        .find(({ name }) => name === "Crowds")
        ?.requests.map(({ name, expected }) => `${name}: ${expected[mode]}`);
    expect(crowds("block")).toEqual(
      expect.arrayContaining([
        "a class of 300 behind one school address begins an exam: passes",
        "3,000 requests of an address: passes",
        "3,001 requests of an address: site blocks: rate",
        "15,001 objects for an address: site blocks: rate-of-objects",
        "501 sign-ins of an address: site blocks: rate-of-logins",
      ]),
    );
    expect(crowds("count")).toEqual(
      expect.arrayContaining([
        "a class of 300 behind one school address begins an exam: site counts: rate",
        "a class of 300 behind one address signs in, twice each: site counts: rate-of-logins",
        "3,001 requests of an address: site counts: rate",
      ]),
    );
  });

  it.each(GUARDED)("get the verdict in $name that they must get", ({ name, firewall }) => {
    const wrong = verdictRows(name, firewall, frontDoor(name)).filter(({ got, expected }) => got !== expected);
    expect(wrong).toEqual([]);
  });
});

describe("a change flips the verdict of", () => {
  it.each([
    ["firewall_site_acl", "site"],
    ["firewall_load_balancer_acl", "load balancer"],
  ] as const)("essays and code, when SQL in bodies is blocked everywhere by %s", (acl, place) => {
    const group = { VendorName: "AWS", Name: "AWSManagedRulesSQLiRuleSet" } as const;
    const strict = withRules(acl, (rules) =>
      rules.map((rule) =>
        rule.Name === "sql-injection" ? { ...rule, Statement: { ManagedRuleGroupStatement: group } } : rule,
      ),
    );
    expect(flippedBy(strict)).toContain(`SQL in the answer of a database course: ${place} blocks: sql-injection`);
  });

  it("attacks by a body, when the rule by path is gone: the load balancer's still blocks them", () => {
    const lax = withRules("firewall_site_acl", without("suspicious-body"));
    expect(flippedBy(lax)).toContain("SQL injection into the sign-in: load balancer blocks: suspicious-body");
  });

  it("stolen passwords, when logins have no limit", () => {
    expect(flippedBy(withRules("firewall_site_acl", without("rate-of-logins")))).toEqual([
      `${(prod.edge.firewall.loginsPerAddress + 1).toLocaleString("en-US")} sign-ins of an address: passes`,
      "stolen passwords, 5,000 from one address: passes",
    ]);
  });

  it("no file of a course, when its path is written with another wildcard", () => {
    const prod = frontDoor("prod");
    const distribution = prod.resource.aws_cloudfront_distribution.distribution_distribution;
    const behaviors = distribution.ordered_cache_behavior.map((behavior) => ({
      ...behavior,
      path_pattern: behavior.path_pattern.replace("/media/", "/medi?/"),
    }));
    const aws_cloudfront_distribution = {
      distribution_distribution: { ...distribution, ordered_cache_behavior: behaviors },
    };
    const changed = { resource: { ...prod.resource, aws_cloudfront_distribution } };
    for (const door of [prod, changed]) {
      expect(verdictOn(door, { url: "/media/a.mp4" })).toBe("CloudFront refuses: not signed");
    }
  });

  it("a direct request, when a listener rule no longer asks for the header", () => {
    const prod = frontDoor("prod");
    const rules = prod.resource.aws_lb_listener_rule;
    const open = Object.fromEntries(
      Object.entries(rules).map(([name, rule]) => [
        name,
        name.endsWith("rule_courses")
          ? { ...rule, condition: rule.condition.filter(({ http_header }) => http_header === undefined) }
          : rule,
      ]),
    );
    const changed = { resource: { ...prod.resource, aws_lb_listener_rule: open } };
    const direct = { url: "/api/courses/7", entrance: "origin" } as const;
    expect(verdictOn(prod, direct)).toBe("listener refuses");
    expect(verdictOn(changed, direct)).toBe("passes");
  });

  it("a video, when its path no longer asks for a signature", () => {
    const prod = frontDoor("prod");
    const { distribution_distribution: distribution } = prod.resource.aws_cloudfront_distribution;
    const behaviors = distribution.ordered_cache_behavior.map(({ trusted_key_groups: _, ...behavior }) => behavior);
    const open = { distribution_distribution: { ...distribution, ordered_cache_behavior: behaviors } };
    expect(flippedBy({ resource: { ...prod.resource, aws_cloudfront_distribution: open } })).toEqual([
      "a video without a signature: passes",
    ]);
  });
});

describe("the table", () => {
  it("names each verdict, and what a wrong one must be", () => {
    const group = { group: "Learning", environment: "prod" };
    expect(
      verdictTable("prod", [
        { ...group, request: "an essay", expected: "passes", got: "site blocks: common" },
        { ...group, request: "a page", expected: "passes", got: "passes" },
      ]),
    ).toBe(
      [
        "prod: 2 requests",
        "",
        "  Learning",
        "    an essay  site blocks: common",
        '              WRONG: must be "passes"',
        "    a page    passes",
      ].join("\n"),
    );
  });
});

it("a statement that is not modelled is an error, and no verdict", () => {
  const statement = { XssMatchStatement: {} } as unknown as SynthesizedRule["Statement"];
  const changed = withRules("firewall_site_acl", () => [
    { Name: "xss", Priority: 1, Action: { Block: {} }, Statement: statement },
  ]);
  expect(() => verdictOn(changed, { url: "/" })).toThrow(
    'a statement must be one that is modelled here, got {"XssMatchStatement":{}}',
  );
});
