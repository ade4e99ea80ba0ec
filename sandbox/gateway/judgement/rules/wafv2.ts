import { isObject, type JsonObject, objectAt, objectsAt, stringAt } from "../../json";
import { distributionsWith } from "../../services/cloudfront/distribution-configs";
import { textAt } from "../../xml";
import { describeQuery, type Rules, refuse, type Scene } from "../rule";

/** @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html */
const MAX_CAPACITY = 5000;

/** Capacity of AWS's rule groups. @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html */
const GROUPS: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesBotControlRuleSet: 50,
  AWSManagedRulesATPRuleSet: 50,
};

/** Base capacity of a statement. @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-match.html */
const STATEMENTS: Readonly<Record<string, number>> = {
  AsnMatchStatement: 1,
  GeoMatchStatement: 1,
  IPSetReferenceStatement: 1,
  LabelMatchStatement: 1,
  SizeConstraintStatement: 1,
  ByteMatchStatement: 2,
  RateBasedStatement: 2,
  RegexMatchStatement: 3,
  SqliMatchStatement: 20,
  RegexPatternSetReferenceStatement: 25,
  XssMatchStatement: 40,
  AndStatement: 0,
  OrStatement: 0,
  NotStatement: 0,
};

/** Each text transformation; a custom key of a rate-based statement costs three times as much. */
const PER_TRANSFORMATION = 10;
const PER_CUSTOM_KEY = 30;

const ONLY_AT_THE_TOP = ["RateBasedStatement", "ManagedRuleGroupStatement", "RuleGroupReferenceStatement"];

/** WAF: where the web ACLs of CloudFront are, how statements nest, what a web ACL may cost to run, and when it can go. */
export const wafRules: Rules = {
  CreateWebACL: judgeWebAcl,
  UpdateWebACL: judgeWebAcl,

  /** @see https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html */
  DeleteWebACL: async (parameters, scene) => {
    const id = stringAt(parameters, "Id") ?? "";
    const isUsed =
      parameters.Scope === "CLOUDFRONT"
        ? distributionsWith(scene, `/webacl/${stringAt(parameters, "Name")}/${id}<`)
        : await protectsLoadBalancer(id, scene);
    if (!isUsed) return;
    refuse(
      "WAFAssociatedItemException",
      "AWS WAF couldn't perform the operation because your resource is being used by another resource or it's associated with another resource.",
    );
  },
};

async function protectsLoadBalancer(id: string, scene: Scene): Promise<boolean> {
  const balancers = await describeQuery(scene, "elasticloadbalancing", "DescribeLoadBalancers", "LoadBalancers");
  const acls = balancers.map((balancer) =>
    scene.callJson("wafv2", scene.request.region, "AWSWAF_20190729.GetWebACLForResource", {
      ResourceArn: textAt(balancer, "LoadBalancerArn") ?? "",
    }),
  );
  return (await Promise.all(acls)).some(({ WebACL }) => isObject(WebACL) && WebACL.Id === id);
}

/** The capacity is an upper bound: AWS lets rules share the transformations of one component. */
function judgeWebAcl(parameters: JsonObject, { request }: Scene): void {
  // @see https://github.com/aws-solutions/aws-waf-security-automations/issues/300
  if (parameters.Scope === "CLOUDFRONT" && request.region !== "us-east-1") {
    invalid("The scope is not valid.", "SCOPE_VALUE", "CLOUDFRONT");
  }
  const rules = objectsAt(parameters, "Rules");
  const priorities = rules.map(({ Priority }) => Priority);
  if (new Set(priorities).size < priorities.length) {
    invalid("You used a priority for more than one rule.", "RULE", "Priority");
  }
  const capacity = rules.reduce((sum, rule) => sum + capacityOf(objectAt(rule, "Statement") ?? {}, "top"), 0);
  if (capacity <= MAX_CAPACITY) return;
  // @see https://github.com/trussworks/terraform-aws-wafv2/issues/87
  invalid("You exceeded the capacity limit for a rule group or web ACL.", "WEB_ACL", String(capacity));
}

function capacityOf(statement: JsonObject, level: "top" | "nested" | "scope-down"): number {
  return Object.entries(statement).reduce((sum, [type, content]) => {
    if (!isObject(content)) return sum;
    // @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-rule-group.html
    if (level !== "top" && ONLY_AT_THE_TOP.includes(type)) {
      invalid("You have nested a statement that isn't nestable.", "STATEMENT", type);
    }
    return sum + baseOf(type, content) + below(type, content);
  }, 0);
}

function baseOf(type: string, content: JsonObject): number {
  if (type === "ManagedRuleGroupStatement") return groupCapacity(stringAt(content, "Name") ?? "");
  const base = STATEMENTS[type];
  if (base === undefined) return untold(`the statement ${type}`);
  const isSearch = String(content.PositionalConstraint).startsWith("CONTAINS");
  const transformations = objectsAt(content, "TextTransformations").filter(({ Type }) => Type !== "NONE").length;
  const keys = objectsAt(content, "CustomKeys").length;
  return (isSearch ? 10 : base) + transformations * PER_TRANSFORMATION + keys * PER_CUSTOM_KEY;
}

function below(type: string, content: JsonObject): number {
  const scope = objectAt(content, "ScopeDownStatement");
  if (scope !== undefined) return capacityOf(scope, "scope-down");
  if (type === "NotStatement") return capacityOf(objectAt(content, "Statement") ?? {}, "nested");
  if (type !== "AndStatement" && type !== "OrStatement") return 0;
  const statements = objectsAt(content, "Statements");
  if (statements.length < 2) {
    // @see https://github.com/hashicorp/terraform-provider-aws/issues/34320
    const field = type === "AndStatement" ? "AND_STATEMENT" : "OR_STATEMENT";
    invalid(
      "You haven't met a minimum requirement for a threshold setting. Examples include a rule group capacity setting that's too low and an OR statement with only one nested statement.",
      field,
      type,
    );
  }
  return statements.reduce((sum, statement) => sum + capacityOf(statement, "nested"), 0);
}

function groupCapacity(name: string): number {
  return GROUPS[name] ?? untold(`the managed rule group ${name}`);
}

function untold(what: string): never {
  return refuse(
    "NotImplementedByEmulator",
    `wafv2: the capacity of ${what} is not known to the local AWS; add it to sandbox/gateway/judgement/rules/wafv2.ts`,
  );
}

function invalid(reason: string, field: string, parameter: string): never {
  return refuse("WAFInvalidParameterException", `Error reason: ${reason}, field: ${field}, parameter: ${parameter}`);
}
