import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Arn, Keys } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import { OriginVerify } from "../origin-verify";
import type { FirewallSettings } from "./firewall-settings";
import { loadBalancerRules, siteRules } from "./lms-rules";
import { firewallProblems } from "./rules";
import { WebAcl } from "./web-acl";

export interface FirewallProps {
  readonly keys: Pick<Keys, "logs">;
  /** Key of log groups in us-east-1; `keys.logs` where that is the environment's region. */
  readonly globalLogsKey: Arn;
  /** Of us-east-1, where the ACL of CloudFront must be. */
  readonly globalProvider: AwsProvider;
  readonly site: Pick<Site, "region" | "prefix">;
  readonly settings: FirewallSettings;
  readonly logRetentionDays: number;
}

/**
 * The two web ACLs of an environment: one before CloudFront, one before the load balancer. Both know where an LMS takes
 * large bodies and markup, and refuse them elsewhere.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export class Firewall extends Construct {
  /** Before CloudFront. */
  readonly site: WebAcl;
  readonly loadBalancer: WebAcl;

  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    for (const problem of firewallProblems(props.settings)) Annotations.of(this).addError(problem);
    const { keys, globalLogsKey, globalProvider, site, settings, logRetentionDays } = props;
    // The load balancer's log would show the header by which it knows CloudFront.
    const common = { mode: settings.mode, logRetentionDays, redactedHeaders: [OriginVerify.headerName] };
    this.site = new WebAcl(this, "site", {
      ...common,
      before: { scope: "CLOUDFRONT", globalProvider },
      logsKey: globalLogsKey,
      name: `${site.prefix}-site`,
      description: "Before CloudFront",
      rules: siteRules(settings),
    });
    this.loadBalancer = new WebAcl(this, "load-balancer", {
      ...common,
      before: { scope: "REGIONAL", region: site.region },
      logsKey: keys.logs,
      name: `${site.prefix}-load-balancer`,
      description: "Before the load balancer",
      rules: loadBalancerRules(),
    });
  }
}
