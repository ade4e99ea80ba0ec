import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, type SampleRequest, type SynthesizedRule } from "../../../firewall";
import { changedRoot, edgeRoot } from "./fixture";

const PLACES = { site: "site", load_balancer: "load balancer" } as const;

function rulesOf(acl: keyof typeof PLACES, root = edgeRoot("prod")): readonly SynthesizedRule[] {
  return JSON.parse(String(root.resources("aws_wafv2_web_acl")[`firewall_${acl}_acl`]?.rule_json));
}

/** The rule that decides, with `counts` before it where it only counts; `allow` if none does. */
function verdict(acl: keyof typeof PLACES, request: SampleRequest, root = edgeRoot("prod")): string {
  const decision = decide(rulesOf(acl, root), request, PLACES[acl]);
  if (decision.verdict === "allow") return "allow";
  return decision.verdict === "block" ? decision.rule : `counts ${decision.rule}`;
}

const post = (url: string, text = "", bytes?: number): SampleRequest => ({
  method: "POST",
  url,
  body: bytes === undefined ? { text } : { text, bytes },
});

interface CommonRules {
  readonly ManagedRuleGroupStatement: { RuleActionOverrides: { Name: string; ActionToUse: object }[] };
}

const MARKUP = "<script>alert(1)</script>";
const SQL = "a' OR 1=1; DROP TABLE x";
const MB = 1_000_000;

describe.each(["site", "load_balancer"] as const)("the rules before the %s", (acl) => {
  it.each<[string, SampleRequest, string]>([
    ["a page", { url: "/courses/7" }, "allow"],
    ["a 200 MB SCORM package", post("/api/courses/packages", "../imsmanifest.xml", 200 * MB), "allow"],
    ["an essay with HTML", post("/api/assessments/submissions/42", MARKUP), "allow"],
    ["an essay with SQL", post("/api/assessments/submissions/42", SQL), "allow"],
    ["a lesson with links to addresses", post("/api/courses/lessons/3", "http://192.0.2.1/x"), "allow"],
    ["a picture", post("/api/media/uploads/9", "", MB), "allow"],
    ["a SAML response of 20 KB", post("/api/identity/saml/acs", "", 20_000), "allow"],
    ["an LTI launch of 9 KB", post("/api/identity/lti/launch", "", 9_000), "allow"],
    ["a body of 8 KB on a login", post("/api/identity/login", "", 8_192), "allow"],
    ["one byte more", post("/api/identity/login", "", 8_193), "large-body"],
    ["a query of 3 KB with an assertion", { url: `/api/identity/saml/slo?a=${"x".repeat(3_000)}` }, "allow"],
    ["a query of 3 KB", { url: `/courses?a=${"x".repeat(3_000)}` }, "long-query"],
    ["a log file of a learner", { url: "/media/uploads/7/a.log" }, "allow"],
    ["a log file of a server", { url: "/a.log" }, "system-file"],
    ["no User-Agent", { url: "/", headers: { "user-agent": undefined } }, "allow"],
    ["SQL injection on a login", post("/api/identity/login", SQL), "suspicious-body"],
    ["SQL injection in the query of an upload", post("/api/media/uploads?id=1'%20or%201"), "sql-injection"],
    ["script in the query of an upload", post("/api/courses/packages?a=%3Cscript%3E"), "common"],
    [
      "Log4Shell with an upload",
      { ...post("/api/media/uploads"), headers: { "x-a": "$" + "{jndi:ldap://a/b}" } },
      "known-bad-inputs",
    ],
    ["a path that climbs out", { url: "/api/media/uploads/../../../etc/passwd" }, "common"],
    ["script in a SAML response", post("/api/identity/saml/acs", MARKUP), "suspicious-body"],
    ["script in a profile", post("/api/identity/profile", MARKUP), "suspicious-body"],
    ["../ in a profile", post("/api/identity/profile", "../a"), "suspicious-body"],
    ["a link to an address in a profile", post("/api/identity/profile", "http://192.0.2.1/x"), "suspicious-body"],
    ["an upload path with another end", post("/api/media/uploads-old", MARKUP), "suspicious-body"],
    ["an upload path further down", post("/x/api/media/uploads", MARKUP), "suspicious-body"],
  ])("%s", (_what, request, expected) => {
    expect(verdict(acl, request)).toBe(expected);
  });

  it("block a suspicious body on any path of a service that is not an upload", () => {
    const segment = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 4 }), (segments) => {
        const path = ["identity", ...segments].join("/");
        expect(verdict(acl, post(`/api/${path}`, MARKUP))).toBe("suspicious-body");
      }),
    );
  });

  it("are not fooled by a path that leaves an upload by .., encoded or not", () => {
    // Without AWS's rule for such paths, which would block them first.
    const rules = rulesOf(acl);
    const common = rules.find(({ Name }) => Name === "common")?.Statement as unknown as CommonRules;
    for (const override of common.ManagedRuleGroupStatement.RuleActionOverrides) {
      if (override.Name === "GenericLFI_URIPATH") override.ActionToUse = { Count: {} };
    }
    for (const url of ["/api/media/uploads/../login", "/api/media/uploads/%2e%2e/login"]) {
      expect(decide(rules, post(url, MARKUP), PLACES[acl])).toEqual({ verdict: "block", rule: "suspicious-body" });
    }
  });
});

describe("the rules before the site", () => {
  const from = (from: NonNullable<SampleRequest["from"]>, url = "/", method = "GET") => ({ url, method, from });

  it.each<[string, SampleRequest, string]>([
    ["an address of bad repute", from({ kind: "attacker" }), "ip-reputation"],
    ["an anonymizer", from({ kind: "vpn" }), "allow"],
    ["an LTI tool in another cloud", from({ kind: "cloud" }, "/api/identity/token"), "allow"],
    ["50,000 requests of an address", from({ requests: 50_000 }), "allow"],
    ["one more", from({ requests: 50_001 }), "rate"],
    ["250,000 objects for an address", from({ requests: 250_000 }, "/media/transcoded/1.ts"), "allow"],
    ["one more object", from({ requests: 250_001 }, "/static/a.js"), "rate-of-objects"],
    ["2,000 logins of an address", from({ requests: 2_000 }, "/api/identity/login", "POST"), "allow"],
    ["one more login", from({ requests: 2_001 }, "/api/identity/login", "POST"), "rate-of-logins"],
    ["a login form, shown often", from({ requests: 2_001 }, "/login"), "allow"],
    ["other posts, sent often", from({ requests: 2_001 }, "/api/courses/7", "POST"), "allow"],
    ["a script", { url: "/", headers: { "user-agent": "curl/8" } }, "allow"],
    ["a far country", from({ country: "KP" }), "allow"],
    ["the id for support", { url: "/support-id" }, "support-id"],
  ])("%s", (_what, request, expected) => {
    expect(verdict("site", request)).toBe(expected);
  });

  it("refuse blocked countries where there are any", () => {
    const root = changedRoot({ edge: { firewall: { blockedCountries: ["KP", "CU"] } } });
    expect(verdict("site", from({ country: "KP" }), root)).toBe("blocked-countries");
    expect(verdict("site", from({ country: "KR" }), root)).toBe("allow");
  });

  it("refuse bots where bot control is on", () => {
    const root = changedRoot({ edge: { firewall: { botControl: "common" } } });
    expect(verdict("site", { url: "/", headers: { "user-agent": "curl/8" } }, root)).toBe("bot-control");
  });

  it("only count in dev", () => {
    for (const acl of ["site", "load_balancer"] as const) {
      expect(verdict(acl, post("/login", SQL, MB), edgeRoot("dev"))).toBe("counts large-body");
    }
    expect(verdict("site", from({ requests: 1_000_000 }), edgeRoot("dev"))).toBe("counts rate");
  });
});
