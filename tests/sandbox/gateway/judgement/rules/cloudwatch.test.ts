import { beforeEach, expect, it } from "vitest";
import { useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox();
const alarm = async (form: Record<string, string>) => {
  const common = { AlarmName: "a", ComparisonOperator: "GreaterThanThreshold", Threshold: "1" };
  return (await sandbox.query("monitoring", { Action: "PutMetricAlarm", ...common, ...form })).text;
};
const error = (message: string) => `<Code>ValidationError</Code><Message>${message}</Message>`;

beforeEach(() => sandbox.moto.xml("PutMetricAlarm", "<PutMetricAlarmResponse/>"));

it("lets no alarm look back more than a day, or with periods of an hour a week", async () => {
  const metric = { Namespace: "AWS/SQS", MetricName: "m", Statistic: "Sum" };
  const looks = (Period: string, EvaluationPeriods: string) => alarm({ ...metric, Period, EvaluationPeriods });
  expect(await looks("300", "288")).not.toContain("<Error>");
  expect(await looks("300", "289")).toContain(
    error("Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be &lt;= 86400)."),
  );
  expect(await looks("3600", "168")).not.toContain("<Error>");
  expect(await looks("3600", "169")).toContain(
    error("Metrics cannot be checked across more than seven days (EvaluationPeriods * Period must be &lt;= 604800)."),
  );
});

it("lets no expression name what the alarm does not have", async () => {
  const math = (Expression: string) =>
    alarm({
      EvaluationPeriods: "1",
      "Metrics.member.1.Id": "failed",
      "Metrics.member.1.MetricStat.Metric.MetricName": "m",
      "Metrics.member.1.MetricStat.Metric.Namespace": "n",
      "Metrics.member.1.MetricStat.Period": "60",
      "Metrics.member.1.MetricStat.Stat": "Sum",
      "Metrics.member.1.ReturnData": "false",
      "Metrics.member.2.Id": "share",
      "Metrics.member.2.Expression": Expression,
    });
  expect(await math("IF(FILL(failed, 0) > 1e3, 100 * failed, 0)")).not.toContain("<Error>");
  expect(await math("SEARCH('{AWS/SQS,QueueName} all', 'Sum', 60)")).not.toContain("<Error>");
  expect(await math("100 * failed / all")).toContain(
    error("Error in expression &apos;share&apos;: Undefined variable: all").replaceAll("&apos;", "'"),
  );
});

it("lets alarms tell topics of their own region only", async () => {
  const topic = (region: string) => `arn:aws:sns:${region}:111111111111:warning`;
  const metric = { Namespace: "n", MetricName: "m", Statistic: "Sum", Period: "60", EvaluationPeriods: "1" };
  const refused = error("Invalid region eu-central-1 specified. Only us-east-1 is supported.");
  expect(await alarm({ ...metric, "AlarmActions.member.1": topic("us-east-1") })).not.toContain("<Error>");
  expect(await alarm({ ...metric, "AlarmActions.member.1": topic("eu-central-1") })).toContain(refused);
  expect(await alarm({ ...metric, "OKActions.member.1": topic("eu-central-1") })).toContain(refused);
  const form = { Action: "PutCompositeAlarm", AlarmName: "c", AlarmRule: "FALSE" };
  const composite = async (region: string) =>
    (await sandbox.query("monitoring", { ...form, "AlarmActions.member.1": topic("eu-central-1") }, region)).text;
  expect(await composite("us-east-1")).toContain(refused);
  expect(await composite("eu-central-1")).not.toContain("<Error>");
});
