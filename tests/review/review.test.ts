import { describe, expect, test } from "vitest";
import { comparedWith } from "../../review/compare";
import { gateOf } from "../../review/gate";
import { reviewOf } from "../../review/plan-review";
import { markdownText } from "../../review/render/markdown";
import { terminalText } from "../../review/render/terminal";
import type { ChangeDocument, PlanDocument } from "../../scripts/plan-document";

type Resource = readonly [address: string, change: Partial<ChangeDocument>, more?: object];

const plan = (
  resources: readonly Resource[],
  references: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {},
): PlanDocument => ({
  resource_changes: resources.map(([address, change, more]) => ({
    address,
    ...more,
    change: { actions: ["update"], before: null, after: null, ...change },
  })),
  configuration: {
    root_module: {
      resources: Object.entries(references).map(([address, expressions]) => ({
        address,
        expressions: Object.fromEntries(Object.entries(expressions).map(([key, used]) => [key, { references: used }])),
      })),
    },
  },
});
const created = (after: object) => ({ actions: ["create"], after });
const deleted = (before: object) => ({ actions: ["delete"], before });
const updated = (before: object, after: object, more: object = {}) => ({ before, after, ...more });
const found = (danger: string, ...args: Parameters<typeof plan>) =>
  reviewOf("dev-platform", plan(...args))
    .findings.filter((finding) => finding.danger === danger)
    .map(({ address, text }) => `${address}: ${text}`);

describe("access:", () => {
  const rule = { ip_protocol: "tcp", from_port: 5432, to_port: 5432 };

  test("a rule says who can now reach what, through the group and who uses it", () => {
    expect(
      found("access", [["aws_vpc_security_group_ingress_rule.r", created({ ...rule, cidr_ipv4: "0.0.0.0/0" })]], {
        "aws_vpc_security_group_ingress_rule.r": { security_group_id: ["aws_security_group.db.id"] },
        "aws_rds_cluster.c": { vpc_security_group_ids: ["aws_security_group.db.id", "aws_security_group.db"] },
      }),
    ).toEqual([
      "aws_vpc_security_group_ingress_rule.r: opens tcp 5432 from EVERYWHERE (0.0.0.0/0), into aws_security_group.db (aws_rds_cluster.c)",
    ]);
  });

  test("a rule that becomes narrower opens nothing, and is told as what it closes", () => {
    const change = updated({ ...rule, cidr_ipv4: "0.0.0.0/0" }, { ...rule, cidr_ipv4: "10.0.0.0/8" });
    expect(found("access", [["aws_vpc_security_group_ingress_rule.r", change]])).toEqual([]);
    expect(found("outage", [["aws_vpc_security_group_ingress_rule.r", change]])).toEqual([
      "aws_vpc_security_group_ingress_rule.r: no longer lets through tcp 5432 from EVERYWHERE (0.0.0.0/0)",
    ]);
  });

  test("a rule whose group is replaced opens nothing", () => {
    const change = {
      actions: ["delete", "create"],
      before: { ...rule, referenced_security_group_id: "sg-1", security_group_id: "sg-2" },
      after: { ...rule },
      after_unknown: { referenced_security_group_id: true, security_group_id: true },
    };
    expect(found("access", [["aws_vpc_security_group_ingress_rule.r", change]])).toEqual([]);
  });

  test.each<[string, string, object, object, string]>([
    [
      "aws_network_acl_rule",
      "a network ACL",
      { rule_action: "deny", cidr_block: "0.0.0.0/0" },
      { rule_action: "allow", cidr_block: "0.0.0.0/0", protocol: "-1" },
      "opens every protocol from EVERYWHERE (0.0.0.0/0)",
    ],
    [
      "aws_eks_cluster",
      "the cluster's endpoint",
      { vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ["10.0.0.0/8"] }] },
      { vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ["10.0.0.0/8", "0.0.0.0/0"] }] },
      "opens the Kubernetes API to EVERYWHERE (0.0.0.0/0)",
    ],
    [
      "aws_rds_cluster_instance",
      "a public database",
      { publicly_accessible: false },
      { publicly_accessible: true },
      "the database gets a public address",
    ],
    [
      "aws_kms_key",
      "a key that is not rotated",
      { enable_key_rotation: true },
      { enable_key_rotation: false },
      "the key is not rotated",
    ],
    [
      "aws_lb_listener",
      "old TLS",
      { ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
      { ssl_policy: "ELBSecurityPolicy-2016-08" },
      "the load balancer speaks TLS older than 1.2",
    ],
    [
      "aws_cloudfront_distribution",
      "a site without firewall",
      { web_acl_id: "arn:acl" },
      { web_acl_id: "" },
      "the site stands without a firewall",
    ],
    [
      "aws_lambda_function_url",
      "a public function",
      { authorization_type: "AWS_IAM" },
      { authorization_type: "NONE" },
      "the function answers everyone",
    ],
  ])("%s: %s", (type, _, before, after, text) => {
    expect(found("access", [[`${type}.x`, updated(before, after)]])).toEqual([`${type}.x: ${text}`]);
    expect(found("access", [[`${type}.x`, updated(after, before)]])).toEqual([]);
  });

  test("what only the apply knows of a policy stands in the configuration", () => {
    const document = plan([
      ["aws_iam_role_policy.p", { actions: ["create"], after: {}, after_unknown: { policy: true } }],
      ["aws_sqs_queue.q", { actions: ["no-op"], after: { arn: "arn:aws:sqs:us-east-1:111111111111:q" } }],
    ]);
    const policy = JSON.stringify({
      Statement: [{ Effect: "Allow", Action: "sqs:*", Resource: `$\{aws_sqs_queue.q.arn}` }],
    });
    const resources = [{ address: "aws_iam_role_policy.p", expressions: { policy: { constant_value: policy } } }];
    const review = reviewOf("dev-platform", { ...document, configuration: { root_module: { resources } } });
    expect(review.findings.map(({ text }) => text)).toEqual(["allows sqs:* on arn:aws:sqs:us-east-1:111111111111:q"]);
  });
});

describe("loss:", () => {
  test("what holds data says what forces it, and what guards it", () => {
    const change = {
      actions: ["delete", "create"],
      before: { kms_key_id: "a", skip_final_snapshot: true, deletion_protection: false },
      after: { kms_key_id: "b" },
      replace_paths: [["kms_key_id"]],
    };
    expect(found("loss", [["aws_rds_cluster.c", change]])).toEqual([
      "aws_rds_cluster.c: REPLACED, destroyed BEFORE its successor is made: the database; kms_key_id forces it: a -> b; no deletion protection; NO final snapshot",
    ]);
    const first = { ...change, actions: ["create", "delete"] };
    expect(found("loss", [["aws_rds_cluster.c", first]])[0]).toContain(
      "REPLACED, its successor is made before: the database",
    );
  });

  test("what forces it by an unknown value says where that comes from", () => {
    const key = {
      actions: ["delete", "create"],
      before: { multi_region: false },
      after: { multi_region: true },
      replace_paths: [["multi_region"]],
    };
    const cluster = {
      actions: ["delete", "create"],
      before: { kms_key_id: "a" },
      after: {},
      after_unknown: { kms_key_id: true },
      replace_paths: [["kms_key_id"]],
    };
    const references = { "aws_rds_cluster.c": { kms_key_id: ["aws_kms_key.k.arn"] } };
    expect(
      found(
        "loss",
        [
          ["aws_kms_key.k", key],
          ["aws_rds_cluster.c", cluster],
        ],
        references,
      )[1],
    ).toBe(
      "aws_rds_cluster.c: REPLACED, destroyed BEFORE its successor is made: the database; kms_key_id comes from aws_kms_key.k",
    );
  });

  test("a tainted resource says so", () => {
    const change = { actions: ["delete", "create"], before: { bucket: "b" }, after: { bucket: "b" } };
    expect(found("loss", [["aws_s3_bucket.b", change, { action_reason: "replace_because_tainted" }]])[0]).toContain(
      "it is tainted",
    );
  });

  describe("what deletes earlier what is kept:", () => {
    const kept = (type: string, before: object, after: object, more: object = {}) =>
      found("loss", [[`${type}.x`, { ...updated(before, after), ...more }]]);
    const expiry = (days: number, more: object = {}) => ({
      id: "expiry",
      status: "Enabled",
      filter: [{ and: [], prefix: "", tag: [] }],
      expiration: [{ days, expired_object_delete_marker: false }],
      ...more,
    });
    const lifecycle = (before: readonly object[], after: readonly object[]) =>
      kept("aws_s3_bucket_lifecycle_configuration", { rule: before }, { rule: after });

    test("a rule of a bucket with fewer days, or one that is new, enabled or of more objects", () => {
      const kept30 =
        "aws_s3_bucket_lifecycle_configuration.x: deletes objects that were kept (expiry expiration: 30 days)";
      expect(lifecycle([expiry(30)], [expiry(7)])).toEqual([
        "aws_s3_bucket_lifecycle_configuration.x: deletes objects sooner (expiry expiration: 30 -> 7 days)",
      ]);
      expect(lifecycle([], [expiry(30)])).toEqual([kept30]);
      expect(lifecycle([expiry(30, { status: "Disabled" })], [expiry(30)])).toEqual([kept30]);
      expect(lifecycle([expiry(30, { filter: [{ prefix: "drafts/" }] })], [expiry(30)])).toEqual([kept30]);
      expect(
        lifecycle([], [{ id: "old", status: "Enabled", noncurrent_version_expiration: [{ noncurrent_days: 9 }] }]),
      ).toEqual([
        "aws_s3_bucket_lifecycle_configuration.x: deletes objects that were kept (old noncurrent_version_expiration: 9 days)",
      ]);
    });

    test("no rule of a bucket that keeps as long, has another name, or is of fewer objects", () => {
      expect(lifecycle([expiry(30)], [expiry(90)])).toEqual([]);
      expect(lifecycle([expiry(30)], [expiry(30, { id: "month", filter: [{ prefix: "" }] })])).toEqual([]);
      expect(lifecycle([expiry(30)], [expiry(30, { filter: [{ prefix: "drafts/" }] })])).toEqual([]);
      expect(lifecycle([], [expiry(7, { status: "Disabled" })])).toEqual([]);
      const unfinished = { id: "a", status: "Enabled", expiration: [{ days: 0, expired_object_delete_marker: true }] };
      expect(lifecycle([], [unfinished])).toEqual([]);
    });

    test("fewer images of a registry, whose policy is replaced", () => {
      const selection = { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan" };
      const policy = (countNumber: number) => ({
        policy: JSON.stringify({ rules: [{ rulePriority: 1, selection: { ...selection, countNumber } }] }),
      });
      const images = (before: object, after: object) =>
        kept("aws_ecr_lifecycle_policy", before, after, { actions: ["delete", "create"] });
      expect(images(policy(100), policy(10))).toEqual([
        "aws_ecr_lifecycle_policy.x: deletes images sooner (rule 1 imageCountMoreThan: 100 -> 10)",
      ]);
      expect(images(policy(100), policy(200))).toEqual([]);
      expect(images({ policy: '{"rules":[]}' }, policy(200))).toEqual([
        "aws_ecr_lifecycle_policy.x: deletes images that were kept (rule 1 imageCountMoreThan: 200)",
      ]);
    });

    test("backups and copies of them that are kept shorter, or made no more", () => {
      const rule = (rule_name: string, days: number, copyDays?: number) => ({
        rule_name,
        lifecycle: [{ delete_after: days }],
        copy_action: copyDays === undefined ? [] : [{ lifecycle: [{ delete_after: copyDays }] }],
      });
      const backups = (...after: readonly object[]) =>
        kept("aws_backup_plan", { rule: [rule("daily", 35, 7), rule("monthly", 365, 365)] }, { rule: after });
      expect(backups(rule("monthly", 365, 365), rule("daily", 35, 7))).toEqual([]);
      expect(backups(rule("daily", 35, 1))).toEqual([
        "aws_backup_plan.x: keeps copies of backups shorter (daily delete_after: 7 -> 1 days)",
        "aws_backup_plan.x: makes no backups any more (monthly)",
      ]);
      expect(backups(rule("daily", 8), rule("monthly", 365, 365))).toEqual([
        "aws_backup_plan.x: keeps backups shorter (daily delete_after: 35 -> 8 days)",
        "aws_backup_plan.x: copies backups to fewer vaults (daily)",
      ]);
    });

    test.each<[string, object, object, string]>([
      ["aws_cloudwatch_log_group", { retention_in_days: 365 }, { retention_in_days: 30 }, "deletes its older events"],
      ["aws_cloudwatch_log_group", { retention_in_days: 0 }, { retention_in_days: 3653 }, "deletes its older events"],
      [
        "aws_sqs_queue",
        { message_retention_seconds: 1_209_600 },
        { message_retention_seconds: 60 },
        "deletes messages sooner",
      ],
      [
        "aws_s3_bucket_replication_configuration",
        { rule: [{ status: "Enabled" }] },
        { rule: [{ status: "Disabled" }] },
        "objects are not copied to the other region any more",
      ],
    ])("%s %j -> %j", (type, before, after, says) => {
      expect(kept(type, before, after)[0]).toMatch(`${type}.x: ${says} (`);
      expect(kept(type, after, before)).toEqual([]);
    });
  });

  test.each([
    ["aws_cloudfront_distribution", "enabled", "CloudFront answers nobody: the site is away"],
    ["aws_kms_key", "is_enabled", "nothing that it encrypts can be read or written"],
    [
      "aws_lambda_event_source_mapping",
      "enabled",
      "no function takes what is sent: it waits for as long as the queue keeps it",
    ],
  ])("%s that is turned off interrupts, and loses nothing", (type, path, says) => {
    const off = updated({ [path]: true }, { [path]: false });
    expect(found("outage", [[`${type}.x`, off]])).toEqual([`${type}.x: ${says}`]);
    expect(found("loss", [[`${type}.x`, off]])).toEqual([]);
    expect(found("outage", [[`${type}.x`, updated(off.after, off.before)]])).toEqual([]);
  });

  test("what can be made again from code is none, and its destruction is told with the rest", () => {
    expect(found("loss", [["aws_cloudwatch_metric_alarm.a", deleted({ alarm_name: "a" })]])).toEqual([]);
    expect(found("rest", [["aws_cloudwatch_metric_alarm.a", deleted({ alarm_name: "a" })]])).toEqual([
      "aws_cloudwatch_metric_alarm.a: DESTROYED",
    ]);
  });

  test("what is destroyed and made under another address looks like a rename", () => {
    const settings = { instance_class: "db.r7g.large", engine: "aurora-postgresql", availability_zone: "us-east-1a" };
    expect(
      found("loss", [
        ["aws_rds_cluster_instance.old", deleted({ ...settings, id: "old" })],
        ["aws_rds_cluster_instance.new", created(settings)],
      ])[0],
    ).toContain(
      'looks like a rename to aws_rds_cluster_instance.new: .moveFromId("aws_rds_cluster_instance.old") there keeps it',
    );
  });
});

describe("what no diff shows:", () => {
  test("moves, imports, what is forgotten, and checks that fail", () => {
    const document = plan([
      ["aws_sqs_queue.b", { actions: ["no-op"], before: {}, after: {} }, { previous_address: "aws_sqs_queue.a" }],
      ["aws_sqs_queue.c", { actions: ["forget"], before: { name: "c" } }],
      ["aws_sqs_queue.d", { actions: ["no-op"], after: {}, importing: { id: "https://q" } }],
    ]);
    const checks = [
      { status: "fail", address: { to_display: "check.site" }, instances: [{ problems: [{ message: "it is down" }] }] },
    ];
    const review = reviewOf(
      "dev-platform",
      { ...document, checks, applyable: true },
      { warnings: ["old argument"], vanishedRoots: ["dev-old"] },
    );
    expect(review.findings.map(({ address, text }) => [address, text])).toEqual([
      ["", "check.site fails: it is down"],
      ["", "the root dev-old is deployed and no longer in the code: no plan destroys it"],
      ["aws_sqs_queue.b", "moved from aws_sqs_queue.a, nothing else"],
      ["aws_sqs_queue.c", "forgotten: it stays in AWS, and nothing looks after it"],
      ["aws_sqs_queue.d", "comes under Terraform: https://q"],
      ["", "Terraform warns: old argument"],
    ]);
    expect(review.verdict.line).toMatch(/; 1 moved; 1 forgotten; 1 imported; 1 check fails$/);
    expect(review.applyable).toBe(true);
  });

  test("a move with a change in it tells both", () => {
    const change = { before: { delay: 1 }, after: { delay: 2 } };
    const texts = reviewOf(
      "dev-platform",
      plan([["aws_sqs_queue.b", change, { previous_address: "aws_sqs_queue.a" }]]),
    ).findings;
    expect(texts.map(({ text }) => text)).toEqual(["moved from aws_sqs_queue.a", "changed: delay: 1 -> 2"]);
  });

  test("what someone changed by hand is of the arguments that the code sets, and what is left empty is none", () => {
    const drift = (before: object, after: object) => ({
      address: "aws_sqs_queue.q",
      change: { actions: ["update"], before, after },
    });
    const configuration = {
      root_module: { resources: [{ address: "aws_sqs_queue.q", expressions: { delay: {}, tags: {} } }] },
    };
    const texts = (before: object, after: object) =>
      reviewOf("dev-platform", { resource_drift: [drift(before, after)], configuration }).findings.map(
        ({ text }) => text,
      );
    expect(texts({ delay: 5 }, { delay: 9 })).toEqual(["was changed by hand: delay: 5 -> 9"]);
    expect(texts({ tags: null }, { tags: {} })).toEqual([]);
    expect(texts({ arn: "a" }, { arn: "b" })).toEqual([]);
  });

  test("a web ACL with another token was changed by hand, though Terraform does not read its rules back", () => {
    const drift = (type: string) => ({
      resource_drift: [
        {
          address: `${type}.a`,
          type,
          change: { actions: ["update"], before: { lock_token: "1" }, after: { lock_token: "2" } },
        },
      ],
    });
    const texts = (type: string) => reviewOf("dev-platform", drift(type)).findings.map(({ text }) => text);
    expect(texts("aws_wafv2_web_acl")).toEqual([
      "was changed by hand: its rules may be others, which Terraform does not read back: docs/runbooks.md#firewall",
    ]);
    expect(texts("aws_sqs_queue")).toEqual([]);
  });

  test("rules of a web ACL that go or only count are named, in JSON as in the blocks that are deployed", () => {
    const blocks = [
      { name: "rate", action: [{ block: [{}], count: [] }] },
      { name: "common", override_action: [{ none: [{}], count: [] }] },
      { name: "counted", action: [{ block: [], count: [{}] }] },
    ];
    const json = (...rules: readonly object[]) => ({ rule: [], rule_json: JSON.stringify(rules) });
    const rate = (Action: object) => ({ Name: "rate", Action });
    const common = (OverrideAction: object) => ({ Name: "common", OverrideAction });
    const counted = { Name: "counted", Action: { Count: {} } };
    const texts = (before: object, after: object) =>
      reviewOf("dev-platform", plan([["aws_wafv2_web_acl.a", { actions: ["update"], before, after }]]))
        .findings.filter(({ danger }) => danger === "access")
        .map(({ text }) => text);
    const whole = json(rate({ Block: {} }), common({ None: {} }), counted);
    expect(texts({ rule: blocks, rule_json: "" }, whole)).toEqual([]);
    expect(texts(whole, json(common({ Count: {} }), counted))).toEqual([
      "the rule rate is gone",
      "the rule common counts instead of blocking",
    ]);
  });
});

test("a plan that does nothing says so; one of outputs alone does something", () => {
  expect(reviewOf("dev-platform", { applyable: false }).verdict.line).toBe("nothing to change");
  const outputs = { output_changes: { url: { actions: ["create"], before: null, after: "u" } } };
  expect(reviewOf("dev-platform", outputs).findings.map(({ address, text }) => `${address} ${text}`)).toEqual([
    "output.url created",
  ]);
});

test("what is alike is one line, and what follows from another change stands under that", () => {
  const groups = Array.from(
    { length: 24 },
    (_, index): Resource => [
      `aws_cloudwatch_log_group.g${index}`,
      updated({ retention_in_days: 30 }, { retention_in_days: 90 }),
    ],
  );
  const review = reviewOf("dev-platform", plan(groups));
  const gate = gateOf(review, "disposable", [], "2026-11-27");
  expect(terminalText(review, gate)).toBe(
    [
      "dev-platform: loses data: no; opens access: no; interrupts: nothing; cost: +$0 a month",
      "REST (24)",
      "  24 aws_cloudwatch_log_group (g0, g1, …): changed: retention_in_days: 30 -> 90",
      "",
    ].join("\n"),
  );
  expect(terminalText(review, gate, { all: true }).split("\n").length).toBeGreaterThan(70);
});

test("a plan in two environments: the second says what the first has not had", () => {
  const queue = (name: string): Resource => [`aws_sqs_queue.${name}`, created({ name: `lms-x-${name}` })];
  const of = (root: string, ...names: string[]) =>
    reviewOf(
      root,
      plan(
        names.map(
          (name) =>
            queue(name).map((part) =>
              typeof part === "string"
                ? part
                : JSON.parse(JSON.stringify(part).replace("-x-", `-${root.split("-")[0]}-`)),
            ) as unknown as Resource,
        ),
      ),
    );
  expect(comparedWith(of("prod-platform", "a", "b"), of("dev-platform", "a", "b"))).toBe(
    "The same as dev-platform: all 2 changes",
  );
  expect(comparedWith(of("prod-platform", "a", "b", "c"), of("dev-platform", "a", "b"))).toBe(
    "The same as dev-platform in 2 of 3 changes; only here: aws_sqs_queue.c",
  );
  expect(comparedWith(of("prod-platform", "c"), of("dev-platform", "a"))).toBeUndefined();
});

test("names from elsewhere steer no terminal, become no Markdown and call no one", () => {
  const review = reviewOf(
    "dev-platform",
    plan([["aws_x.y", updated({ name: "a" }, { name: "\u001b[2J @everyone <b> [x](https://evil) \n# big" })]]),
  );
  const gate = gateOf(review, "disposable", [], "2026-11-27");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(terminalText(review, gate)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  const markdown = markdownText("Plan review", [], [{ title: "dev", review, gate }]);
  expect(markdown.split("<details>")[0]).not.toMatch(/@everyone|[^\\]<b>|[^\\]\[x\]|\n# big|https:\/\//);
});

test("a review longer than a comment may be leaves out its differences, not its dangers", () => {
  const many = Array.from(
    { length: 390 },
    (_, index): Resource => [`aws_x.r${index}`, updated({ text: "a".repeat(90) }, { text: `${index}`.repeat(90) })],
  );
  const review = reviewOf("dev-platform", plan([...many, ["aws_s3_bucket.b", deleted({ bucket: "b" })]]));
  const gate = gateOf(review, "disposable", [], "2026-11-27");
  const markdown = markdownText("Plan review", [], [{ title: "dev", review, gate }]);
  expect(markdown.length).toBeLessThan(65_000);
  expect(markdown).toContain("`aws_s3_bucket.b`: DESTROYED: the bucket");
  expect(markdown).toContain("391 more, which the page of the review shows");
});
