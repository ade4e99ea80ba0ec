import { describe, expect, it } from "vitest";
import { firewallProblems } from "../../../modules/edge/firewall/settings";
import { hasMethod } from "../../../modules/edge/firewall/statements";
import { ruleProblems } from "../../../modules/edge/firewall/web-acl";
import { siteProblems } from "../../../modules/edge/settings";
import { ROUTES, routeProblems } from "../../../modules/foundation/routes";
import { LMS_SERVICE_NAMES } from "../../../modules/foundation/services";

const problemsOf = (domain: string, zone: string) => siteProblems({ domain, zone: { kind: "looked-up", name: zone } });

describe("siteProblems", () => {
  it.each([
    ["lms.example.com", "lms.example.com"],
    ["lms.example.com", "example.com"],
    ["a-1.b.xn--p1ai.example", "b.xn--p1ai.example"],
  ])("accepts %s in the zone %s", (domain, zone) => {
    expect(problemsOf(domain, zone)).toEqual([]);
  });

  it.each([
    "lms",
    "lms.example.com.",
    "https://lms.example.com",
    "Lms.example.com",
    "-a.example.com",
    "*.example.com",
    "a b.com",
    "10.0.0.1",
    "",
  ])("refuses %j, which is no domain", (domain) => {
    expect(problemsOf(domain, "example.com")).toEqual([
      `domain: must be a domain name in lower case of at most 56 characters such as lms.example.com, got ${JSON.stringify(domain)}; ` +
        "write the name without scheme, path or trailing dot",
    ]);
  });

  it("refuses a zone that is no domain", () => {
    expect(problemsOf("lms.example.com", "Z0123456789")).toEqual([
      'zone.name: must be a domain name in lower case such as example.com, got "Z0123456789"; ' +
        "write the name without scheme, path or trailing dot",
    ]);
  });

  it.each(["lms.example.com", "badexample.org"])("refuses %s outside its zone", (domain) => {
    expect(problemsOf(domain, "example.org")).toEqual([
      `domain: must be the zone example.org or inside it, got ${JSON.stringify(domain)}; ` +
        "name the zone that the domain belongs to",
    ]);
  });

  it("accepts a domain whose packages' certificate begins with 64 characters, the most that ACM takes", () => {
    const domain = `${"a".repeat(44)}.example.com`;
    expect(`content.${domain}`).toHaveLength(64);
    expect(problemsOf(domain, "example.com")).toEqual([]);
  });

  it("refuses a domain whose packages' certificate cannot begin with them", () => {
    const domain = `${"a".repeat(45)}.example.com`;
    expect(`content.${domain}`).toHaveLength(65);
    expect(problemsOf(domain, "example.com")).toEqual([
      `domain: must be a domain name in lower case of at most 56 characters such as lms.example.com, got "${domain}"; ` +
        "write the name without scheme, path or trailing dot",
    ]);
  });
});

describe("firewallProblems", () => {
  const settings = {
    mode: "block",
    blockedCountries: "none",
    botControl: "none",
    requestsPerAddress: 1000,
    loginsPerAddress: 10,
  } as const;

  it("accepts the least that AWS takes", () => {
    expect(firewallProblems(settings)).toEqual([]);
  });

  it.each([9, 10.5, Number.NaN])("refuses %d logins", (loginsPerAddress) => {
    expect(firewallProblems({ ...settings, loginsPerAddress })).toEqual([
      `loginsPerAddress: must be a whole number from 10 to 400000000, got ${loginsPerAddress}; AWS WAF takes no other rate of requests and of objects`,
    ]);
  });

  it("accepts the most requests for which AWS takes five times as many objects", () => {
    expect(firewallProblems({ ...settings, requestsPerAddress: 400_000_000 })).toEqual([]);
  });

  it.each([1, 400_000_001])("refuses %d requests", (requestsPerAddress) => {
    expect(firewallProblems({ ...settings, requestsPerAddress })).toEqual([
      `requestsPerAddress: must be a whole number from 10 to 400000000, got ${requestsPerAddress}; AWS WAF takes no other rate of requests and of objects`,
    ]);
  });

  it("refuses as many logins as requests", () => {
    expect(firewallProblems({ ...settings, loginsPerAddress: 1000 })).toEqual([
      "loginsPerAddress: must be lower than requestsPerAddress 1000, got 1000; lower it",
    ]);
  });

  it("accepts ISO codes of countries", () => {
    expect(firewallProblems({ ...settings, blockedCountries: ["KP", "XK"] })).toEqual([]);
  });

  it.each([
    ["10.0.0.0/8", "address ranges belong into an IP set"],
    ["2001:db8::/32", "address ranges belong into an IP set"],
    ["192.0.2.1", "address ranges belong into an IP set"],
    ["kp", "look up the code of the country"],
    ["UK", "look up the code of the country"],
    ["USA", "look up the code of the country"],
    ["", "look up the code of the country"],
  ])("refuses the country %j", (country, remedy) => {
    expect(firewallProblems({ ...settings, blockedCountries: ["KP", country] })).toEqual([
      "blockedCountries: must be an ISO 3166-1 code of two capital letters such as KP, " +
        `got ${JSON.stringify(country)}; ${remedy}`,
    ]);
  });

  it("refuses a list without a country", () => {
    expect(firewallProblems({ ...settings, blockedCountries: [] })).toEqual([
      'blockedCountries: must have 1 to 250 elements, got []; a geo rule without one is invalid: say "none"',
    ]);
  });
});

describe("ruleProblems", () => {
  const rule = (name: string, priority: number) => ({ name, priority, statement: hasMethod("POST") });

  it("accepts rules of different names and priorities", () => {
    expect(ruleProblems([rule("a", 1), rule("b", 2)])).toEqual([]);
  });

  it("refuses a priority used twice", () => {
    expect(ruleProblems([rule("a", 10), rule("b", 20), rule("c", 10)])).toEqual([
      "rules: must not use a priority twice, got 10 in a and c; each rule needs a priority of its own",
    ]);
  });

  it("refuses a name used twice", () => {
    expect(ruleProblems([rule("a", 10), rule("a", 20)])).toEqual([
      'rules: must not use a name twice, got "a" in a and a; each rule needs a name of its own',
    ]);
  });
});

describe("the routes", () => {
  it("lead to every service, each with a priority of its own", () => {
    expect(ROUTES.map(({ service }) => service).sort()).toEqual([...LMS_SERVICE_NAMES].sort());
    expect(routeProblems(ROUTES)).toEqual([]);
  });

  it("refuse a priority used twice", () => {
    const [first, second] = ["courses", "media"] as const;
    const paths: [string, string] = ["/a", "/a/*"];
    expect(
      routeProblems([
        { service: first, priority: 100, paths },
        { service: second, priority: 100, paths },
      ]),
    ).toEqual([
      "routes: must not use a priority twice, got 100 for courses and media; give each a priority of its own",
    ]);
  });
});
