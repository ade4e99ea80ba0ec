import { type JsonObject, numberAt, objectAt, objectsAt, stringAt, stringsAt } from "../../json";
import { type Rules, refuse, type Scene } from "../rule";

/** Seconds that an alarm may look back: a week with periods of an hour and more, else a day. */
const DAY = 86_400;
const WEEK = 7 * DAY;
const HOUR = 3_600;

/** CloudWatch: how far alarms look back, what their expressions name, and where the topics are that they tell. */
export const cloudWatchRules: Rules = {
  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
  PutMetricAlarm: (parameters, scene) => {
    requireOwnRegion(parameters, scene);
    const queries = objectsAt(parameters, "Metrics");
    requireShortLook(parameters, queries);
    requireKnownNames(queries);
  },
  PutCompositeAlarm: requireOwnRegion,
};

/** @see https://github.com/cds-snc/notification-terraform/pull/128 */
function requireOwnRegion(parameters: JsonObject, { request: { region } }: Scene): void {
  const actions = ["AlarmActions", "OKActions", "InsufficientDataActions"].flatMap((list) =>
    stringsAt(parameters, list),
  );
  const regions = actions.filter((arn) => arn.startsWith("arn:aws:sns:")).map((arn) => arn.split(":")[3]);
  const other = regions.find((each) => each !== region);
  if (other !== undefined) refuse("ValidationError", `Invalid region ${other} specified. Only ${region} is supported.`);
}

function requireShortLook(parameters: JsonObject, queries: readonly JsonObject[]): void {
  const periods = queries.map((query) => numberAt(objectAt(query, "MetricStat") ?? query, "Period") ?? 0);
  const period = Math.max(numberAt(parameters, "Period") ?? 0, ...periods);
  const seconds = period * (numberAt(parameters, "EvaluationPeriods") ?? 1);
  const [limit, name] = period >= HOUR ? [WEEK, "seven days"] : [DAY, "a day"];
  if (seconds <= limit) return;
  refuse(
    "ValidationError",
    `Metrics cannot be checked across more than ${name} (EvaluationPeriods * Period must be <= ${limit}).`,
  );
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
function requireKnownNames(queries: readonly JsonObject[]): void {
  const ids = new Set(queries.map((query) => stringAt(query, "Id") ?? ""));
  for (const query of queries) {
    const expression = stringAt(query, "Expression") ?? "";
    if (/^\s*SELECT\b/.test(expression)) continue;
    // What metric math calls begins with a capital letter, ids begin with a small one; texts are no names.
    const names = expression.replace(/"[^"]*"|'[^']*'/g, "").match(/(?<![\w.])[a-z]\w*/g) ?? [];
    const unknown = names.find((name) => !ids.has(name));
    if (unknown === undefined) continue;
    refuse("ValidationError", `Error in expression '${stringAt(query, "Id")}': Undefined variable: ${unknown}`);
  }
}
