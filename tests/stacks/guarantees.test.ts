import { describe, expect, it } from "vitest";
import { ACCOUNTS, ENVIRONMENTS } from "../../environments";
import { otherRegionOf } from "../../environments/environment";
import { shared } from "../../environments/shared";
import { allRoots, type SynthesizedRoot } from "../support/synthesized";

/** What holds for every root of every environment, whatever modules it is made of and whatever values it has. */
const SETTINGS = new Map(ACCOUNTS.map((settings) => [settings.name, settings]));
const SHARED_ACCOUNT = SETTINGS.get("shared")?.account;

const ROOTS = [
  ...ENVIRONMENTS.flatMap(({ name }) => [`${name}-addons`, `${name}-platform`]),
  "shared-registry",
  ...ACCOUNTS.map(({ name }) => `state-${name}`),
].sort();

/** What a review sees the addresses of; an environment that is added has those of one of these. */
const REVIEWED = ["dev", "staging", "prod", "shared"];

/** The regions of a root's providers, in their order: its own, that of recovery or of replicas, that of CloudFront. */
function regionsOf(name: string): string[] {
  const settings = SETTINGS.get(name.replace(/^state-|-(addons|platform|registry)$/g, ""));
  const own = settings?.region ?? "";
  if (name === "shared-registry") return [own, shared.replicaRegion];
  const environment = ENVIRONMENTS.find((each) => `${each.name}-platform` === name);
  if (environment === undefined) return [own];
  const recovery = otherRegionOf(environment);
  return [own, ...(recovery === "none" ? [] : [recovery.region]), "us-east-1"];
}

it("covers every root of the platform", () => {
  expect([...allRoots().keys()].sort()).toEqual(ROOTS);
});

describe.each(ROOTS)("%s", (name) => {
  const environment = name.replace(/^state-|-(addons|platform|registry)$/g, "");
  const settings = SETTINGS.get(environment);
  if (settings === undefined) throw new Error(environment);
  const { account, region, stateBucket, owner, costCenter } = settings;
  const platformRoot = (): SynthesizedRoot => {
    const found = allRoots().get(name);
    if (found === undefined) throw new Error(name);
    return found;
  };
  const policies = () =>
    Object.entries(platformRoot().json.resource).flatMap(([type, byName]) =>
      Object.entries(byName).flatMap(([resource, attributes]) =>
        ["policy", "assume_role_policy"].flatMap((attribute) =>
          typeof attributes[attribute] === "string" && attributes[attribute].startsWith("{")
            ? [{ address: `${type}.${resource}`, statements: JSON.parse(attributes[attribute]).Statement ?? [] }]
            : [],
        ),
      ),
    );

  it("keeps its state in its environment's bucket under its own key, locked, and in no other account", () => {
    expect(platformRoot().json.terraform.backend).toEqual({
      s3: {
        bucket: stateBucket,
        key: `${name}/terraform.tfstate`,
        region,
        use_lockfile: true,
        allowed_account_ids: [account],
      },
    });
  });

  it("runs with the provider versions that the platform is tried on", () => {
    expect(platformRoot().json.terraform).toMatchObject({
      required_version: ">= 1.11.0",
      required_providers: { aws: { source: "aws", version: ">= 5.100.0, < 7.0.0" } },
    });
  });

  it("works in its own account only, and tags everything, whatever the region", () => {
    const providers = platformRoot().json.provider.aws ?? [];
    expect(providers.map(({ region }) => region)).toEqual(regionsOf(name));
    for (const provider of providers) {
      expect(provider).toMatchObject({
        allowed_account_ids: [account],
        default_tags: [
          {
            tags: {
              Project: "lms",
              Environment: environment,
              Owner: owner,
              CostCenter: costCenter,
              ManagedBy: "terraform",
              TerraformRoot: name,
            },
          },
        ],
      });
    }
  });

  it.runIf(REVIEWED.includes(environment))("has the addresses that its state knows", () => {
    expect(platformRoot().addresses()).toMatchSnapshot();
  });

  it("has addresses without hashes", () => {
    for (const address of platformRoot().addresses()) expect(address).not.toMatch(/_[0-9A-F]{8}$/);
  });

  it("lets no one in from the internet but through AWS's own front doors", () => {
    for (const rule of Object.values(platformRoot().resources("aws_vpc_security_group_ingress_rule"))) {
      expect(rule.cidr_ipv6).toBeUndefined();
      if (rule.cidr_ipv4 !== undefined) {
        // The network of Jenkins and of the VPN, which is not routed on the internet, to the Kubernetes API.
        const { cluster } = ENVIRONMENTS.find((each) => each.name === environment) ?? {};
        expect(cluster?.privateAccess).toContain(rule.cidr_ipv4);
        expect(rule.security_group_id).toBe("$" + "{aws_security_group.cluster_control_plane.id}");
        continue;
      }
      // Beside groups, only the lists that AWS keeps of its own: CloudFront and Route 53's health checkers.
      const peer = rule.referenced_security_group_id ?? rule.prefix_list_id;
      expect(peer).toMatch(/^\$\{(aws_security_group|data\.aws_ec2_managed_prefix_list)\./);
    }
    for (const subnet of Object.values(platformRoot().resources("aws_subnet"))) {
      expect(subnet.map_public_ip_on_launch).toBe(false);
    }
    expect(platformRoot().resources("aws_security_group_rule")).toEqual({});
    for (const group of Object.values(platformRoot().resources("aws_security_group"))) {
      expect(group).not.toHaveProperty("ingress");
      expect(group).not.toHaveProperty("egress");
    }
  });

  it("encrypts every log group with the environment's key and keeps it for the environment's time", () => {
    for (const [name, group] of Object.entries(platformRoot().resources("aws_cloudwatch_log_group"))) {
      // A key is good for its own region only.
      const isElsewhere = group.provider === "aws.global" && region !== "us-east-1";
      const key = isElsewhere ? "global_logs_key" : name.startsWith("recovery_") ? "recovery_logs_key" : "keys_logs";
      expect(group.kms_key_id).toBe(`\${aws_kms_key.${key}.arn}`);
      expect(group.retention_in_days).toBe(ENVIRONMENTS.find((each) => each.name === environment)?.logRetentionDays);
    }
  });

  it("closes every bucket", () => {
    const buckets = Object.keys(platformRoot().resources("aws_s3_bucket")).length;
    for (const type of [
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_ownership_controls",
      "aws_s3_bucket_policy",
      "aws_s3_bucket_server_side_encryption_configuration",
      "aws_s3_bucket_versioning",
      "aws_s3_bucket_lifecycle_configuration",
    ]) {
      expect(Object.keys(platformRoot().resources(type))).toHaveLength(buckets);
    }
  });

  it("gives each role of pods to those of one service account of one cluster", () => {
    const trusts = policies().flatMap(({ address, statements }) =>
      statements.flatMap(({ Principal, Condition }: { Principal?: { Service?: string }; Condition?: object }) =>
        Principal?.Service === "pods.eks.amazonaws.com" ? [{ address, Condition }] : [],
      ),
    );
    for (const { address, Condition } of trusts) {
      expect(Object.keys(Condition?.StringEquals ?? {}).sort(), address).toEqual([
        "aws:RequestTag/eks-cluster-arn",
        "aws:RequestTag/kubernetes-namespace",
        "aws:RequestTag/kubernetes-service-account",
      ]);
    }
    expect(trusts.length > 0).toBe(name.endsWith("-platform"));
  });

  it("makes no one's retiring of a grant depend on a service, which KMS does not tell then", () => {
    for (const { address, statements } of policies()) {
      for (const { Sid, Effect, Action, Condition } of statements) {
        if (Effect !== "Allow" || ![Action].flat().includes("kms:RetireGrant")) continue;
        expect(JSON.stringify(Condition ?? {}), `${address} ${Sid}`).not.toContain("kms:");
      }
    }
  });

  it("has no other kinds of resources backed up than those that AWS Backup is told of", () => {
    const backedUp = Object.entries(platformRoot().json.resource).filter(([, byName]) =>
      Object.values(byName).some(({ tags }) => (tags as Record<string, string> | undefined)?.Backup === "true"),
    );
    const told = ["aws_rds_cluster", "aws_s3_bucket"];
    expect(backedUp.map(([type]) => type).filter((type) => !told.includes(type))).toEqual([]);
    if (name.endsWith("-platform")) expect(backedUp.length).toBeGreaterThan(0);
  });

  it("allows no one every action, and no stranger any", () => {
    for (const { address, statements } of policies()) {
      for (const { Sid, Effect, Action, Principal, Condition } of statements) {
        if (Effect !== "Allow") continue;
        expect([Action].flat(), `${address} ${Sid}`).not.toContain("*");
        if (Principal !== undefined) {
          expect(Principal, `${address} ${Sid}`).not.toBe("*");
          // The registry is there for every account; an environment is for itself and the pipelines of the shared one.
          const known = environment === "shared" ? ACCOUNTS.map((each) => each.account) : [account, SHARED_ACCOUNT];
          for (const principal of [Principal.AWS ?? []].flat()) {
            // A reference is to a role of the same root, and so of the same account.
            if (principal.startsWith("$")) continue;
            if (principal === "*") {
              expect(Condition.StringEquals["kms:CallerAccount"], `${address} ${Sid}`).toBe(account);
              continue;
            }
            expect(known, `${address} ${Sid} ${principal}`).toContain(/^arn:aws:iam::(\d{12}):/.exec(principal)?.[1]);
          }
        }
      }
    }
  });
});
