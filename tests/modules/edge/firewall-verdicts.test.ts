import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ManagedRule, type SampleRequest, type SynthesizedRule, verdict } from "./evaluate-firewall";
import { changedRoot, edgeRoot } from "./fixture";

/** These verdicts model our statements; what AWS's own rules match is stated with each sample, see `SampleRequest`. */
function rulesOf(acl: "site" | "load_balancer", root = edgeRoot("prod")): readonly SynthesizedRule[] {
  return root.resources("aws_wafv2_web_acl")[`firewall_${acl}_acl`]?.rule as readonly SynthesizedRule[];
}

const scorm: SampleRequest = {
  method: "POST",
  path: "/api/courses/packages",
  matches: ["SizeRestrictions_BODY", "GenericLFI_BODY"],
};
const essay: SampleRequest = {
  method: "PUT",
  path: "/api/assessments/submissions/42",
  matches: ["CrossSiteScripting_BODY"],
};
const at = (path: string, ...matches: ManagedRule[]): SampleRequest => ({ method: "POST", path, matches });

describe.each(["site", "load_balancer"] as const)("the rules before the %s", (acl) => {
  it.each<[string, SampleRequest, string]>([
    ["a page", { method: "GET", path: "/courses/7" }, "allow"],
    ["a 200 MB SCORM package", scorm, "allow"],
    ["an essay with HTML", essay, "allow"],
    ["a lesson with links to addresses", at("/api/courses/lessons/3", "GenericRFI_BODY"), "allow"],
    ["a picture", at("/api/media/uploads/9", "SizeRestrictions_BODY"), "allow"],
    ["a SAML response of 20 KB", at("/api/identity/saml/acs", "SizeRestrictions_BODY"), "allow"],
    ["an LTI launch of 9 KB", at("/api/identity/lti/launch", "SizeRestrictions_BODY"), "allow"],
    ["SQL injection on a login", at("/api/identity/login", "SQLi_BODY"), "sql-injection"],
    ["SQL injection in the body of an upload", at("/api/media/uploads", "SQLi_BODY"), "sql-injection"],
    ["SQL injection in the query of an upload", at("/api/media/uploads?id=1", "SQLi_QUERYARGUMENTS"), "sql-injection"],
    [
      "script in the query of an upload",
      at("/api/courses/packages?a=b", "CrossSiteScripting_QUERYARGUMENTS"),
      "common",
    ],
    ["the instance's credentials in an upload", at("/api/media/uploads", "EC2MetaDataSSRF_BODY"), "common"],
    ["Log4Shell with an upload", at("/api/media/uploads", "Log4JRCE_HEADER"), "known-bad-inputs"],
    ["a path that climbs out", at("/api/media/uploads/../../../etc/passwd", "GenericLFI_URIPATH"), "common"],
    ["a large body on a login", at("/login", "SizeRestrictions_BODY"), "large-body"],
    ["script in a SAML response", at("/api/identity/saml/acs", "CrossSiteScripting_BODY"), "suspicious-body"],
    ["script in a profile", at("/api/identity/profile", "CrossSiteScripting_BODY"), "suspicious-body"],
    ["../ in a profile", at("/api/identity/profile", "GenericLFI_BODY"), "suspicious-body"],
    ["a link to an address in a profile", at("/api/identity/profile", "GenericRFI_BODY"), "suspicious-body"],
    ["an upload path with another end", at("/api/media/uploads-old", "CrossSiteScripting_BODY"), "suspicious-body"],
    ["an upload path further down", at("/x/api/media/uploads", "CrossSiteScripting_BODY"), "suspicious-body"],
    ["an upload path left by ..", at("/api/media/uploads/../login", "CrossSiteScripting_BODY"), "suspicious-body"],
    ["an upload path left by %2e%2e", at("/api/media/uploads/%2e%2e/x", "SizeRestrictions_BODY"), "large-body"],
  ])("%s", (_what, request, expected) => {
    expect(verdict(rulesOf(acl), request)).toBe(expected);
  });

  it("block a suspicious body on any path that is not an upload", () => {
    const segment = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 4 }), (segments) => {
        fc.pre(
          !/^(courses\/(packages|lessons)|assessments\/submissions|media\/uploads)(\/|$)/.test(segments.join("/")),
        );
        const path = `/api/${segments.join("/")}`;
        expect(verdict(rulesOf(acl), at(path, "CrossSiteScripting_BODY"))).toBe("suspicious-body");
      }),
    );
  });
});

describe("the rules before the site", () => {
  it.each<[string, SampleRequest, string]>([
    ["an address of bad repute", at("/", "AWSManagedIPReputationList"), "ip-reputation"],
    ["an anonymizer", at("/", "AnonymousIPList"), "anonymous-ip"],
    ["an LTI tool in another cloud", at("/api/identity/token", "HostingProviderIPList"), "allow"],
    ["50,000 requests of an address", { method: "GET", path: "/", rate: 50_000 }, "allow"],
    ["one more", { method: "GET", path: "/", rate: 50_001 }, "rate"],
    ["2,000 logins of an address", { method: "POST", path: "/api/identity/login", rate: 2_000 }, "allow"],
    ["one more login", { method: "POST", path: "/api/identity/login", rate: 2_001 }, "rate-of-logins"],
    ["a login form, shown often", { method: "GET", path: "/login", rate: 2_001 }, "allow"],
    ["other posts, sent often", { method: "POST", path: "/api/courses/7", rate: 2_001 }, "allow"],
    ["a script", at("/", "CategoryHttpLibrary"), "allow"],
    ["a far country", { method: "GET", path: "/", country: "KP" }, "allow"],
  ])("%s", (_what, request, expected) => {
    expect(verdict(rulesOf("site"), request)).toBe(expected);
  });

  it("refuse blocked countries where there are any", () => {
    const rules = rulesOf("site", changedRoot({ edge: { firewall: { blockedCountries: ["KP", "CU"] } } }));
    expect(verdict(rules, { method: "GET", path: "/", country: "KP" })).toBe("blocked-countries");
    expect(verdict(rules, { method: "GET", path: "/", country: "KR" })).toBe("allow");
  });

  it("refuse bots where bot control is on", () => {
    const rules = rulesOf("site", changedRoot({ edge: { firewall: { botControl: "common" } } }));
    expect(verdict(rules, at("/", "CategoryHttpLibrary"))).toBe("bot-control");
  });

  it("only count in dev", () => {
    for (const acl of ["site", "load_balancer"] as const) {
      const rules = rulesOf(acl, edgeRoot("dev"));
      expect(verdict(rules, at("/login", "SQLi_BODY", "SizeRestrictions_BODY", "AnonymousIPList"))).toBe("allow");
      expect(verdict(rules, { method: "GET", path: "/", rate: 1_000_000 })).toBe("allow");
    }
  });
});
