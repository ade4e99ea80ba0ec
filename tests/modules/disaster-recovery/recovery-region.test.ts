import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { describe, expect, it } from "vitest";
import { RecoveryRegion } from "../../../modules/disaster-recovery/recovery-region";
import { buildFromVariables } from "../../support/variables";
import { dataOf } from "../rds/root";

const ref = (expression: string) => `\${${expression}}`;
const ofRecovery = (type: string) =>
  Object.fromEntries(Object.entries(dataOf("prod").resources(type)).filter(([name]) => name.startsWith("recovery_")));
const PROVIDER = "aws.recovery";

describe("an environment without a recovery region", () => {
  it.each(["dev", "staging"] as const)("has nothing of it: %s", (name) => {
    const addresses = dataOf(name).addresses();
    expect(addresses.filter((address) => address.includes("recovery"))).toEqual([]);
    expect(addresses.filter((address) => address.includes("global"))).toEqual([]);
    expect(JSON.stringify(dataOf(name).json)).not.toContain("eu-west-1");
  });
});

describe("the recovery region", () => {
  it("has all that is in it by its provider, and nothing else", () => {
    for (const [type, byName] of Object.entries(dataOf("prod").json.resource)) {
      for (const [name, { provider }] of Object.entries(byName)) {
        expect(provider, `${type}.${name}`).toBe(name.startsWith("recovery_") ? PROVIDER : undefined);
      }
    }
  });

  it("has the data tier's place in a network of its own, and no other", () => {
    expect(ofRecovery("aws_vpc")).toEqual({
      recovery_network_vpc: {
        provider: PROVIDER,
        cidr_block: "10.3.0.0/16",
        enable_dns_support: true,
        enable_dns_hostnames: true,
        tags: { Name: "lms-prod-recovery" },
      },
    });
    const subnet = (zone: string, third: number) => ({
      provider: PROVIDER,
      vpc_id: ref("aws_vpc.recovery_network_vpc.id"),
      availability_zone: `eu-west-1${zone}`,
      cidr_block: `10.3.${third}.0/22`,
      map_public_ip_on_launch: false,
      tags: { Name: `lms-prod-recovery-private-data-eu-west-1${zone}`, Tier: "private-data" },
      lifecycle: { create_before_destroy: true },
    });
    expect(ofRecovery("aws_subnet")).toEqual({
      recovery_network_private_data_eu_west_1a: subnet("a", 160),
      recovery_network_private_data_eu_west_1b: subnet("b", 164),
      recovery_network_private_data_eu_west_1c: subnet("c", 168),
    });
  });

  it("has no way out", () => {
    for (const type of ["aws_internet_gateway", "aws_nat_gateway", "aws_route", "aws_eip"]) {
      expect(ofRecovery(type)).toEqual({});
    }
    expect(ofRecovery("aws_route_table")).toEqual({
      recovery_network_private_data_routes: {
        provider: PROVIDER,
        vpc_id: ref("aws_vpc.recovery_network_vpc.id"),
        tags: { Name: "lms-prod-recovery-private-data" },
      },
    });
    expect(Object.keys(ofRecovery("aws_route_table_association"))).toHaveLength(3);
    expect(ofRecovery("aws_default_security_group")).toEqual({
      recovery_network_default: {
        provider: PROVIDER,
        vpc_id: ref("aws_vpc.recovery_network_vpc.id"),
        tags: { Name: "lms-prod-recovery-default-locked" },
      },
    });
    expect(Object.keys(ofRecovery("aws_network_acl_rule"))).toHaveLength(5);
    expect(ofRecovery("aws_vpc_security_group_ingress_rule")).toEqual({});
  });

  it("has a replica of the data key, which services there use", () => {
    const key = ofRecovery("aws_kms_replica_key").recovery_data_key;
    expect(key).toMatchObject({
      primary_key_arn: ref("aws_kms_key.keys_data.arn"),
      description: "Learners' data at rest",
      deletion_window_in_days: 30,
    });
    const [, use] = JSON.parse(String(key?.policy)).Statement;
    expect(use.Condition.StringEquals["kms:ViaService"]).toEqual([
      "backup.eu-west-1.amazonaws.com",
      "rds.eu-west-1.amazonaws.com",
      "s3.eu-west-1.amazonaws.com",
      "secretsmanager.eu-west-1.amazonaws.com",
    ]);
    expect(dataOf("prod").resources("aws_kms_key").keys_data?.multi_region).toBe(true);
  });

  it("has a key for its logs, which CloudWatch there uses", () => {
    const key = ofRecovery("aws_kms_key").recovery_logs_key;
    expect(key).toMatchObject({ enable_key_rotation: true, multi_region: false, deletion_window_in_days: 30 });
    const [, use] = JSON.parse(String(key?.policy)).Statement;
    expect(use.Principal).toEqual({ Service: "logs.eu-west-1.amazonaws.com" });
    expect(ofRecovery("aws_kms_alias")).toEqual({
      recovery_logs_key_alias: {
        provider: PROVIDER,
        name: "alias/lms-prod-recovery-logs",
        target_key_id: ref("aws_kms_key.recovery_logs_key.key_id"),
      },
      recovery_data_key_alias: {
        provider: PROVIDER,
        name: "alias/lms-prod-recovery-data",
        target_key_id: ref("aws_kms_replica_key.recovery_data_key.key_id"),
      },
      recovery_messages_key_alias: {
        provider: PROVIDER,
        name: "alias/lms-prod-recovery-messages",
        target_key_id: ref("aws_kms_key.recovery_messages_key.key_id"),
      },
    });
    for (const group of Object.values(ofRecovery("aws_cloudwatch_log_group"))) {
      expect(group).toMatchObject({ kms_key_id: ref("aws_kms_key.recovery_logs_key.arn"), retention_in_days: 365 });
    }
    expect(Object.keys(ofRecovery("aws_cloudwatch_log_group"))).toHaveLength(4);
  });

  it("has topics for its alerts, encrypted with a key that those who publish may use", () => {
    const kms_master_key_id = ref("aws_kms_key.recovery_messages_key.arn");
    expect(ofRecovery("aws_sns_topic")).toEqual({
      recovery_alerts_critical: { provider: PROVIDER, name: "lms-prod-recovery-critical", kms_master_key_id },
      recovery_alerts_warning: { provider: PROVIDER, name: "lms-prod-recovery-warning", kms_master_key_id },
    });
    expect(Object.keys(ofRecovery("aws_sns_topic_policy"))).toHaveLength(2);
    const { policy } = ofRecovery("aws_kms_key").recovery_messages_key ?? {};
    expect(
      JSON.parse(String(policy)).Statement.flatMap(({ Principal }: { Principal: object }) => Principal),
    ).toContainEqual({
      Service: [
        "backup.amazonaws.com",
        "budgets.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "costalerts.amazonaws.com",
        "sns.amazonaws.com",
      ],
    });
  });

  it("has roles of its own, whose names are the same in every region", () => {
    expect(Object.values(ofRecovery("aws_iam_role")).map(({ name }) => name)).toEqual([
      "lms-prod-recovery-rds-monitoring",
      "lms-prod-recovery-vpc-flow-logs",
    ]);
  });
});

it("is made from variables", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables((root) => {
    const region = root.text("recovery_region");
    return new RecoveryRegion(root, "recovery", {
      keys: { data: root.arn("data_key") },
      provider: new AwsProvider(root, "aws", { alias: "recovery", region }),
      site: root.site(),
      settings: { region, cidr: root.text("cidr"), zones: ["eu-west-1a", "eu-west-1b"] },
      dataProtection: "retained",
      logRetentionDays: root.number("log_retention_days"),
    });
  });
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  const subnets = Object.values(resources.aws_subnet ?? {});
  expect(subnets.map(({ cidr_block }) => cidr_block)).toEqual([
    ref("cidrsubnet(var.cidr, 6, 40)"),
    ref("cidrsubnet(var.cidr, 6, 41)"),
  ]);
});
