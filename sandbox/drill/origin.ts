import { type Account, blocks, text, texts, type Values } from "../at-work/delivery";

/** What Route 53 knows at the moment: numbers in CloudWatch by the name of the alarm on them, and whether home answers. */
export interface Observed {
  readonly homeAnswers: boolean;
  /** The last number of an alarm's metric; undefined where none was put. */
  readonly reading: (alarmName: string) => number | undefined;
}

/**
 * The host that Route 53 answers with for a name with a failover: that of the first record while its health check is healthy,
 * else that of the second. It does so by itself, with nothing of its control plane.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export function answerFor(name: string, account: Account, observed: Observed): string {
  const records = account.all("aws_route53_record").filter((record) => text(record, "name") === name);
  const [primary, secondary] = ["PRIMARY", "SECONDARY"].map((type) =>
    records.find((record) => text(blocks(record, "failover_routing_policy")[0], "type") === type),
  );
  const answer = isHealthy(text(primary, "health_check_id"), account, observed) ? primary : secondary;
  return text(blocks(answer, "alias")[0], "name");
}

function isHealthy(id: string, account: Account, observed: Observed): boolean {
  const check = account.find("aws_route53_health_check", "id", id);
  switch (text(check, "type")) {
    case "CALCULATED": {
      const healthy = texts(check, "child_healthchecks").filter((child) => isHealthy(child, account, observed));
      return healthy.length >= Number(check?.child_health_threshold);
    }
    case "CLOUDWATCH_METRIC": {
      const alarm = text(check, "cloudwatch_alarm_name");
      return (
        (observed.reading(alarm) ?? 0) <= threshold(account.find("aws_cloudwatch_metric_alarm", "alarm_name", alarm))
      );
    }
    default:
      return observed.homeAnswers;
  }
}

/** The only alarms that Route 53 is given here are raised above a number. */
function threshold(alarm: Values | undefined): number {
  return Number(alarm?.threshold);
}
