import { LMS_SERVICE_NAMES } from "../../modules/foundation/services";
import type { Outputs } from "../../scripts/contract/platform-facts";

/** ARN of a target group that AWS may have made in dev. */
export const targetGroup = (service: string) =>
  `arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/${service.slice(0, 5)}-2026/0123456789abcdef`;

/** What `terraform output -json` may print for dev-platform, as far as the contract is concerned. */
export const DEV_OUTPUTS = {
  target_groups: { value: Object.fromEntries(LMS_SERVICE_NAMES.map((name) => [name, targetGroup(name)])) },
  db_endpoint: { value: "writer.example.com" },
  db_reader_endpoint: { value: "reader.example.com" },
  connection_string: {
    value:
      "postgresql://lms_admin:{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:111111111111:secret:" +
      "lms/dev/database/master-AbCdEf:SecretString:password}}@writer.example.com:5432/lms?sslmode=verify-full",
  },
  redis_endpoints: { value: { sessions: "sessions.example.com:6379", cache: "cache.example.com:6380" } },
} satisfies Outputs;
