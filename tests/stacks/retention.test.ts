import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { root, type SynthesizedRoot } from "../support/synthesized";

/** How many resources of each type Terraform refuses to destroy, and how many it does not. */
function kept({ json }: SynthesizedRoot): Readonly<Record<string, readonly [kept: number, others: number]>> {
  const counts = Object.entries(json.resource).map(([type, named]) => {
    const guarded = Object.values(named).filter(
      ({ lifecycle }) => (lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy === true,
    ).length;
    return [type, [guarded, Object.keys(named).length - guarded]] as const;
  });
  return Object.fromEntries(counts.filter(([, [guarded]]) => guarded > 0));
}

/** Types of which every resource is kept where data is retained. */
const KEPT = [
  "aws_backup_vault",
  "aws_cloudfront_public_key",
  "aws_cloudwatch_log_group",
  "aws_eip",
  "aws_eks_cluster",
  "aws_kms_key",
  "aws_rds_cluster",
  "aws_s3_bucket",
  "aws_secretsmanager_secret",
  "aws_sqs_queue",
  "aws_subnet",
  "aws_vpc",
];

/** Protections of AWS's own, with the value that protects. */
const PROTECTIONS: readonly (readonly [type: string, argument: string, value: unknown])[] = [
  ["aws_kms_key", "deletion_window_in_days", 30],
  ["aws_lb", "enable_deletion_protection", true],
  ["aws_rds_cluster", "deletion_protection", true],
  ["aws_rds_cluster", "skip_final_snapshot", false],
  ["aws_s3_bucket", "force_destroy", false],
  ["aws_secretsmanager_secret", "recovery_window_in_days", 30],
];

describe.each(ENVIRONMENTS)("$name", ({ name, dataProtection, edge, recovery }) => {
  const platform = root(`${name}-platform`);
  const retained = dataProtection === "retained";

  it(`${retained ? "keeps" : "can lose"} what cannot be made again`, () => {
    const found = kept(platform);
    if (!retained) {
      expect(found).toEqual({});
      return;
    }
    const types = [
      ...KEPT,
      "aws_elasticache_replication_group",
      ...(edge.zone.kind === "created" ? ["aws_route53_zone"] : []),
      ...(recovery === "none" ? [] : ["aws_kms_replica_key", "aws_rds_global_cluster"]),
    ];
    expect(Object.keys(found).sort()).toEqual(types.sort());
    for (const [type, [, others]] of Object.entries(found)) {
      // The cache of Redis, which can be computed again.
      expect([type, others]).toEqual([type, type === "aws_elasticache_replication_group" ? 1 : 0]);
    }
  });

  it.each(PROTECTIONS)(`has AWS protect ${retained ? "every" : "no"} %s by %s`, (type, argument, value) => {
    const found = [...new Set(Object.values(platform.attribute(type, argument)))];
    if (retained) expect(found).toEqual([value]);
    else expect(found).not.toContain(value);
  });
});

describe("what outlives every environment", () => {
  it.each(["state-dev", "state-staging", "state-prod", "state-shared"])(
    "is kept: the state's bucket and key in %s",
    (name) => {
      expect(kept(root(name))).toEqual({ aws_kms_key: [1, 0], aws_s3_bucket: [1, 0] });
    },
  );

  it("is kept: the images and their keys", () => {
    const found = kept(root("shared-registry"));
    expect(Object.keys(found).sort()).toEqual(["aws_ecr_repository", "aws_kms_key", "aws_kms_replica_key"]);
    expect(Object.values(found).map(([, others]) => others)).toEqual([0, 0, 0]);
  });
});
