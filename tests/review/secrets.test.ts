import fc from "fast-check";
import { test } from "vitest";
import { gateOf } from "../../review/gate";
import { type PlanReview, reviewOf } from "../../review/plan-review";
import { htmlText } from "../../review/render/html";
import { markdownText } from "../../review/render/markdown";
import { terminalText } from "../../review/render/terminal";
import type { PlanDocument } from "../../scripts/plan-document";

const SECRET = "hunter2-Zq9";

/** Everything that anyone gets to see of a plan. */
function everythingShown(review: PlanReview): string {
  const gate = gateOf(review, "retained", [], "2026-11-27");
  const sections = [{ title: "t", review, gate }];
  return [
    JSON.stringify(review),
    terminalText(review, gate),
    terminalText(review, gate, { all: true, color: true }),
    markdownText("t", [], sections),
    htmlText("t", sections),
  ].join("\n");
}

const types = fc.constantFrom(
  ...["aws_s3_bucket", "aws_rds_cluster", "aws_iam_role_policy", "aws_vpc_security_group_ingress_rule", "aws_kms_key"],
  ...[
    "aws_eks_node_group",
    "aws_wafv2_web_acl",
    "aws_launch_template",
    "aws_cloudwatch_log_group",
    "aws_lb",
    "aws_vpc",
  ],
  ...[
    "aws_elasticache_replication_group",
    "aws_backup_plan",
    "aws_s3_bucket_lifecycle_configuration",
    "helm_release",
    "constructor",
  ],
);
const keys = fc.constantFrom(
  ...["id", "arn", "name", "policy", "rule", "tags", "parameter", "user_data", "cidr_ipv4", "ip_protocol", "from_port"],
  ...[
    "scaling_config",
    "vpc_config",
    "instance_types",
    "deletion_protection",
    "kms_key_id",
    "engine_version",
    "__proto__",
    "toString",
  ],
);
const scalars = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double({ noNaN: true }),
  fc.string(),
  fc.constantFrom("0.0.0.0/0", "*", `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`, "{", "[1]"),
);
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalars,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
  ),
})).value;
const objects = fc.oneof(fc.constant(null), fc.dictionary(keys, values, { maxKeys: 6 }));
const marks = fc.oneof(
  fc.constant(undefined),
  fc.boolean(),
  fc.dictionary(keys, fc.oneof(fc.boolean(), fc.constant({}), fc.constant([true]))),
);
const actions = fc.oneof(
  fc.constantFrom(
    ["create"],
    ["update"],
    ["delete"],
    ["read"],
    ["no-op"],
    ["forget"],
    ["delete", "create"],
    ["create", "delete"],
    [],
  ),
  fc.array(fc.string(), { maxLength: 2 }),
);
const change = fc.record(
  {
    actions,
    before: objects,
    after: objects,
    after_unknown: marks,
    before_sensitive: marks,
    after_sensitive: marks,
    replace_paths: fc.array(fc.array(fc.oneof(keys, fc.nat(3)), { maxLength: 3 }), { maxLength: 2 }),
    importing: fc.record({ id: fc.string() }),
  },
  { requiredKeys: ["actions", "before", "after"] },
);
const names = fc.constantFrom("a", "b", "c", 'd["e"]', "<script>", "\u001b[31m", "`x`");
const resource = fc
  .record({
    type: types,
    name: names,
    change,
    previous: fc.boolean(),
    reason: fc.constantFrom(undefined, "replace_because_tainted", "z"),
  })
  .map(({ type, name, previous, reason, ...rest }) => ({
    address: `${type}.${name}`,
    type,
    name,
    ...rest,
    ...(previous ? { previous_address: `${type}.old` } : {}),
    ...(reason === undefined ? {} : { action_reason: reason }),
  }));
const references = fc.array(
  fc.tuple(types, names).map(([type, name]) => `${type}.${name}.id`),
  { maxLength: 3 },
);
const configured = fc.record({
  address: fc.tuple(types, names).map(([type, name]) => `${type}.${name}`),
  expressions: fc.dictionary(keys, fc.record({ references, constant_value: scalars })),
});
const plans = fc.record(
  {
    applyable: fc.boolean(),
    resource_changes: fc.array(resource, { maxLength: 8 }),
    resource_drift: fc.array(resource, { maxLength: 3 }),
    output_changes: fc.dictionary(fc.string(), change, { maxKeys: 2 }),
    checks: fc.array(
      fc.record({
        status: fc.constantFrom("pass", "fail", "error"),
        address: fc.record({ to_display: fc.string() }),
        instances: fc.array(fc.record({ problems: fc.array(fc.record({ message: fc.string() })) }), { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
    configuration: fc.record({ root_module: fc.record({ resources: fc.array(configured, { maxLength: 6 }) }) }),
  },
  { requiredKeys: [] },
);

/** Puts the secret wherever a mark says so, and once more, as it is or encoded, into texts that have no mark. */
function planted(plan: PlanDocument): PlanDocument {
  const encoded = Buffer.from(SECRET).toString("base64");
  const plant = (value: unknown, mark: unknown): unknown => {
    if (mark === true) return value === null ? null : SECRET;
    if (typeof value === "string" && value.length > 3) return `${value} ${SECRET} ${encoded}`;
    if (typeof value !== "object" || value === null) return value;
    const marked = (key: string, item: unknown) =>
      plant(item, typeof mark === "object" && mark !== null ? Reflect.get(mark, key) : undefined);
    if (Array.isArray(value)) return value.map((item, index) => marked(String(index), item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(key, item)]));
  };
  const known = {
    address: "aws_x.secret",
    change: {
      actions: ["no-op"],
      before: { p: SECRET },
      after: { p: SECRET },
      before_sensitive: { p: true },
      after_sensitive: { p: true },
    },
  };
  return {
    ...plan,
    resource_changes: [
      known,
      ...(plan.resource_changes ?? []).map(({ change: own, ...rest }) => ({
        ...rest,
        change: {
          ...own,
          before: plant(own.before, own.before_sensitive),
          after: plant(own.after, own.after_sensitive),
        },
      })),
    ],
  };
}

test("10,000 random plans: no crash, and no sensitive value shown", () => {
  const encoded = Buffer.from(SECRET).toString("base64").replace(/=+$/, "");
  fc.assert(
    fc.property(plans, (plan) => {
      const shown = everythingShown(reviewOf("dev-platform", planted(plan as PlanDocument)));
      return !shown.includes(SECRET) && !shown.includes(encoded);
    }),
    { seed: 18, numRuns: 10_000 },
  );
});
