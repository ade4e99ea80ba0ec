import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { report } from "../../foundation/checks";
import type { Keys, SecondRegion, Topics } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import type { GlobalProvider } from "../../foundation/regions";
import { type NotificationSettings, notificationProblems, waysToPeople } from "../settings";
import { PagerDuty } from "./pager-duty";
import { Slack } from "./slack";
import { WeeklyTest } from "./weekly-test";

export interface NotificationsProps {
  readonly alerts: Topics;
  /** The second region, whose alerts go to the same people. */
  readonly recovery: "none" | Pick<SecondRegion, "alerts" | "provider">;
  readonly keys: Pick<Keys, "logs">;
  readonly site: Site;
  readonly globalProvider: GlobalProvider;
  readonly settings: NotificationSettings;
  readonly logRetentionDays: number;
}

/**
 * Brings alerts to people: what is critical to PagerDuty, warnings not, both to Slack and by mail, with a test every week in either region.
 * Reports every problem of the settings.
 */
export class Notifications extends Construct {
  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const { alerts, recovery, keys, site, globalProvider, settings, logRetentionDays } = props;
    const { pagerDuty, slack, mail } = settings;
    report(this, notificationProblems(settings));
    if (pagerDuty === "on") new PagerDuty(this, "pager-duty", { alerts, recovery, site });
    if (slack !== "none") {
      new Slack(this, "slack", {
        alerts,
        recovery,
        logsKey: keys.logs,
        site,
        globalProvider,
        settings: slack,
        logRetentionDays,
      });
    }
    for (const address of new Set(mail)) {
      this.mailTo(address, alerts);
      if (recovery !== "none") this.mailTo(address, recovery.alerts, recovery.provider);
    }
    if (waysToPeople(settings) === 0) return;
    new WeeklyTest(this, "weekly-test", { alerts, name: `${site.prefix}-alerts`, site });
    if (recovery !== "none") {
      const { alerts, provider } = recovery;
      new WeeklyTest(this, "recovery-weekly-test", { alerts, name: `${site.prefix}-recovery-alerts`, site, provider });
    }
  }

  /**
   * A subscription stays pending until someone at the address accepts it. After two days AWS forgets it, and the next
   * apply asks again. One that is still pending can only be deleted with its topic.
   */
  private mailTo(address: string, alerts: Topics, provider?: TerraformProvider): void {
    const place = provider === undefined ? "" : "recovery-";
    for (const [severity, id] of [
      ["critical", `${place}critical-mail-${address}`],
      ["warning", `${place}mail-${address}`],
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
