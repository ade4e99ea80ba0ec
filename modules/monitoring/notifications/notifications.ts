import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { report } from "../../foundation/checks";
import type { AlertingRegion, Arn, Topics } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import type { GlobalProvider } from "../../foundation/regions";
import { type NotificationSettings, notificationProblems, waysToPeople } from "../settings";
import { PagerDuty } from "./pager-duty";
import { Slack } from "./slack";
import { WeeklyTest } from "./weekly-test";

export interface NotificationsProps {
  readonly alerts: Topics;
  /** Other regions, whose alerts go to the same people, by their names: `recovery`, `global`. */
  readonly others: Readonly<Record<string, AlertingRegion>>;
  /** Key of log groups in us-east-1. */
  readonly globalLogsKey: Arn;
  readonly site: Site;
  readonly globalProvider: GlobalProvider;
  readonly settings: NotificationSettings;
  readonly logRetentionDays: number;
}

/**
 * Brings alerts to people: what is critical to PagerDuty, warnings not, both to Slack and by mail, with a test every week in each region.
 * Reports every problem of the settings.
 */
export class Notifications extends Construct {
  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const { alerts, others, globalLogsKey, site, globalProvider, settings, logRetentionDays } = props;
    const { pagerDuty, slack, mail } = settings;
    report(this, notificationProblems(settings));
    if (pagerDuty === "on") new PagerDuty(this, "pager-duty", { alerts, others, site });
    if (slack !== "none") {
      new Slack(this, "slack", {
        alerts,
        others: Object.values(others),
        logsKey: globalLogsKey,
        site,
        globalProvider,
        settings: slack,
        logRetentionDays,
      });
    }
    for (const address of new Set(mail)) {
      this.mailTo(address, "", alerts);
      for (const [name, region] of Object.entries(others)) {
        this.mailTo(address, `${name}-`, region.alerts, region.provider);
      }
    }
    if (waysToPeople(settings) === 0) return;
    new WeeklyTest(this, "weekly-test", { alerts, name: `${site.prefix}-alerts`, site });
    for (const [name, { alerts: there, provider }] of Object.entries(others)) {
      const names = `${site.prefix}-${name}-alerts`;
      new WeeklyTest(this, `${name}-weekly-test`, { alerts: there, name: names, site, provider });
    }
  }

  /**
   * A subscription stays pending until someone at the address accepts it. After two days AWS forgets it, and the next
   * apply asks again. One that is still pending can only be deleted with its topic.
   */
  private mailTo(address: string, begin: string, alerts: Topics, provider?: TerraformProvider): void {
    for (const [severity, id] of [
      ["critical", `${begin}critical-mail-${address}`],
      ["warning", `${begin}mail-${address}`],
    ] as const) {
      new SnsTopicSubscription(this, id, {
        ...(provider === undefined ? {} : { provider }),
        topicArn: alerts[severity].arn,
        protocol: "email",
        endpoint: address,
      });
    }
  }
}
