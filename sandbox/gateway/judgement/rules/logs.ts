import { numberAt } from "../../json";
import { type Rules, refuse } from "../rule";

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** CloudWatch Logs: how long events may be kept. */
export const logsRules: Rules = {
  PutRetentionPolicy: (parameters) => {
    const days = numberAt(parameters, "retentionInDays");
    if (days === undefined || RETENTION_DAYS.includes(days)) return;
    refuse(
      "InvalidParameterException",
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTION_DAYS.join(", ")}]`,
    );
  },
};
