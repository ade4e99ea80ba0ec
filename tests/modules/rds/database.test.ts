import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { Database } from "../../../modules/rds/database";
import { buildFromVariables } from "../../support/variables";
import { dataOf, problemsOf } from "./root";
import { SETTINGS } from "./settings";

const ref = (expression: string) => `\${${expression}}`;
const cluster = (name: Parameters<typeof dataOf>[0], changes?: Parameters<typeof dataOf>[1]) =>
  dataOf(name, changes).resources("aws_rds_cluster").database_home_cluster ?? {};
const HOME = "database_home";

describe("the cluster", () => {
  it("of dev is one serverless instance that pauses, and goes without a trace", () => {
    expect(dataOf("dev").resources("aws_rds_cluster")).toEqual({
      database_home_cluster: {
        cluster_identifier: "lms-dev",
        engine: "aurora-postgresql",
        engine_version: "17",
        database_name: "lms",
        master_username: "lms_admin",
        manage_master_user_password: true,
        master_user_secret_kms_key_id: ref("aws_kms_key.keys_data.arn"),
        port: 5432,
        db_subnet_group_name: ref(`aws_db_subnet_group.${HOME}_subnets.name`),
        vpc_security_group_ids: [ref(`aws_security_group.${HOME}_postgresql.id`)],
        db_cluster_parameter_group_name: ref(`aws_rds_cluster_parameter_group.${HOME}_parameters_cluster.name`),
        iam_database_authentication_enabled: true,
        storage_encrypted: true,
        kms_key_id: ref("aws_kms_key.keys_data.arn"),
        enabled_cloudwatch_logs_exports: ["postgresql", "iam-db-auth-error", "instance"],
        backup_retention_period: 1,
        preferred_backup_window: "07:00-07:30",
        preferred_maintenance_window: "tue:08:00-tue:09:00",
        copy_tags_to_snapshot: true,
        deletion_protection: false,
        skip_final_snapshot: true,
        delete_automated_backups: true,
        apply_immediately: true,
        serverlessv2_scaling_configuration: { min_capacity: 0, max_capacity: 2 },
        tags: { Backup: "true" },
        depends_on: [
          `aws_cloudwatch_log_group.${HOME}_logs_postgresql`,
          `aws_cloudwatch_log_group.${HOME}_logs_iam_db_auth_error`,
          `aws_cloudwatch_log_group.${HOME}_logs_instance`,
          `aws_cloudwatch_log_group.${HOME}_logs_os_metrics`,
        ],
      },
    });
  });

  it("of staging is provisioned and keeps backups for a week", () => {
    expect(Object.keys(dataOf("staging").resources("aws_rds_cluster"))).toEqual(["database_home_cluster"]);
    expect(cluster("staging")).toMatchObject({
      cluster_identifier: "lms-staging",
      engine_version: "17",
      manage_master_user_password: true,
      enabled_cloudwatch_logs_exports: ["postgresql", "iam-db-auth-error"],
      backup_retention_period: 7,
      preferred_maintenance_window: "wed:08:00-wed:09:00",
      skip_final_snapshot: true,
      deletion_protection: false,
    });
    expect(cluster("staging")).not.toHaveProperty("serverlessv2_scaling_configuration");
  });

  it("of prod keeps backups for 35 days and its version, and cannot be lost by accident", () => {
    expect(cluster("prod")).toMatchObject({
      cluster_identifier: "lms-prod",
      engine_version: "17.7",
      backup_retention_period: 35,
      preferred_backup_window: "07:00-07:30",
      preferred_maintenance_window: "sun:08:00-sun:09:00",
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "lms-prod-final",
      delete_automated_backups: false,
      apply_immediately: false,
    });
    expect(cluster("prod")).not.toHaveProperty("manage_master_user_password");
  });

  it("is in the data subnets", () => {
    expect(dataOf("prod").resources("aws_db_subnet_group")[`${HOME}_subnets`]).toEqual({
      name_prefix: "lms-prod-",
      description: "Private data subnets",
      subnet_ids: ["a", "b", "c"].map((zone) => ref(`aws_subnet.network_private_data_us_east_1${zone}.id`)),
    });
  });

  it.each([
    [{ dataProtection: "retained" }, { deletion_protection: true, skip_final_snapshot: false }],
    [{ databaseName: "learning" }, { database_name: "learning", master_username: "lms_admin" }],
    [{ masterUsername: "owner_of_all" }, { database_name: "lms", master_username: "owner_of_all" }],
    [{ settings: { ...SETTINGS.dev.database, backupRetentionDays: 9 } }, { backup_retention_period: 9 }],
    [
      { settings: { ...SETTINGS.dev.database, backupWindow: "01:00-02:00" } },
      { preferred_backup_window: "01:00-02:00" },
    ],
    [{ settings: { ...SETTINGS.dev.database, minorUpgrades: "planned" } }, { engine_version: "17.7" }],
    [{ settings: { ...SETTINGS.dev.database, engineVersion: "16.8" } }, { engine_version: "16" }],
  ] as const)("follows %j", (database, expected) => {
    expect(cluster("dev", { database })).toMatchObject(expected);
  });
});

describe("the instances", () => {
  it("of dev are one", () => {
    expect(dataOf("dev").resources("aws_rds_cluster_instance")).toEqual({
      database_home_us_east_1a: {
        identifier: "lms-dev-us-east-1a",
        cluster_identifier: ref(`aws_rds_cluster.${HOME}_cluster.id`),
        engine: ref(`aws_rds_cluster.${HOME}_cluster.engine`),
        instance_class: "db.serverless",
        availability_zone: "us-east-1a",
        promotion_tier: 0,
        db_parameter_group_name: ref(`aws_db_parameter_group.${HOME}_parameters_instances.name`),
        publicly_accessible: false,
        ca_cert_identifier: "rds-ca-rsa2048-g1",
        auto_minor_version_upgrade: true,
        preferred_maintenance_window: "tue:08:00-tue:09:00",
        apply_immediately: true,
        monitoring_interval: 60,
        monitoring_role_arn: ref(`aws_iam_role.${HOME}_logs_monitoring_role.arn`),
        performance_insights_enabled: true,
        performance_insights_kms_key_id: ref("aws_kms_key.keys_data.arn"),
        performance_insights_retention_period: 7,
        depends_on: [
          `aws_iam_role_policy_attachment.${HOME}_logs_monitoring_role_service_role__AmazonRDSEnhancedMonitoringRole`,
        ],
      },
    });
  });

  it.each([
    ["staging", { us_east_1a: 0, us_east_1b: 2 }, "db.r7g.large", true],
    ["prod", { us_east_1a: 0, us_east_1b: 1, us_east_1c: 2 }, "db.r7g.2xlarge", false],
  ] as const)("of %s are one a zone, in the order in which they take over", (name, tiers, instanceClass, upgrades) => {
    const instances = Object.fromEntries(
      Object.entries(dataOf(name).resources("aws_rds_cluster_instance")).filter(([id]) => id.startsWith(HOME)),
    );
    const expected = Object.entries(tiers).map(([zone, tier]) => [
      `database_home_${zone}`,
      {
        identifier: `lms-${name}-${zone.replaceAll("_", "-")}`,
        availability_zone: zone.replaceAll("_", "-"),
        promotion_tier: tier,
        instance_class: instanceClass,
        auto_minor_version_upgrade: upgrades,
        monitoring_interval: 60,
        performance_insights_enabled: true,
        publicly_accessible: false,
      },
    ]);
    expect(instances).toMatchObject(Object.fromEntries(expected));
    expect(Object.keys(instances)).toHaveLength(expected.length);
    // The writer is made first, and so takes the writes.
    for (const [id, { depends_on }] of Object.entries(instances)) {
      const after = (depends_on as string[]).filter((address) => address.startsWith("aws_rds_cluster_instance."));
      expect(after).toEqual(
        id === "database_home_us_east_1a" ? [] : ["aws_rds_cluster_instance.database_home_us_east_1a"],
      );
    }
  });
});

describe("the way in", () => {
  it.each(["dev", "staging", "prod"] as const)("of %s is from the workloads, to PostgreSQL's port", (name) => {
    const root = dataOf(name);
    const rule = { ip_protocol: "tcp", from_port: 5432, to_port: 5432, description: "PostgreSQL" };
    const group = ref(`aws_security_group.${HOME}_postgresql.id`);
    const workloads = ref("aws_security_group.network_security_groups_workloads.id");
    const toDatabase = Object.values(root.resources("aws_vpc_security_group_ingress_rule")).filter(
      (ingress) => ingress.security_group_id === group,
    );
    expect(toDatabase).toEqual([{ ...rule, security_group_id: group, referenced_security_group_id: workloads }]);
    expect(
      root.resources("aws_vpc_security_group_egress_rule").network_security_groups_workloads_to_postgresql_5432,
    ).toEqual({ ...rule, security_group_id: workloads, referenced_security_group_id: group });
  });
});

describe("the parameters", () => {
  it("of the cluster force TLS, log what is slow and vacuum early", () => {
    expect(dataOf("dev").resources("aws_rds_cluster_parameter_group")).toEqual({
      database_home_parameters_cluster: {
        name_prefix: "lms-dev-",
        family: "aurora-postgresql17",
        description: "Security, logging and autovacuum of Aurora PostgreSQL",
        lifecycle: { create_before_destroy: true },
        parameter: [
          { name: "rds.force_ssl", value: "1", apply_method: "immediate" },
          { name: "password_encryption", value: "scram-sha-256", apply_method: "immediate" },
          { name: "shared_preload_libraries", value: "pg_stat_statements", apply_method: "pending-reboot" },
          { name: "log_min_duration_statement", value: "1000", apply_method: "immediate" },
          { name: "log_lock_waits", value: "1", apply_method: "immediate" },
          { name: "log_temp_files", value: "10240", apply_method: "immediate" },
          { name: "log_autovacuum_min_duration", value: "10000", apply_method: "immediate" },
          { name: "autovacuum_vacuum_scale_factor", value: "0.05", apply_method: "immediate" },
          { name: "autovacuum_analyze_scale_factor", value: "0.02", apply_method: "immediate" },
          { name: "idle_in_transaction_session_timeout", value: "300000", apply_method: "immediate" },
          { name: "rds.log_retention_period", value: "1440", apply_method: "immediate" },
        ],
      },
    });
  });

  it("of the instances measure statements and storage", () => {
    expect(dataOf("dev").resources("aws_db_parameter_group")).toEqual({
      database_home_parameters_instances: {
        name_prefix: "lms-dev-",
        family: "aurora-postgresql17",
        description: "What instances of Aurora PostgreSQL measure of themselves",
        lifecycle: { create_before_destroy: true },
        parameter: [
          { name: "pg_stat_statements.track", value: "all", apply_method: "immediate" },
          { name: "track_activity_query_size", value: "4096", apply_method: "pending-reboot" },
          { name: "track_io_timing", value: "1", apply_method: "immediate" },
        ],
      },
    });
  });

  it("are of the version's family", () => {
    const older = { ...SETTINGS.dev.database, engineVersion: "16.8" } as const;
    const root = dataOf("dev", { database: { settings: older } });
    expect(root.attribute("aws_rds_cluster_parameter_group", "family")).toEqual({
      database_home_parameters_cluster: "aurora-postgresql16",
    });
    expect(root.attribute("aws_db_parameter_group", "family")).toEqual({
      database_home_parameters_instances: "aurora-postgresql16",
    });
  });
});

describe("the logs", () => {
  it("are in groups of our own, encrypted", () => {
    const groups = dataOf("dev").resources("aws_cloudwatch_log_group");
    const group = (name: string) => ({ name, kms_key_id: ref("aws_kms_key.keys_logs.arn"), retention_in_days: 30 });
    expect(Object.fromEntries(Object.entries(groups).filter(([id]) => id.startsWith(HOME)))).toEqual({
      database_home_logs_postgresql: group("/aws/rds/cluster/lms-dev/postgresql"),
      database_home_logs_iam_db_auth_error: group("/aws/rds/cluster/lms-dev/iam-db-auth-error"),
      database_home_logs_instance: group("/aws/rds/cluster/lms-dev/instance"),
      database_home_logs_os_metrics: group("RDSOSMetrics"),
    });
  });

  it("are kept as long as is said", () => {
    const groups = dataOf("dev", { database: { logRetentionDays: 7 } }).resources("aws_cloudwatch_log_group");
    for (const [id, group] of Object.entries(groups)) {
      expect(group.retention_in_days).toBe(id.startsWith(HOME) ? 7 : 30);
    }
  });

  it("of the operating system come by a role that RDS alone assumes, for this account", () => {
    const role = dataOf("dev").resources("aws_iam_role").database_home_logs_monitoring_role;
    expect(role?.name).toBe("lms-dev-rds-monitoring");
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        Sid: "AssumedByService",
        Effect: "Allow",
        Principal: { Service: "monitoring.rds.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: {
          StringEquals: { "aws:SourceAccount": "111111111111" },
          ArnLike: { "aws:SourceArn": "arn:aws:rds:us-east-1:111111111111:db:*" },
        },
      },
    ]);
  });
});

describe("the readers", () => {
  it.each(["dev", "staging"] as const)("of %s stay as many as they are", (name) => {
    expect(dataOf(name).resources("aws_appautoscaling_target")).toEqual({});
    expect(dataOf(name).resources("aws_appautoscaling_policy")).toEqual({});
  });

  it("of prod follow the load", () => {
    expect(dataOf("prod").resources("aws_appautoscaling_target")).toEqual({
      database_readers_target: {
        service_namespace: "rds",
        scalable_dimension: "rds:cluster:ReadReplicaCount",
        resource_id: `cluster:${ref("aws_rds_cluster.database_home_cluster.cluster_identifier")}`,
        min_capacity: 2,
        max_capacity: 6,
        depends_on: ["a", "b", "c"].map((zone) => `aws_rds_cluster_instance.database_home_us_east_1${zone}`),
      },
    });
    expect(dataOf("prod").resources("aws_appautoscaling_policy")).toEqual({
      database_readers_cpu: {
        name: "reader-cpu",
        policy_type: "TargetTrackingScaling",
        service_namespace: ref("aws_appautoscaling_target.database_readers_target.service_namespace"),
        scalable_dimension: ref("aws_appautoscaling_target.database_readers_target.scalable_dimension"),
        resource_id: ref("aws_appautoscaling_target.database_readers_target.resource_id"),
        target_tracking_scaling_policy_configuration: {
          predefined_metric_specification: { predefined_metric_type: "RDSReaderAverageCPUUtilization" },
          target_value: 60,
          scale_in_cooldown: 600,
          scale_out_cooldown: 120,
        },
      },
    });
  });
});

describe("the events", () => {
  const rules = (name: "dev" | "staging" | "prod") =>
    Object.fromEntries(
      Object.entries(dataOf(name).resources("aws_cloudwatch_event_rule")).map(([id, { event_pattern, ...rule }]) => [
        id,
        { ...rule, pattern: JSON.parse(String(event_pattern)) },
      ]),
    );
  const identifier = (cluster: string) => [ref(`aws_rds_cluster.${cluster}.cluster_identifier`)];
  const ofCluster = (cluster: string, EventCategories: string[]) => ({
    "detail-type": ["RDS DB Cluster Event"],
    detail: { SourceIdentifier: identifier(cluster), EventCategories },
  });
  const expected = (names: string, cluster: string) => ({
    failures: {
      name: `${names}-database-failures`,
      description: "Failover or failure of the database",
      pattern: { source: ["aws.rds"], ...ofCluster(cluster, ["failover", "failure", "global-failover"]) },
    },
    notices: {
      name: `${names}-database-notices`,
      description: "Notice of the database",
      pattern: {
        source: ["aws.rds"],
        $or: [
          ofCluster(cluster, ["maintenance", "notification"]),
          {
            "detail-type": ["RDS DB Instance Event"],
            detail: { EventCategories: ["availability", "failure", "low storage", "maintenance", "recovery"] },
          },
        ],
      },
    },
  });

  it.each(["dev", "staging"] as const)("of %s are told", (name) => {
    const { failures, notices } = expected(`lms-${name}`, "database_home_cluster");
    expect(rules(name)).toEqual({ database_events_failures: failures, database_events_notices: notices });
  });

  it("of prod are told in both regions, to topics that are there", () => {
    const provider = "aws.recovery";
    const here = expected("lms-prod", "database_home_cluster");
    const there = expected("lms-prod-recovery", "recovery_database_cluster");
    expect(rules("prod")).toEqual({
      database_events_failures: here.failures,
      database_events_notices: here.notices,
      recovery_database_events_failures: { provider, ...there.failures },
      recovery_database_events_notices: { provider, ...there.notices },
    });
    expect(dataOf("prod").attribute("aws_cloudwatch_event_target", "arn")).toEqual({
      database_events_failures_to_topic: ref("aws_sns_topic.alerts_warning.arn"),
      database_events_notices_to_topic: ref("aws_sns_topic.alerts_warning.arn"),
      recovery_database_events_failures_to_topic: ref("aws_sns_topic.recovery_alerts_warning.arn"),
      recovery_database_events_notices_to_topic: ref("aws_sns_topic.recovery_alerts_warning.arn"),
    });
  });
});

describe("the outputs", () => {
  it("of an environment in one region lead to the cluster and the secret that AWS manages", () => {
    const host = ref("aws_rds_cluster.database_home_cluster.endpoint");
    const secret = ref('try(aws_rds_cluster.database_home_cluster.master_user_secret[0].secret_arn, "")');
    expect(dataOf("staging").json.output.db_endpoint?.value).toBe(host);
    expect(dataOf("staging").json.output.connection_string?.value).toBe(
      `postgresql://lms_admin:{{resolve:secretsmanager:${secret}:SecretString:password}}@${host}:5432/lms?sslmode=verify-full`,
    );
  });

  it("of prod lead to whichever region writes, and to the secret that is in both", () => {
    const host = ref("aws_rds_global_cluster.database_global_cluster.endpoint");
    const secret = ref("aws_secretsmanager_secret.database_global_master_secret.arn");
    expect(dataOf("prod").json.output.db_endpoint?.value).toBe(host);
    expect(dataOf("prod").json.output.connection_string?.value).toBe(
      `postgresql://lms_admin:{{resolve:secretsmanager:${secret}:SecretString:password}}@${host}:5432/lms?sslmode=verify-full`,
    );
  });
});

describe("a mistake", () => {
  it("is reported with the construct's path, all of them at once", () => {
    const settings = { ...SETTINGS.dev.database, backupRetentionDays: 0, engineVersion: "9.6" as "17.7" };
    expect(problemsOf("dev", { database: { settings, databaseName: "postgres" } })).toEqual([
      'dev-data/database: engineVersion: must be one of 16.8, 17.7, got "9.6"; add its facts to ENGINE_VERSIONS',
      "dev-data/database: backupRetentionDays: must be a whole number from 1 to 35, got 0; keep longer backups in AWS Backup",
      'dev-data/database: databaseName: must not be a name that RDS or PostgreSQL uses itself, got "postgres"; rename it',
    ]);
  });

  it("in the recovery region, too", () => {
    expect(problemsOf("prod", { global: { instances: { "eu-west-1a": "reader" } } })).toEqual([
      'prod-data/database: recovery.instances: must have a standby, which takes over, and no writer, got ["reader"]; give one instance the role standby, the others reader',
    ]);
  });
});

it("is made from variables, in two regions", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables((root) => {
    const network = (region: string) => ({
      id: root.text(`vpc_of_${region}`),
      zones: ["a", "b"].map((zone) => `${region}${zone}`),
      subnetIds: { "private-data": [root.text(`subnet_a_of_${region}`), root.text(`subnet_b_of_${region}`)] },
    });
    const topic = (name: string) => ({ arn: root.text(`${name}_topic`), name });
    const topics = { critical: topic("critical"), warning: topic("warning") };
    const keys = { data: root.arn("data_key"), logs: root.arn("logs_key"), messages: root.arn("messages_key") };
    const site = root.site();
    const second = Object.assign(new Construct(root, "second"), {
      site: { ...site, region: root.text("recovery_region"), prefix: `${site.prefix}-recovery` },
      provider: new AwsProvider(root, "aws", { alias: "recovery" }),
      network: network("eu-west-1"),
      keys,
      alerts: topics,
    });
    return new Database(root, "database", {
      keys: { ...keys, cluster: root.arn("cluster_key") },
      network: network("us-east-1"),
      alerts: topics,
      site,
      recovery: {
        region: second,
        settings: {
          activeRegion: "recovery",
          instances: { "eu-west-1a": "standby" },
          masterPasswordVersion: root.number("password_version"),
        },
      },
      settings: {
        ...SETTINGS.prod.database,
        backupRetentionDays: root.number("backup_retention_days"),
        backupWindow: root.text("backup_window"),
        maintenanceWindow: root.text("maintenance_window"),
        capacity: {
          kind: "provisioned",
          instanceClass: "db.r7g.large",
          instances: { "us-east-1a": "writer", "us-east-1b": "standby" },
          readerScaling: {
            minReaders: root.number("min_readers"),
            maxReaders: root.number("max_readers"),
            targetCpuPercent: root.number("target_cpu_percent"),
            scaleInCooldownSeconds: root.number("scale_in_cooldown_seconds"),
            scaleOutCooldownSeconds: root.number("scale_out_cooldown_seconds"),
          },
        },
      },
      dataProtection: "retained",
      logRetentionDays: root.number("log_retention_days"),
      databaseName: root.text("database_name"),
      masterUsername: root.text("master_username"),
    });
  });
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  expect(Object.keys(resources.aws_rds_cluster ?? {})).toHaveLength(2);
  const [password] = Object.values(resources.aws_secretsmanager_secret_version ?? {});
  expect(password?.secret_string_wo_version).toBe(ref("((var.password_version * 2) + 1)"));
  const [target] = Object.values(resources.aws_appautoscaling_target ?? {});
  expect(target).toMatchObject({ min_capacity: ref("var.min_readers"), max_capacity: ref("var.max_readers") });
});
