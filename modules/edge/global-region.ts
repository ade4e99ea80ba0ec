import { Aspects } from "cdktf";
import { Construct } from "constructs";
import { AlertTopics } from "../alerting";
import { EncryptionKey, MESSAGES_USE } from "../encryption";
import type { DataProtection, GlobalRegion as GlobalRegionContract, Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { GLOBAL_REGION, type GlobalProvider, InRegion } from "../foundation/regions";

export interface GlobalRegionProps {
  readonly provider: GlobalProvider;
  /** Site of the home region, which is another. */
  readonly site: Site;
  readonly dataProtection: DataProtection;
}

/**
 * Keys and topics in us-east-1 of an environment that is at home elsewhere: CloudFront's web ACL writes its log there, and
 * CloudFront and Route 53 their metrics, whose alarms reach topics of that region only. No data of learners is kept there.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export class GlobalRegion extends Construct implements GlobalRegionContract {
  readonly provider: GlobalProvider;
  readonly keys: GlobalRegionContract["keys"];
  /** Topics named `lms-<environment>-global-critical` and `-warning`: a recovery region may be us-east-1, too. */
  readonly alerts: Topics;

  constructor(scope: Construct, id: string, { provider, site, dataProtection }: GlobalRegionProps) {
    super(scope, id);
    this.provider = provider;
    Aspects.of(this).add(new InRegion(provider));
    const { account, prefix: home } = site;
    const prefix = `${home}-global`;
    const common = { account, region: GLOBAL_REGION, dataProtection };
    this.keys = {
      logs: new EncryptionKey(this, "logs-key", {
        ...common,
        alias: `${prefix}-logs`,
        description: "CloudWatch log groups",
        byCloudWatchLogs: true,
      }),
    };
    const messages = new EncryptionKey(this, "messages-key", {
      ...common,
      alias: `${prefix}-messages`,
      description: "SNS topics",
      ...MESSAGES_USE,
    });
    this.alerts = new AlertTopics(this, "alerts", { keys: { messages }, site: { account, prefix } });
  }
}
