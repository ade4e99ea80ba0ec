import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { App } from "cdktf";
import { describe, expect, it } from "vitest";
import { hasMethod, isBelow } from "../../../modules/edge/firewall/statements";
import { WebAcl } from "../../../modules/edge/firewall/web-acl";
import { BLOCKED_PAGE } from "../../../modules/s3-cloudfront";
import { Root } from "../../../stacks/root";
import { synthesize } from "../../../stacks/synthesize";
import { prod } from "../../support/environments";
import { changedRoot, edgeRoot, problemsOf, ref } from "./fixture";

interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly [field: string]: unknown;
}

const CONTENT = [
  [70, "common"],
  [80, "known-bad-inputs"],
  [90, "sql-injection"],
  [100, "large-body"],
  [110, "suspicious-body"],
  [120, "long-query"],
  [130, "system-file"],
];
const OBJECTS = { RegexMatchStatement: { RegexString: "^(/static|/media)(/|$)" } };

/** Action of a rule that blocks. */
const WITH_PAGE = {
  CustomResponse: {
    ResponseCode: 403,
    CustomResponseBodyKey: "blocked",
    ResponseHeaders: [
      { Name: "x-blocked-by", Value: "firewall" },
      { Name: "cache-control", Value: "no-store" },
    ],
  },
};

const GROUPS = ["ip-reputation", "anonymous-ip", "bot-control", "common", "known-bad-inputs", "sql-injection"];

function rulesOf(acl: Readonly<Record<string, unknown>> | undefined): readonly Rule[] {
  return JSON.parse(String(acl?.rule_json)) as readonly Rule[];
}

function order(rules: readonly Rule[]): unknown[] {
  return rules.map(({ Priority, Name }) => [Priority, Name]);
}

describe.each([
  { environment: "dev", mode: "count", retention: 30, requests: 5_000, logins: 200 },
  { environment: "staging", mode: "block", retention: 90, requests: 10_000, logins: 500 },
  { environment: "prod", mode: "block", retention: 365, requests: 50_000, logins: 2_000 },
] as const)("the web ACLs of $environment", ({ environment, mode, retention, requests, logins }) => {
  const root = () => edgeRoot(environment);
  const acls = () => root().resources("aws_wafv2_web_acl");

  it("are deleted only after what used them let go of them", () => {
    for (const { lifecycle } of Object.values(acls())) expect(lifecycle).toEqual({ create_before_destroy: true });
  });

  it("stand before CloudFront, from us-east-1, and before the load balancer", () => {
    expect(Object.keys(acls())).toEqual(["firewall_load_balancer_acl", "firewall_site_acl"]);
    const acl = (name: string) => ({
      name: `lms-${environment}-${name}`,
      default_action: { allow: {} },
      custom_response_body: [{ key: "blocked", content_type: "TEXT_HTML", content: BLOCKED_PAGE }],
      visibility_config: {
        metric_name: `lms-${environment}-${name}`,
        cloudwatch_metrics_enabled: true,
        sampled_requests_enabled: true,
      },
    });
    expect(acls().firewall_site_acl).toMatchObject({ ...acl("site"), provider: "aws.global", scope: "CLOUDFRONT" });
    expect(acls().firewall_load_balancer_acl).toMatchObject({ ...acl("load-balancer"), scope: "REGIONAL" });
    expect(acls().firewall_load_balancer_acl?.provider).toBeUndefined();
    expect(root().resources("aws_wafv2_web_acl_association")).toEqual({
      load_balancer_firewall: {
        resource_arn: ref("aws_lb.load_balancer_load_balancer.arn"),
        web_acl_arn: ref("aws_wafv2_web_acl.firewall_load_balancer_acl.arn"),
      },
    });
    expect(root().json.output.given_to_cloudfront?.value).toMatchObject({
      firewall: ref("aws_wafv2_web_acl.firewall_site_acl.arn"),
    });
  });

  it("have these rules", () => {
    expect(order(rulesOf(acls().firewall_site_acl))).toEqual([
      [5, "support-id"],
      [20, "ip-reputation"],
      [30, "anonymous-ip"],
      [40, "rate"],
      [45, "rate-of-objects"],
      [50, "rate-of-logins"],
      ...CONTENT,
    ]);
    expect(order(rulesOf(acls().firewall_load_balancer_acl))).toEqual(CONTENT);
  });

  it(`${mode} what matches`, () => {
    for (const acl of Object.values(acls())) {
      for (const { Name, Action, OverrideAction } of rulesOf(acl)) {
        const isGroup = GROUPS.includes(Name);
        const own = mode === "block" ? { Block: WITH_PAGE } : { Count: {} };
        expect([Name, Action]).toEqual([Name, isGroup ? undefined : own]);
        expect([Name, OverrideAction]).toEqual([
          Name,
          isGroup ? { [mode === "block" ? "None" : "Count"]: {} } : undefined,
        ]);
      }
    }
  });

  it("limit the requests of an address in five minutes, its objects less, and its logins more", () => {
    const rules = rulesOf(acls().firewall_site_acl);
    const statements = rules.filter(({ Name }) => Name.startsWith("rate")).map(({ Statement }) => Statement);
    const rate = (Limit: number) => ({ Limit, AggregateKeyType: "IP", EvaluationWindowSec: 300 });
    expect(statements).toMatchObject([
      { RateBasedStatement: { ...rate(requests), ScopeDownStatement: { NotStatement: { Statement: OBJECTS } } } },
      { RateBasedStatement: { ...rate(5 * requests), ScopeDownStatement: OBJECTS } },
      { RateBasedStatement: { ...rate(logins), ScopeDownStatement: { AndStatement: {} } } },
    ]);
  });

  it("log what they refuse or count, encrypted and without credentials", () => {
    expect(root().resources("aws_cloudwatch_log_group")).toMatchObject({
      firewall_site_log: {
        provider: "aws.global",
        name: `aws-waf-logs-lms-${environment}-site`,
        kms_key_id: "arn:aws:kms:us-east-1:333333333333:key/logs",
        retention_in_days: retention,
      },
      firewall_load_balancer_log: {
        name: `aws-waf-logs-lms-${environment}-load-balancer`,
        kms_key_id: ref("aws_kms_key.keys_logs.arn"),
        retention_in_days: retention,
      },
    });
    const logging = (acl: string) => ({
      resource_arn: ref(`aws_wafv2_web_acl.firewall_${acl}_acl.arn`),
      log_destination_configs: [ref(`aws_cloudwatch_log_group.firewall_${acl}_log.arn`)],
      redacted_fields: ["authorization", "cookie", "x-origin-verify"].map((name) => ({ single_header: { name } })),
      logging_filter: {
        default_behavior: "DROP",
        filter: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            condition: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({ action_condition: { action } })),
          },
        ],
      },
    });
    expect(root().resources("aws_wafv2_web_acl_logging_configuration")).toEqual({
      firewall_site_logging: { ...logging("site"), provider: "aws.global" },
      firewall_load_balancer_logging: logging("load_balancer"),
    });
  });
});

describe("a managed group", () => {
  const rules = rulesOf(edgeRoot("prod").resources("aws_wafv2_web_acl").firewall_site_acl);
  const statement = (name: string) => rules.find((rule) => rule.Name === name)?.Statement;
  const overrides = (name: string) => {
    const { ManagedRuleGroupStatement: group } = statement(name) as {
      ManagedRuleGroupStatement: { Name: string; RuleActionOverrides: { Name: string; ActionToUse: object }[] };
    };
    const withAction = (action: object) =>
      group.RuleActionOverrides.filter(({ ActionToUse }) => isDeepStrictEqual(ActionToUse, action))
        .map((rule) => rule.Name)
        .sort();
    return { group: group.Name, blocks: withAction({ Block: WITH_PAGE }), counts: withAction({ Count: {} }) };
  };

  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      "ip-reputation",
      "AWSManagedRulesAmazonIpReputationList",
      ["AWSManagedIPReputationList", "AWSManagedReconnaissanceList"],
      [],
    ],
    ["anonymous-ip", "AWSManagedRulesAnonymousIpList", [], ["AnonymousIPList", "HostingProviderIPList"]],
    [
      "common",
      "AWSManagedRulesCommonRuleSet",
      [
        "CrossSiteScripting_COOKIE",
        "CrossSiteScripting_QUERYARGUMENTS",
        "CrossSiteScripting_URIPATH",
        "EC2MetaDataSSRF_COOKIE",
        "EC2MetaDataSSRF_QUERYARGUMENTS",
        "EC2MetaDataSSRF_URIPATH",
        "GenericLFI_QUERYARGUMENTS",
        "GenericLFI_URIPATH",
        "GenericRFI_QUERYARGUMENTS",
        "GenericRFI_URIPATH",
        "SizeRestrictions_Cookie_HEADER",
        "SizeRestrictions_URIPATH",
        "UserAgent_BadBots_HEADER",
      ],
      [
        "CrossSiteScripting_BODY",
        "EC2MetaDataSSRF_BODY",
        "GenericLFI_BODY",
        "GenericRFI_BODY",
        "NoUserAgent_HEADER",
        "RestrictedExtensions_QUERYARGUMENTS",
        "RestrictedExtensions_URIPATH",
        "SizeRestrictions_BODY",
        "SizeRestrictions_QUERYSTRING",
      ],
    ],
    [
      "known-bad-inputs",
      "AWSManagedRulesKnownBadInputsRuleSet",
      [
        "ExploitablePaths_URIPATH",
        "Host_localhost_HEADER",
        "JavaDeserializationRCE_HEADER",
        "JavaDeserializationRCE_QUERYSTRING",
        "JavaDeserializationRCE_URIPATH",
        "Log4JRCE_HEADER",
        "Log4JRCE_QUERYSTRING",
        "Log4JRCE_URIPATH",
        "PROPFIND_METHOD",
      ],
      ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY"],
    ],
    [
      "sql-injection",
      "AWSManagedRulesSQLiRuleSet",
      ["SQLiExtendedPatterns_QUERYARGUMENTS", "SQLi_COOKIE", "SQLi_QUERYARGUMENTS", "SQLi_URIPATH"],
      ["SQLiExtendedPatterns_BODY", "SQLi_BODY"],
    ],
  ])("%s blocks with the page, and counts what an LMS needs", (name, group, blocks, counts) => {
    expect(overrides(name)).toEqual({ group, blocks, counts });
  });
});

describe("a setting of the firewall", () => {
  const site = (root: ReturnType<typeof edgeRoot>) => rulesOf(root.resources("aws_wafv2_web_acl").firewall_site_acl);
  const before = order(site(edgeRoot("prod")));

  it("adds the rule for countries, and nothing else", () => {
    const rules = site(changedRoot({ edge: { firewall: { blockedCountries: ["KP"] } } }));
    expect(order(rules)).toEqual([...before.slice(0, 1), [10, "blocked-countries"], ...before.slice(1)]);
    expect(rules).toContainEqual(
      expect.objectContaining({ Statement: { GeoMatchStatement: { CountryCodes: ["KP"] } } }),
    );
  });

  it("adds bot control, and nothing else", () => {
    const rules = site(changedRoot({ edge: { firewall: { botControl: "common" } } }));
    expect(order(rules)).toEqual([...before.slice(0, 6), [60, "bot-control"], ...before.slice(6)]);
    expect(rules).toContainEqual(
      expect.objectContaining({
        Statement: {
          ManagedRuleGroupStatement: {
            VendorName: "AWS",
            Name: "AWSManagedRulesBotControlRuleSet",
            ManagedRuleGroupConfigs: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: "COMMON" } }],
          },
        },
      }),
    );
  });

  it("is named when it is wrong", () => {
    expect(problemsOf({ edge: { firewall: { blockedCountries: ["10.0.0.0/8"], loginsPerAddress: 1 } } })).toEqual([
      "prod-edge/firewall: blockedCountries: must be an ISO 3166-1 code of two capital letters such as KP, " +
        'got "10.0.0.0/8"; address ranges belong into an IP set',
      "prod-edge/firewall: loginsPerAddress: must be a whole number from 10 to 400000000, got 1; AWS WAF takes no other rate of requests and of objects",
    ]);
  });
});

class AclRoot extends Root {
  constructor(app: App) {
    super(app, "prod-acl", prod);
    const rule = (name: string, priority: number) => ({ name, priority, statement: hasMethod("POST") });
    new WebAcl(this, "acl", {
      protects: { scope: "REGIONAL", region: "us-east-1" },
      logsKey: { arn: "arn:aws:kms:us-east-1:333333333333:key/logs" },
      name: "lms-prod-acl",
      description: "An ACL",
      mode: "block",
      rules: [rule("one", 1), rule("other", 1)],
      redactedHeaders: [],
      logRetentionDays: 30,
    });
  }
}

it("a web ACL names rules of one priority", () => {
  const { problems } = synthesize(() => [(app) => new AclRoot(app)], mkdtempSync(join(tmpdir(), "lms-synth-")));
  expect(problems).toEqual([
    "prod-acl/acl: rules: must not use a priority twice, got 1 in one and other; each rule needs a priority of its own",
  ]);
});

describe("paths of which there are many", () => {
  const expressions = (count: number) => {
    const paths = Array.from({ length: count }, (_, index) => `/api/forum/attachments-${index}` as const);
    return [...JSON.stringify(isBelow(paths)).matchAll(/"RegexString":"([^"]+)"/g)].map(([, found = ""]) => found);
  };

  it("are matched by as many expressions as AWS takes their text in, of 512 characters", () => {
    expect(expressions(1)).toEqual(["^(/api/forum/attachments-0)(/|$)"]);
    const many = expressions(40);
    expect(many.length).toBe(4);
    expect(many.every((expression) => expression.length <= 512)).toBe(true);
    expect(many.join("").match(/attachments-\d+/g)?.length).toBe(40);
  });
});
