import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { deployedProblems } from "../../review/lock/deployed";
import { isLocked, LOCKS, lockProblems, lockText, writeLocks } from "../../review/lock/lock";
import { type LockedConfiguration, statefulOf, statefulOfState } from "../../review/lock/stateful";
import { stayProblems } from "../../review/lock/stay";
import { PROJECT } from "../../scripts/synth";
import { allRoots } from "../support/synthesized";

const ROOT = "prod-platform";
const VPC = { cidr_block: "10.0.0.0/16", tags: { Name: "lms" } };
const BUCKET = { bucket: "lms-media", force_destroy: false };
const CONFIGURATION: LockedConfiguration = {
  resource: { aws_vpc: { network_vpc: VPC }, aws_s3_bucket: { media: BUCKET }, aws_route: { internet: {} } },
};
const BEFORE = statefulOf(CONFIGURATION);
const LOST = `${ROOT}: aws_s3_bucket.media must stay, the bucket would be lost, got none`;
const STEPS = "if it is to go, docs/edits.md tells the steps";
const without = (resource: LockedConfiguration["resource"]) => ({
  resource: { aws_vpc: { network_vpc: VPC }, ...resource },
});

describe("what must stay", () => {
  it("is what cannot be made again, with what AWS cannot change of it", () => {
    expect(BEFORE).toEqual({
      "aws_vpc.network_vpc": { cidr_block: "10.0.0.0/16" },
      "aws_s3_bucket.media": { bucket: "lms-media" },
    });
  });

  it("stays", () => {
    expect(stayProblems(ROOT, BEFORE, CONFIGURATION)).toEqual([]);
  });

  it("may gain others", () => {
    const more = { resource: { ...CONFIGURATION.resource, aws_kms_key: { keys_data: { multi_region: true } } } };
    expect(stayProblems(ROOT, BEFORE, more)).toEqual([]);
  });

  it("may change in what AWS can change", () => {
    const changed = {
      resource: { ...CONFIGURATION.resource, aws_vpc: { network_vpc: { cidr_block: "10.0.0.0/16" } } },
    };
    expect(stayProblems(ROOT, BEFORE, changed)).toEqual([]);
  });

  it("is missed, with the line that keeps it where it has only another name", () => {
    expect(stayProblems(ROOT, BEFORE, without({}))).toEqual([
      `${LOST}; if it was renamed, call .moveFromId("aws_s3_bucket.media") on the construct's new name; ${STEPS}`,
    ]);
    expect(stayProblems(ROOT, BEFORE, without({ aws_s3_bucket: { videos: BUCKET } }))).toEqual([
      `${LOST}; if it was renamed, call .moveFromId("aws_s3_bucket.media") on aws_s3_bucket.videos; ${STEPS}`,
    ]);
  });

  it("is found again where what it refers to has another name, too", () => {
    const group = (subnets: string) => ({ replication_group_id: "lms", subnet_group_name: `\${${subnets}.name}` });
    const before = statefulOf({ resource: { aws_elasticache_replication_group: { redis: group("one") } } });
    const [problem] = stayProblems(ROOT, before, {
      resource: { aws_elasticache_replication_group: { stores: group("other") } },
    });
    expect(problem).toContain(
      '.moveFromId("aws_elasticache_replication_group.redis") on aws_elasticache_replication_group.stores',
    );
  });

  it("may move to another address, but not change there", () => {
    const moved = [{ from: "aws_s3_bucket.media", to: "aws_s3_bucket.videos" }];
    expect(stayProblems(ROOT, BEFORE, { ...without({ aws_s3_bucket: { videos: BUCKET } }), moved })).toEqual([]);
    const other = { ...without({ aws_s3_bucket: { videos: { bucket: "lms-videos" } } }), moved };
    expect(stayProblems(ROOT, BEFORE, other)).toEqual([
      `${ROOT}: aws_s3_bucket.videos.bucket must stay "lms-media", got "lms-videos": AWS cannot change it, and the bucket ` +
        "would be lost; take the edit back, docs/edits.md tells what to do instead",
    ]);
  });

  it("may not lose an argument that code has set, while a state has those that none sets, too", () => {
    const key = (body: object) => ({ resource: { aws_kms_key: { keys_data: body } } }) as LockedConfiguration;
    const before = statefulOf(key({ multi_region: true }));
    expect(stayProblems(ROOT, before, key({}))).toEqual([
      `${ROOT}: aws_kms_key.keys_data.multi_region must stay true, got none: AWS cannot change it, and all that is ` +
        "encrypted with it, once its waiting period is over would be lost; take the edit back, docs/edits.md tells what to do instead",
    ]);
    expect(stayProblems(ROOT, before, key({}), "state")).toEqual([]);
  });

  it("takes a version up, but not back, and that of a cluster by one", () => {
    const at = (type: string, argument: string, version: string) => ({
      resource: { [type]: { one: { [argument]: version } } },
    });
    const problems = (type: string, argument: string, before: string, after: string) =>
      stayProblems(ROOT, statefulOf(at(type, argument, before)), at(type, argument, after));
    const end = "AWS takes no other; take the edit back";
    expect(problems("aws_eks_cluster", "version", "1.35", "1.36")).toEqual([]);
    for (const version of ["1.34", "1.37", "2.0"]) {
      expect(problems("aws_eks_cluster", "version", "1.35", version)).toEqual([
        `${ROOT}: aws_eks_cluster.one.version must stay "1.35" or be the next one, "1.36", got "${version}": ${end}`,
      ]);
    }
    for (const version of ["17.7", "17.10", "18.1"]) {
      expect(problems("aws_rds_cluster", "engine_version", "17.7", version)).toEqual([]);
    }
    for (const version of ["17.6", "16.9"]) {
      expect(problems("aws_rds_cluster", "engine_version", "17.7", version)).toEqual([
        `${ROOT}: aws_rds_cluster.one.engine_version must not be older than "17.7", got "${version}": ${end}`,
      ]);
    }
    expect(problems("aws_elasticache_replication_group", "engine_version", "7.1", "7.0")).toHaveLength(1);
  });

  it("may be forgotten, but not destroyed", () => {
    const removed = (destroy: boolean) => [{ from: "aws_s3_bucket.media", lifecycle: { destroy } }];
    expect(stayProblems(ROOT, BEFORE, { ...without({}), removed: removed(false) })).toEqual([]);
    expect(stayProblems(ROOT, BEFORE, { ...without({}), removed: removed(true) })).toHaveLength(1);
  });

  it("is compared with a state where both have a value", () => {
    const state = {
      resources: [
        { mode: "data", type: "aws_vpc", name: "given", instances: [] },
        {
          mode: "managed",
          type: "aws_vpc",
          name: "network_vpc",
          instances: [{ attributes: { cidr_block: "10.1.0.0/16" } }],
        },
        {
          mode: "managed",
          type: "aws_backup_vault",
          name: "main",
          instances: [{ attributes: { name: "lms", kms_key_arn: "arn:1" } }],
        },
      ],
    };
    const configuration = {
      resource: {
        aws_vpc: { network_vpc: VPC },
        aws_backup_vault: { main: { name: "lms", kms_key_arn: "$" + "{aws_kms_key.data.arn}" } },
      },
    };
    expect(stayProblems(ROOT, statefulOfState(state), configuration, "state")).toEqual([
      `${ROOT}: aws_vpc.network_vpc.cidr_block must stay "10.1.0.0/16", got "10.0.0.0/16": AWS cannot change it, and the ` +
        "network with all that is in it would be lost; take the edit back, docs/edits.md tells what to do instead",
    ]);
  });
});

/** A folder as a synth leaves it, with one root. */
function written(configuration: LockedConfiguration, root = ROOT) {
  const outdir = mkdtempSync(join(tmpdir(), "lms-lock-test-"));
  onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
  mkdirSync(join(outdir, "stacks", root), { recursive: true });
  writeFileSync(join(outdir, "stacks", root, "cdk.tf.json"), JSON.stringify(configuration));
  return { outdir, roots: [root] };
}

const SHIPPED = /\b(dev|staging|prod|shared)\b/;

describe("a lock", () => {
  it("holds what a synth wrote, and refuses what loses it", () => {
    const first = written(CONFIGURATION);
    const [file] = writeLocks(first, join(first.outdir, "locks"));
    expect(file).toBe(join(first.outdir, "locks", "prod-platform.json"));
    expect(lockProblems(first, join(first.outdir, "locks"))).toEqual([]);
    expect(lockProblems(written(without({})), join(first.outdir, "locks"))).toEqual([
      `${LOST}; if it was renamed, call .moveFromId("aws_s3_bucket.media") on the construct's new name; ${STEPS}; ` +
        "where it is meant, or was never applied: npm run lock -- prod-platform",
    ]);
  });

  it("of disposable data lets go of everything, but replaces nothing that all else stands in", () => {
    const root = "dev-platform";
    const zone = (name: string) => ({ aws_route53_zone: { zone: { name } } });
    const { outdir } = written({ resource: { ...CONFIGURATION.resource, ...zone("dev.example.com") } }, root);
    const [file = ""] = writeLocks({ outdir, roots: [root] }, join(outdir, "locks"));
    expect(JSON.parse(readFileSync(file, "utf8")).resources).toEqual({
      "aws_route53_zone.zone": { name: "dev.example.com" },
      "aws_vpc.network_vpc": { cidr_block: "10.0.0.0/16" },
    });
    expect(lockProblems(written({}, root), join(outdir, "locks"))).toEqual([]);
    expect(lockProblems(written({ resource: zone("other.example.com") }, root), join(outdir, "locks"))).toEqual([
      `${root}: aws_route53_zone.zone.name must stay "dev.example.com", got "other.example.com": AWS cannot change it, and the ` +
        "zone with its name servers, which the parent zone names would be lost; take the edit back, docs/edits.md tells what " +
        `to do instead; where it is meant, or was never applied: npm run lock -- ${root}`,
    ]);
  });

  it("stays in its bucket", () => {
    const { outdir } = written(CONFIGURATION);
    writeFileSync(
      join(outdir, "prod-platform.json"),
      JSON.stringify({ ...JSON.parse(lockText(ROOT, CONFIGURATION)), stateBucket: "lms-old" }),
    );
    expect(lockProblems(written(CONFIGURATION), outdir)).toEqual([
      expect.stringMatching(
        /^prod-platform: its state must stay in lms-old, got \S+: Terraform would make everything anew;/,
      ),
    ]);
  });

  it("of retained data is not that of disposable data by an edit alone", () => {
    const { outdir } = written(CONFIGURATION);
    const lock = JSON.parse(lockText("dev-platform", CONFIGURATION));
    writeFileSync(join(outdir, "dev-platform.json"), JSON.stringify({ ...lock, dataProtection: "retained" }));
    expect(lockProblems(written(CONFIGURATION, "dev-platform"), outdir)).toEqual([
      "dev-platform: data must stay retained, got disposable: whatever keeps it from being deleted would be lifted; where it " +
        "is meant, or was never applied: npm run lock -- dev-platform",
    ]);
  });

  it("has the load balancer accept what CloudFront sends until the apply: the version goes up and down by one", () => {
    const value = (version: number) => `\${sensitive(terraform_data.origin_verify_value_${version}.output.value)}`;
    const sending = (version: number, ...accepted: readonly number[]) =>
      without({
        aws_cloudfront_distribution: { site: { origin: [{ custom_header: [{ value: value(version) }] }] } },
        aws_lb_listener_rule: { web: { condition: [{ http_header: { values: accepted.map(value) } }] } },
        aws_s3_bucket: { media: BUCKET },
      });
    const first = written(sending(2, 1, 2, 3));
    writeLocks(first, join(first.outdir, "locks"));
    const problems = (configuration: LockedConfiguration) =>
      lockProblems(written(configuration), join(first.outdir, "locks"));
    expect(problems(sending(3, 2, 3, 4))).toEqual([]);
    expect(problems(sending(1, 1, 2))).toEqual([]);
    expect(problems(sending(4, 3, 4, 5))).toEqual([
      "prod-platform: the load balancer must still accept terraform_data.origin_verify_value_2, which CloudFront sends for " +
        "minutes after an apply, got terraform_data.origin_verify_value_3, terraform_data.origin_verify_value_4, " +
        "terraform_data.origin_verify_value_5; raise edge.originVerifyVersion by one, apply, and then again; " +
        "where it is meant, or was never applied: npm run lock -- prod-platform",
    ]);
  });

  it.each(["prod-platform", "dev-platform"])("of %s keeps its network in the VPC that it is in", (root) => {
    const at = (id: string): LockedConfiguration => ({
      resource: { aws_s3_bucket: { media: BUCKET } },
      data: { aws_vpc: { network_vpc: { id } } },
    });
    const first = written(at("vpc-0a1b2c3d4e5f60718"), root);
    writeLocks(first, join(first.outdir, "locks"));
    const problems = (configuration: LockedConfiguration) =>
      lockProblems(written(configuration, root), join(first.outdir, "locks"));
    expect(problems(at("vpc-0a1b2c3d4e5f60718"))).toEqual([]);
    const moved = (got: string) =>
      `${root}: network.vpc must stay vpc-0a1b2c3d4e5f60718, got ${got}: all that is in it would be replaced; take the edit ` +
      `back, and make a new environment beside it; where it is meant, or was never applied: npm run lock -- ${root}`;
    expect(problems(at("vpc-0f0f0f0f0f0f0f0f0"))).toEqual([moved("vpc-0f0f0f0f0f0f0f0f0")]);
    expect(problems(CONFIGURATION)).toEqual([moved("created")]);
  });

  it("is none of another account's", () => {
    const folder = written(CONFIGURATION).outdir;
    const lock = JSON.parse(lockText(ROOT, CONFIGURATION));
    writeFileSync(join(folder, "prod-platform.json"), JSON.stringify({ ...lock, account: "999999999999" }));
    expect(lockProblems(written(without({})), folder)).toEqual([]);
  });

  it("is there for every root that has one, and is the current one", () => {
    for (const [root, { json }] of allRoots()) {
      const file = join(PROJECT, LOCKS, `${root}.json`);
      // An environment that is added has its locks once it was applied.
      if (!isLocked(root) || SHIPPED.test(root)) expect([root, existsSync(file)]).toEqual([root, isLocked(root)]);
      if (existsSync(file)) expect(readFileSync(file, "utf8"), "npm run lock").toBe(lockText(root, json));
    }
  });
});

describe("--against", () => {
  it("takes the folder of an earlier synth", () => {
    const before = written(CONFIGURATION).outdir;
    expect(deployedProblems(written(CONFIGURATION), before)).toEqual([]);
    expect(deployedProblems(written(without({})), before)).toHaveLength(1);
  });

  it("takes a state, by the root's name", () => {
    const { outdir } = written({});
    const file = join(outdir, "prod-platform.tfstate");
    const attributes = { bucket: "lms-media" };
    const bucket = { mode: "managed", type: "aws_s3_bucket", name: "media", instances: [{ attributes }] };
    writeFileSync(file, JSON.stringify({ resources: [bucket] }));
    expect(deployedProblems(written(CONFIGURATION), file)).toEqual([]);
    expect(deployedProblems(written(without({})), file)).toHaveLength(1);
  });

  it.each([
    ["<html></html>", `Unexpected token '<', "<html></html>" is not valid JSON`],
    ["null", "no list of resources"],
    ["[]", "no list of resources"],
    ["", "Unexpected end of JSON input"],
  ])("refuses a file that is no state: %j", (text, got) => {
    const { outdir } = written({});
    const file = join(outdir, "prod-platform.tfstate");
    writeFileSync(file, text);
    expect(deployedProblems(written(CONFIGURATION), file)).toEqual([
      `--against: must be what terraform state pull or a synth has written, got ${got} in ${file}; write it anew`,
    ]);
  });

  it("says what it needs", () => {
    const remedy = "name a file <root>.tfstate, or the folder of a synth";
    expect(deployedProblems(written({}), "/nowhere")).toEqual([
      `--against: must hold a root that is synthesized, got none in /nowhere; ${remedy}`,
    ]);
    expect(deployedProblems(written({}), written({}, "dev-platform").outdir)).toEqual([
      `--against: must hold a root that is synthesized, got dev-platform; ${remedy}`,
    ]);
  });
});
