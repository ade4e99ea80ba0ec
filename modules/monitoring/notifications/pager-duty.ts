import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Fn, TerraformSelf } from "cdktf";
import { Construct } from "constructs";
import type { AlertingRegion, Topics } from "../../foundation/contracts";
import { pagerDutyUrlParameter, type Site } from "../../foundation/names";

export interface PagerDutyProps {
  readonly alerts: Topics;
  /** Other regions by their names, such as `recovery`. */
  readonly others: Readonly<Record<string, AlertingRegion>>;
  readonly site: Site;
}

/** Of PagerDuty's service regions in the US and in the EU; the key has 32 letters or digits. */
const INTEGRATION_URL = "^https://events[.](eu[.])?pagerduty[.]com/integration/[0-9A-Za-z]{32}/enqueue$";

/**
 * Pages for what is critical. The integration's URL, which whoever has it can page with, is in no code and no synthesized
 * file: it comes from a SecureString parameter that a person puts. From the first plan on it is in the state, marked as
 * sensitive, because a subscription has plain arguments only. A plan fails when the parameter is missing or holds anything
 * else than such a URL. PagerDuty confirms the subscription by itself.
 * @see https://support.pagerduty.com/main/docs/aws-cloudwatch-integration-guide
 */
export class PagerDuty extends Construct {
  constructor(scope: Construct, id: string, { alerts, others, site }: PagerDutyProps) {
    super(scope, id);
    const parameter = pagerDutyUrlParameter(site);
    const url = new DataAwsSsmParameter(this, "url", {
      name: parameter,
      withDecryption: true,
      lifecycle: {
        postcondition: [
          {
            condition: Fn.can(Fn.regex(INTEGRATION_URL, TerraformSelf.getString("value"))),
            errorMessage:
              `${parameter}: must hold https://events.pagerduty.com/integration/<32 letters or digits>/enqueue; ` +
              "copy the URL of the service's Amazon CloudWatch integration, and put it with --overwrite",
          },
        ],
      },
    });
    const page = { protocol: "https", endpoint: url.value, endpointAutoConfirms: true };
    new SnsTopicSubscription(this, "critical", { ...page, topicArn: alerts.critical.arn });
    for (const [name, { provider, alerts: there }] of Object.entries(others)) {
      new SnsTopicSubscription(this, `${name}-critical`, { ...page, provider, topicArn: there.critical.arn });
    }
  }
}
