import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { report } from "../../foundation/checks";
import type { Arn } from "../../foundation/contracts";
import { jsonText } from "../../foundation/json-text";
import type { GlobalProvider } from "../../foundation/regions";
import { BLOCKED_PAGE } from "../../s3-cloudfront";
import { type WebAclMetrics, webAclMetrics } from "../metrics";
import { BLOCKED, BLOCKED_PAGE_KEY } from "./blocked-response";
import type { Statement } from "./statements";

/** Rule of a web ACL. A request that matches is blocked; a managed rule group decides by each of its rules. */
export interface FirewallRule {
  /** Name, unique in the ACL; also that of its metric. */
  readonly name: string;
  /** Rules are evaluated from the lowest priority to the highest; each has one of its own. */
  readonly priority: number;
  readonly statement: Statement;
}

export interface WebAclProps {
  /** Resources that it protects: CloudFront distributions or load balancers. */
  readonly protects:
    | { readonly scope: "CLOUDFRONT"; readonly globalProvider: GlobalProvider }
    | { readonly scope: "REGIONAL"; readonly region: string };
  /** Key of the log, in the region of the ACL. */
  readonly logsKey: Arn;
  /** Name of the ACL and, after `aws-waf-logs-`, of its log group. */
  readonly name: string;
  readonly description: string;
  /** `count` blocks nothing. */
  readonly mode: "block" | "count";
  readonly rules: readonly FirewallRule[];
  /** Lower-case names of headers that the log must not show, in addition to `authorization` and `cookie`. */
  readonly redactedHeaders: readonly string[];
  readonly logRetentionDays: number;
}

/** Headers that let a reader of the log act as someone else. */
const ALWAYS_REDACTED = ["authorization", "cookie"];

/**
 * AWS WAF web ACL, the page for people whom it refuses, and its log of blocked and counted requests, without credentials. All other requests are in the access
 * logs of CloudFront and the load balancer.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
 */
export class WebAcl extends Construct {
  readonly acl: Wafv2WebAcl;
  readonly log: CloudwatchLogGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WebAclProps,
  ) {
    super(scope, id);
    report(this, ruleProblems(props.rules));
    this.acl = this.createAcl();
    this.log = this.createLog();
    this.recordRequests();
  }

  get arn(): string {
    return this.acl.arn;
  }

  get metrics(): WebAclMetrics {
    const { protects } = this.props;
    const { metricName } = this.acl.visibilityConfig;
    return webAclMetrics(metricName, protects.scope === "REGIONAL" ? protects.region : undefined);
  }

  /** Provider argument of the ACL's region, if it is not the root's own. */
  private get provider(): { readonly provider?: GlobalProvider } {
    const { protects } = this.props;
    return protects.scope === "CLOUDFRONT" ? { provider: protects.globalProvider } : {};
  }

  private createAcl(): Wafv2WebAcl {
    const { protects, name, description, mode, rules } = this.props;
    return new Wafv2WebAcl(this, "acl", {
      ...this.provider,
      scope: protects.scope,
      name,
      description,
      defaultAction: { allow: {} },
      customResponseBody: [{ key: BLOCKED_PAGE_KEY, contentType: "TEXT_HTML", content: BLOCKED_PAGE }],
      // As blocks, twenty rules take two thirds of the processor time of each plan, since their schema has 9,718 arguments.
      ruleJson: jsonText(rules.map((rule) => aclRule(rule, mode, name))),
      visibilityConfig: { metricName: name, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true },
      // One that goes is deleted after the distribution let go of it: AWS deletes no web ACL that something uses.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createLog(): CloudwatchLogGroup {
    const { name, logsKey, logRetentionDays } = this.props;
    return new CloudwatchLogGroup(this, "log", {
      ...this.provider,
      // WAF writes to groups of this prefix only.
      name: `aws-waf-logs-${name}`,
      kmsKeyId: logsKey.arn,
      retentionInDays: logRetentionDays,
    });
  }

  private recordRequests(): void {
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      ...this.provider,
      resourceArn: this.acl.arn,
      logDestinationConfigs: [this.log.arn],
      redactedFields: [...ALWAYS_REDACTED, ...this.props.redactedHeaders].map((header) => ({
        singleHeader: { name: header },
      })),
      loggingFilter: {
        defaultBehavior: "DROP",
        filter: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            condition: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
    });
  }
}

/** Checks that no two rules of an ACL have one name or one priority. @returns every problem at once, `[]` when there is none */
export function ruleProblems(rules: readonly FirewallRule[]): string[] {
  return [
    ...duplicates(rules, "name", "each rule needs a name of its own"),
    ...duplicates(rules, "priority", "each rule needs a priority of its own"),
  ];
}

function duplicates(rules: readonly FirewallRule[], field: "name" | "priority", remedy: string): string[] {
  return [...new Set(rules.map((rule) => rule[field]))].flatMap((value) => {
    const users = rules.filter((rule) => rule[field] === value);
    if (users.length < 2) return [];
    const names = users.map(({ name }) => name).join(" and ");
    return [`rules: must not use a ${field} twice, got ${JSON.stringify(value)} in ${names}; ${remedy}`];
  });
}

/** Rule in the spelling of AWS WAF; with `count` it blocks nothing. */
function aclRule({ name, priority, statement }: FirewallRule, mode: "block" | "count", metricPrefix: string) {
  const isGroup = "ManagedRuleGroupStatement" in statement;
  const decision = isGroup
    ? { OverrideAction: mode === "block" ? { None: {} } : { Count: {} } }
    : { Action: mode === "block" ? { Block: BLOCKED } : { Count: {} } };
  return {
    Name: name,
    Priority: priority,
    ...decision,
    Statement: statement,
    VisibilityConfig: {
      MetricName: `${metricPrefix}-${name}`,
      CloudWatchMetricsEnabled: true,
      SampledRequestsEnabled: true,
    },
  };
}
