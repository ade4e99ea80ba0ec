import { describe, expect, it } from "vitest";
import { continentProblems } from "../../../modules/edge/continents";
import { domainProblems } from "../../../modules/edge/domain-names";
import { countryProblems } from "../../../modules/edge/firewall/countries";
import { firewallProblems, ruleProblems } from "../../../modules/edge/firewall/rules";
import { hasMethod } from "../../../modules/edge/firewall/statements";
import { globalProviderProblems } from "../../../modules/foundation/regions";
import { ROUTES, routeProblems } from "../../../modules/foundation/routes";
import { LMS_SERVICE_NAMES } from "../../../modules/foundation/services";

describe("domainProblems", () => {
  it.each([
    ["lms.example.com", "lms.example.com"],
    ["lms.example.com", "example.com"],
    ["a-1.b.xn--p1ai.example", "b.xn--p1ai.example"],
  ])("accepts %s in the zone %s", (domain, zone) => {
    expect(domainProblems(domain, zone)).toEqual([]);
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
    expect(domainProblems(domain, "example.com")).toEqual([
      `domain: must be a domain name in lower case such as lms.example.com, got ${JSON.stringify(domain)}; correct it`,
    ]);
  });

  it("refuses a zone that is no domain", () => {
    expect(domainProblems("lms.example.com", "Z0123456789")).toEqual([
      'zone.name: must be a domain name in lower case such as example.com, got "Z0123456789"; correct it',
    ]);
  });

  it.each(["lms.example.com", "badexample.org"])("refuses %s outside its zone", (domain) => {
    expect(domainProblems(domain, "example.org")).toEqual([
      `domain: must be the zone example.org or inside it, got ${JSON.stringify(domain)}; correct one of the two`,
    ]);
  });

  it("refuses a domain that no certificate can begin with", () => {
    const domain = `${"a".repeat(53)}.example.com`;
    expect(domain).toHaveLength(65);
    expect(domainProblems(domain, "example.com")).toEqual([
      `domain: must have at most 64 characters for its certificate, got "${domain}" (65); shorten it`,
    ]);
  });
});

describe("continentProblems", () => {
  it("accepts the codes of Route 53", () => {
    expect(continentProblems([])).toEqual([]);
    expect(continentProblems(["AF", "AN", "AS", "EU", "NA", "OC", "SA"])).toEqual([]);
  });

  it.each(["US", "eu", "Europe", "toString"])("refuses %s", (continent) => {
    expect(continentProblems([continent])).toEqual([
      `continents: must be codes of Route 53 (AF, AN, AS, EU, NA, OC, SA), got "${continent}"; correct it`,
    ]);
  });

  it("refuses a continent named twice", () => {
    expect(continentProblems(["EU", "EU"])).toEqual([
      'continents: must name each continent once, got ["EU","EU"]; remove the repeated one',
    ]);
  });
});

describe("countryProblems", () => {
  it("accepts none, and ISO codes", () => {
    expect(countryProblems("none")).toEqual([]);
    expect(countryProblems(["KP", "XK"])).toEqual([]);
  });

  it.each(["10.0.0.0/8", "2001:db8::/32", "192.0.2.1"])("refuses the address %s", (address) => {
    expect(countryProblems([address])).toEqual([
      "blockedCountries: must be ISO 3166-1 codes of two capital letters such as KP, " +
        `got "${address}"; an address range is no country; it belongs into an IP set`,
    ]);
  });

  it.each(["kp", "UK", "USA", ""])("refuses %j", (country) => {
    expect(countryProblems([country])).toEqual([
      `blockedCountries: must be ISO 3166-1 codes of two capital letters such as KP, got "${country}"; correct the code`,
    ]);
  });

  it("refuses a list without a country", () => {
    expect(countryProblems([])).toEqual([
      'blockedCountries: must name a country or be "none", got []; a rule without one is refused by AWS',
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
      `loginsPerAddress: must be a whole number of at least 10, got ${loginsPerAddress}; AWS refuses it`,
    ]);
  });

  it("refuses too few requests", () => {
    expect(firewallProblems({ ...settings, requestsPerAddress: 1 })).toEqual([
      "requestsPerAddress: must be a whole number of at least 10, got 1; AWS refuses it",
      "loginsPerAddress: must be stricter than requestsPerAddress 1, got 10; lower it",
    ]);
  });

  it("refuses as many logins as requests", () => {
    expect(firewallProblems({ ...settings, loginsPerAddress: 1000 })).toEqual([
      "loginsPerAddress: must be stricter than requestsPerAddress 1000, got 1000; lower it",
    ]);
  });

  it("refuses an address among the countries", () => {
    expect(firewallProblems({ ...settings, blockedCountries: ["10.0.0.0/8"] })).toHaveLength(1);
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

describe("globalProviderProblems", () => {
  it("accepts a provider of us-east-1", () => {
    expect(globalProviderProblems({ region: "us-east-1" }, "CloudFront takes certificates from")).toEqual([]);
  });

  it("refuses any other", () => {
    expect(globalProviderProblems({ region: "eu-west-1" }, "CloudFront takes certificates from")).toEqual([
      "globalProvider: must be one of us-east-1, the only region that CloudFront takes certificates from, " +
        'got "eu-west-1"; give the provider of that region',
    ]);
  });
});
