import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Arn } from "../../foundation/contracts";
import { globalProviderProblems } from "../../foundation/regions";
import { type WebAclMetrics, webAclMetrics } from "../metrics";
import { aclRule, type FirewallRule, ruleProblems } from "./rules";

export interface WebAclProps {
  /** What it stands before: CloudFront distributions, which takes a provider of us-east-1, or load balancers. */
  readonly before:
    | { readonly scope: "CLOUDFRONT"; readonly globalProvider: AwsProvider }
    | { readonly scope: "REGIONAL"; readonly region: string };
  /** Encrypts the log; in the region of the ACL. */
  readonly logsKey: Arn;
  /** Name of the ACL and, after `aws-waf-logs-`, of its log group. */
  readonly name: string;
  readonly description: string;
  /** With `count` nothing is refused. */
  readonly mode: "block" | "count";
  readonly rules: readonly FirewallRule[];
  /** Lower-case names of headers that the log must not show, beside `authorization` and `cookie`. */
  readonly redactedHeaders: readonly string[];
  readonly logRetentionDays: number;
}

/** What a header that lets someone act as another must not be found under. */
const ALWAYS_REDACTED = ["authorization", "cookie"];

/**
 * A web ACL, and the log of what its rules refused or counted, without credentials. What no rule matched is in the access
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
    this.checkProps();
    this.acl = this.createAcl();
    this.log = this.createLog();
    this.recordRequests();
  }

  get arn(): string {
    return this.acl.arn;
  }

  get metrics(): WebAclMetrics {
    const { before } = this.props;
    const { metricName } = this.acl.visibilityConfig;
    return webAclMetrics(metricName, before.scope === "REGIONAL" ? before.region : undefined);
  }

  private checkProps(): void {
    const { before, rules } = this.props;
    const misplaced =
      before.scope === "CLOUDFRONT"
        ? globalProviderProblems(before.globalProvider, "CloudFront takes web ACLs from")
        : [];
    for (const problem of [...misplaced, ...ruleProblems(rules)]) Annotations.of(this).addError(problem);
  }

  /** The provider of the ACL's region, where it is not the root's own. */
  private get provider(): { readonly provider?: AwsProvider } {
    const { before } = this.props;
    return before.scope === "CLOUDFRONT" ? { provider: before.globalProvider } : {};
  }

  private createAcl(): Wafv2WebAcl {
    const { before, name, description, mode, rules } = this.props;
    return new Wafv2WebAcl(this, "acl", {
      ...this.provider,
      scope: before.scope,
      name,
      description,
      defaultAction: { allow: {} },
      rule: rules.map((rule) => aclRule(rule, mode, name)),
      visibilityConfig: { metricName: name, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true },
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
