import { beforeEach, describe, expect, it } from "vitest";
import { queryList, useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox();
const VISIBILITY = { CloudWatchMetricsEnabled: true, MetricName: "m", SampledRequestsEnabled: true };
const rule = (Statement: unknown, Priority = 1) => ({
  Name: `r${Priority}`,
  Priority,
  Statement,
  Action: { Block: {} },
  VisibilityConfig: VISIBILITY,
});
const create = (...Rules: readonly unknown[]) =>
  sandbox.json("wafv2", "AWSWAF_20190729.CreateWebACL", {
    Name: "acl",
    Scope: "REGIONAL",
    DefaultAction: { Allow: {} },
    VisibilityConfig: VISIBILITY,
    Rules,
  });
const refusal = (reason: string, field: string, parameter: string) => ({
  status: 400,
  json: {
    __type: "WAFInvalidParameterException",
    message: `Error reason: ${reason}, field: ${field}, parameter: ${parameter}`,
  },
});

const group = (Name: string) => ({ ManagedRuleGroupStatement: { VendorName: "AWS", Name } });
const LABEL = { LabelMatchStatement: { Scope: "LABEL", Key: "a" } };
const GEO = { GeoMatchStatement: { CountryCodes: ["US"] } };
const RATE = { RateBasedStatement: { Limit: 100, AggregateKeyType: "IP" } };
const PATH = {
  RegexMatchStatement: {
    RegexString: "^/api",
    FieldToMatch: { UriPath: {} },
    TextTransformations: [
      { Priority: 0, Type: "URL_DECODE" },
      { Priority: 1, Type: "NORMALIZE_PATH" },
    ],
  },
};

beforeEach(() => sandbox.moto.json("CreateWebACL", { Summary: {} }));

describe("statements", () => {
  it("nest", async () => {
    const scoped = {
      RateBasedStatement: { ...RATE.RateBasedStatement, ScopeDownStatement: { NotStatement: { Statement: PATH } } },
    };
    expect(
      (
        await create(
          rule({ AndStatement: { Statements: [LABEL, { OrStatement: { Statements: [GEO, PATH] } }] } }),
          rule(scoped, 2),
        )
      ).status,
    ).toBe(200);
  });

  it.each([
    ["RateBasedStatement", { NotStatement: { Statement: RATE } }],
    ["ManagedRuleGroupStatement", { AndStatement: { Statements: [LABEL, group("AWSManagedRulesCommonRuleSet")] } }],
    ["RateBasedStatement", { RateBasedStatement: { Limit: 100, AggregateKeyType: "IP", ScopeDownStatement: RATE } }],
  ])("do not nest: %s in %j", async (type, statement) => {
    expect(await create(rule(statement))).toEqual(
      refusal("You have nested a statement that isn't nestable.", "STATEMENT", type),
    );
  });

  it.each([
    ["AND_STATEMENT", "AndStatement"],
    ["OR_STATEMENT", "OrStatement"],
  ])("are two at least in %s", async (field, type) => {
    expect(await create(rule({ [type]: { Statements: [LABEL] } }))).toEqual(
      refusal(
        "You haven't met a minimum requirement for a threshold setting. Examples include a rule group capacity setting that's too low and an OR statement with only one nested statement.",
        field,
        type,
      ),
    );
  });

  it("have priorities of their own", async () => {
    expect(await create(rule(LABEL), rule(GEO))).toEqual(
      refusal("You used a priority for more than one rule.", "RULE", "Priority"),
    );
  });
});

describe("the capacity of a web ACL", () => {
  // 217 x 23 = 4991; a label is 1, a group 25.
  const paths = (count: number) => Array.from({ length: count }, (_, index) => rule(PATH, index));

  it("is 5,000 at most", async () => {
    const labels = Array.from({ length: 9 }, (_, index) => rule(LABEL, 1000 + index));
    expect((await create(...paths(217), ...labels)).status).toBe(200);
    expect(await create(...paths(217), ...labels, rule(GEO, 2000))).toEqual(
      refusal("You exceeded the capacity limit for a rule group or web ACL.", "WEB_ACL", "5001"),
    );
    expect(await create(...paths(217), rule(group("AWSManagedRulesAmazonIpReputationList"), 1000))).toEqual(
      refusal("You exceeded the capacity limit for a rule group or web ACL.", "WEB_ACL", "5016"),
    );
  });

  it("must be known", async () => {
    expect((await create(rule(group("AWSManagedRulesFutureRuleSet")))).json).toEqual({
      __type: "NotImplementedByEmulator",
      message:
        "wafv2: the capacity of the managed rule group AWSManagedRulesFutureRuleSet is not known to the local AWS; add it to sandbox/gateway/judgement/rules/wafv2.ts",
    });
  });
});

it("has web ACLs of CloudFront in us-east-1 only", async () => {
  const parameters = { Name: "acl", Scope: "CLOUDFRONT", DefaultAction: { Allow: {} }, VisibilityConfig: VISIBILITY };
  const inRegion = (region: string) => sandbox.json("wafv2", "AWSWAF_20190729.CreateWebACL", parameters, region);
  expect((await inRegion("us-east-1")).status).toBe(200);
  expect(await inRegion("eu-central-1")).toMatchObject(refusal("The scope is not valid.", "SCOPE_VALUE", "CLOUDFRONT"));
});

describe("a web ACL in use", () => {
  const remove = async (Scope: string) =>
    (await sandbox.json("wafv2", "AWSWAF_20190729.DeleteWebACL", { Name: "acl", Scope, Id: ID, LockToken: ID })).json;
  const ID = "11111111-1111-1111-1111-111111111111";
  const used = {
    __type: "WAFAssociatedItemException",
    message:
      "AWS WAF couldn't perform the operation because your resource is being used by another resource or it's associated with another resource.",
  };

  beforeEach(() => sandbox.moto.json("DeleteWebACL", {}));

  it("stays before a distribution", async () => {
    expect(await remove("CLOUDFRONT")).toEqual({});
    sandbox.moto.xml("POST /2020-05-31/distribution", "<Distribution><Id>E1</Id></Distribution>");
    const url = "/2020-05-31/distribution";
    const body =
      "<DistributionConfig><CallerReference>r</CallerReference><Comment/><Enabled>true</Enabled>" +
      "<Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><DomainName>o.example.com</DomainName></Origin></Items></Origins>" +
      "<DefaultCacheBehavior><TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy></DefaultCacheBehavior>" +
      `<WebACLId>arn:aws:wafv2:us-east-1:111111111111:global/webacl/acl/${ID}</WebACLId></DistributionConfig>`;
    expect((await sandbox.send({ service: "cloudfront", method: "POST", url, body })).status).toBe(200);
    expect(await remove("CLOUDFRONT")).toEqual(used);
  });

  it("stays before a load balancer", async () => {
    const balancer =
      "<LoadBalancerArn>arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/a/1</LoadBalancerArn>";
    sandbox.moto.xml("DescribeLoadBalancers", queryList("DescribeLoadBalancers", "LoadBalancers", [balancer]));
    sandbox.moto.json("GetWebACLForResource", { WebACL: { Id: ID } });
    expect(await remove("REGIONAL")).toEqual(used);
    sandbox.moto.json("GetWebACLForResource", {});
    expect(await remove("REGIONAL")).toEqual({});
  });
});
