import { describe, expect, it } from "vitest";
import { LEARNER_SERVICES } from "../../../../modules/foundation/routes";
import { settingsProblems } from "../../../../modules/foundation/schema";
import { type TracingSettings, tracingSettings } from "../../../../modules/monitoring/settings";
import { samplingRules } from "../../../../modules/monitoring/tracing";
import { FULL, observabilityRoot, problemsOf, ref } from "../observability-root";

const TRACING = { reservoirPerSecond: 1, learnerRate: 0.05, otherRate: 0.01 };
const own = (type: string) => observabilityRoot(FULL).part("tracing").resources(type);

describe("the sampling rules", () => {
  const rule = (name: string, priority: number, url_path: string, reservoir_size: number, fixed_rate: number) => ({
    rule_name: `lms-test-${name}`,
    priority,
    url_path,
    reservoir_size,
    fixed_rate,
    http_method: "*",
    host: "*",
    service_name: "*",
    service_type: "*",
    resource_arn: "*",
    version: 1,
  });

  it("trace no health check, learners at work most, and a little of everything else", () => {
    expect(own("aws_xray_sampling_rule")).toEqual({
      tracing_sample_health_checks: rule("health-checks", 100, "/healthz", 0, 0),
      ...Object.fromEntries(
        LEARNER_SERVICES.map((name, index) => [
          `tracing_sample_${name}`,
          rule(name, 1000 + index, `/api/${name}/*`, 1, 0.05),
        ]),
      ),
      tracing_sample_everything_else: rule("everything-else", 9000, "*", 1, 0.01),
    });
  });

  it("keep to the limits of X-Ray, for the longest environment's name", () => {
    const rules = samplingRules(TRACING);
    expect(new Set(rules.map(({ priority }) => priority)).size).toBe(LEARNER_SERVICES.length + 2);
    for (const { id, priority, urlPath } of rules) {
      expect(`lms-abcdefghij-${id}`.length).toBeLessThanOrEqual(32);
      expect(priority).toBeGreaterThanOrEqual(1);
      expect(priority).toBeLessThanOrEqual(9999);
      expect(urlPath.length).toBeLessThanOrEqual(128);
    }
  });
});

it("groups what someone asks first in an incident", () => {
  const group = (name: string, filter_expression: string, insights_enabled: boolean) => ({
    group_name: `lms-test-${name}`,
    filter_expression,
    insights_configuration: { insights_enabled, notifications_enabled: false },
  });
  expect(own("aws_xray_group")).toEqual({
    tracing_group_faults: group("faults", "fault", true),
    tracing_group_slow: group("slow", "ok AND responsetime > 2", false),
    tracing_group_exams: group("exams", 'http.url CONTAINS "/api/assessments/"', false),
  });
});

it("encrypts traces with the key of logs, which lets X-Ray have a grant", () => {
  expect(own("aws_xray_encryption_config")).toEqual({
    tracing_encryption: { type: "KMS", key_id: ref("aws_kms_key.keys_logs.arn") },
  });
  const { policy } = observabilityRoot(FULL).resources("aws_kms_key").keys_logs ?? {};
  const statements: Record<string, unknown>[] = JSON.parse(String(policy)).Statement;
  expect(statements.find(({ Sid }) => Sid === "GrantsThroughServices")).toEqual({
    Sid: "GrantsThroughServices",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::444444444444:root" },
    Action: "kms:CreateGrant",
    Resource: "*",
    Condition: {
      StringEquals: { "kms:ViaService": ["xray.us-east-1.amazonaws.com"] },
      Bool: { "kms:GrantIsForAWSResource": "true" },
    },
  });
});

describe("settings", () => {
  const tracingProblems = (settings: TracingSettings) => settingsProblems("", tracingSettings, settings);

  it.each([0, 0.05, 1])("take the rate %d", (rate) => {
    expect(tracingProblems({ ...TRACING, learnerRate: rate, otherRate: rate })).toEqual([]);
  });

  it.each(["learnerRate", "otherRate"])("refuse a share below 0 or above 1 as %s", (field) => {
    for (const rate of [-0.01, 1.01, 5, Number.NaN]) {
      expect(tracingProblems({ ...TRACING, [field]: rate })).toEqual([
        `${field}: must be a share from 0 to 1, got ${rate}; 0.05 is five in a hundred`,
      ]);
    }
  });

  it.each([-1, 0.5, Number.NaN])("refuse a reservoir of %d", (reservoirPerSecond) => {
    expect(tracingProblems({ ...TRACING, reservoirPerSecond })).toEqual([
      `reservoirPerSecond: must be a whole number from 0 to 1000, got ${reservoirPerSecond}; ` +
        "say a share of them with the rates",
    ]);
  });

  it("are reported all at once, by the construct's path", () => {
    expect(problemsOf({ tracing: { reservoirPerSecond: -1, learnerRate: 2, otherRate: 0 } })).toEqual([
      "observability/tracing: reservoirPerSecond: must be a whole number from 0 to 1000, got -1; " +
        "say a share of them with the rates",
      "observability/tracing: learnerRate: must be a share from 0 to 1, got 2; 0.05 is five in a hundred",
    ]);
  });
});
