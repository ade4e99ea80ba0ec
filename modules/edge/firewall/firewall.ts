import { Construct } from "constructs";
import { report } from "../../foundation/checks";
import type { Arn, Keys } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import type { GlobalProvider } from "../../foundation/regions";
import { OriginVerify } from "../origin-verify";
import { loadBalancerRules, siteRules } from "./lms-rules";
import { type FirewallSettings, firewallProblems } from "./settings";
import { WebAcl } from "./web-acl";

export interface FirewallProps {
  readonly keys: Pick<Keys, "logs">;
  /** Key of log groups in us-east-1; `keys.logs` if that is the environment's region. */
  readonly globalLogsKey: Arn;
  readonly globalProvider: GlobalProvider;
  readonly site: Pick<Site, "region" | "prefix">;
  readonly settings: FirewallSettings;
  readonly logRetentionDays: number;
}

/** The load balancer's log would show the header by which it recognizes CloudFront. */
const REDACTED = [OriginVerify.headerName];

/**
 * Both web ACLs of an environment: of CloudFront, and of the load balancer. Both block large bodies and markup except on the
 * paths where an LMS takes them.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export class Firewall extends Construct {
  /** Web ACL of CloudFront. */
  readonly site: WebAcl;
  /** Web ACL of the load balancer. */
  readonly loadBalancer: LoadBalancerAcl;

  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    report(this, firewallProblems(props.settings));
    const { globalLogsKey, globalProvider, site, settings, logRetentionDays } = props;
    this.site = new WebAcl(this, "site", {
      mode: settings.mode,
      logRetentionDays,
      redactedHeaders: REDACTED,
      protects: { scope: "CLOUDFRONT", globalProvider },
      logsKey: globalLogsKey,
      name: `${site.prefix}-site`,
      description: "Protects CloudFront",
      rules: siteRules(settings),
    });
    this.loadBalancer = new LoadBalancerAcl(this, "load-balancer", props);
  }
}

export type LoadBalancerAclProps = Pick<FirewallProps, "keys" | "site" | "settings" | "logRetentionDays">;

/** Web ACL of a load balancer, in its region. */
export class LoadBalancerAcl extends WebAcl {
  constructor(scope: Construct, id: string, { keys, site, settings, logRetentionDays }: LoadBalancerAclProps) {
    super(scope, id, {
      mode: settings.mode,
      logRetentionDays,
      redactedHeaders: REDACTED,
      protects: { scope: "REGIONAL", region: site.region },
      logsKey: keys.logs,
      name: `${site.prefix}-load-balancer`,
      description: "Protects the load balancer",
      rules: loadBalancerRules(),
    });
  }
}
