import { describe, expect, it } from "vitest";
import { dataOf } from "./root";

const ref = (expression: string) => `\${${expression}}`;
const AWAY = { global: { activeRegion: "recovery" } } as const;
const HOME = "database_home_cluster";
const RECOVERY = "recovery_database_cluster";
const PASSWORD = "aws_secretsmanager_random_password.database_global_master_value";
const WRITER_ARGUMENTS = ["database_name", "master_username", "master_password_wo", "master_password_wo_version"];

const clusters = (changes?: Parameters<typeof dataOf>[1]) => dataOf("prod", changes).resources("aws_rds_cluster");
const writerArguments = (attributes: Record<string, unknown> = {}) =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => WRITER_ARGUMENTS.includes(name)));
const instancesBefore = (attributes: Record<string, unknown> = {}) =>
  (attributes.depends_on as string[]).filter((address) => address.startsWith("aws_rds_cluster_instance."));

describe("the global database", () => {
  it("joins the two clusters, protected like them", () => {
    expect(dataOf("prod").resources("aws_rds_global_cluster")).toEqual({
      database_global_cluster: {
        global_cluster_identifier: "lms-prod",
        source_db_cluster_identifier: ref(`aws_rds_cluster.${HOME}.arn`),
        force_destroy: true,
        deletion_protection: true,
        lifecycle: {
          ignore_changes: ["database_name", "source_db_cluster_identifier"],
          postcondition: [
            {
              condition: ref('startswith(format("%s.", self.engine_version), "17.7.")'),
              error_message:
                "The database does not run 17.7 of database.engineVersion: upgrade it first, the readers' region before " +
                "the writer's, as docs/edits.md tells, and then name the version that runs.",
            },
          ],
        },
      },
    });
    expect(Object.keys(clusters())).toEqual([HOME, RECOVERY]);
    expect(clusters()[HOME]?.global_cluster_identifier).toBeUndefined();
    expect(clusters()[RECOVERY]?.global_cluster_identifier).toBe(
      ref("aws_rds_global_cluster.database_global_cluster.id"),
    );
    for (const cluster of Object.values(clusters())) {
      expect(cluster).toMatchObject({
        storage_encrypted: true,
        iam_database_authentication_enabled: true,
        backup_retention_period: 35,
        deletion_protection: true,
        skip_final_snapshot: false,
        tags: { Backup: "true" },
      });
    }
  });

  it("has its second cluster in the recovery region, under the key there", () => {
    expect(clusters()[RECOVERY]).toMatchObject({
      provider: "aws.recovery",
      cluster_identifier: "lms-prod-recovery",
      final_snapshot_identifier: "lms-prod-recovery-final",
      kms_key_id: ref("aws_kms_replica_key.recovery_data_key.arn"),
      db_subnet_group_name: ref("aws_db_subnet_group.recovery_database_subnets.name"),
      vpc_security_group_ids: [ref("aws_security_group.recovery_database_postgresql.id")],
    });
    expect(
      Object.entries(dataOf("prod").resources("aws_rds_cluster_instance"))
        .filter(([name]) => name.startsWith("recovery_"))
        .map(([name, { availability_zone, promotion_tier, instance_class, depends_on }]) => [
          name,
          availability_zone,
          promotion_tier,
          instance_class,
          instancesBefore({ depends_on }),
        ]),
    ).toEqual([
      ["recovery_database_eu_west_1a", "eu-west-1a", 1, "db.r7g.2xlarge", []],
      ["recovery_database_eu_west_1b", "eu-west-1b", 2, "db.r7g.2xlarge", []],
    ]);
  });

  it("is never pulled apart because a failover changed it", () => {
    for (const cluster of Object.values(clusters())) {
      expect(cluster.lifecycle).toEqual({
        ignore_changes: [
          "global_cluster_identifier",
          "replication_source_identifier",
          "snapshot_identifier",
          "engine_version",
          "database_name",
          "master_username",
        ],
      });
    }
  });
});

describe("the active region", () => {
  it("changes no address", () => {
    expect(dataOf("prod", AWAY).addresses()).toEqual(dataOf("prod").addresses());
  });

  it("changes nothing that would replace a cluster, nor anything of another resource but the secret's version", () => {
    const [here, away] = [dataOf("prod"), dataOf("prod", AWAY)];
    const changed = here.addresses().flatMap((address) => {
      const [type = "", name = ""] = address.split(".");
      const [one = {}, other = {}] = [here.resources(type)[name], away.resources(type)[name]];
      return [...new Set([...Object.keys(one), ...Object.keys(other)])]
        .filter((attribute) => JSON.stringify(one[attribute]) !== JSON.stringify(other[attribute]))
        .map((attribute) => `${address} ${attribute}`);
    });
    // Of these, depends_on is only an order.
    expect(changed.sort()).toEqual(
      [
        `aws_rds_cluster.${HOME} master_password_wo`,
        `aws_rds_cluster.${HOME} master_password_wo_version`,
        `aws_rds_cluster.${RECOVERY} master_password_wo`,
        `aws_rds_cluster.${RECOVERY} master_password_wo_version`,
        "aws_secretsmanager_secret_version.database_global_master_stored depends_on",
        "aws_secretsmanager_secret_version.database_global_master_stored secret_string_wo_version",
      ].sort(),
    );
    expect(dataOf("prod", AWAY).json.output).toEqual(here.json.output);
  });

  it.each([
    [undefined, HOME, RECOVERY],
    [AWAY, RECOVERY, HOME],
  ])("decides who gets the password: %j", (changes, writer, reader) => {
    const passwords = (name: string) => Object.keys(clusters(changes)[name] ?? {}).filter((key) => /_wo/.test(key));
    expect(passwords(writer)).toEqual(["master_password_wo", "master_password_wo_version"]);
    expect(passwords(reader)).toEqual([]);
  });
});

describe("the home cluster", () => {
  it.each([undefined, AWAY])(
    "is there before the other one joins, so that a second region can come later: %j",
    (changes) => {
      expect(instancesBefore(clusters(changes)[HOME])).toEqual([]);
      expect(instancesBefore(clusters(changes)[RECOVERY])).toEqual([
        "aws_rds_cluster_instance.database_home_us_east_1a",
      ]);
    },
  );

  it("is, with and without a second region, the same but for its password and who changes its version", () => {
    const [alone = {}, joined = {}] = [dataOf("prod", { database: { recovery: "none" } }), dataOf("prod")].map(
      (root) => root.resources("aws_rds_cluster")[HOME],
    );
    const differing = [...new Set([...Object.keys(alone), ...Object.keys(joined)])].filter(
      (key) => JSON.stringify(alone[key]) !== JSON.stringify(joined[key]),
    );
    expect(differing.sort()).toEqual([
      "lifecycle",
      "manage_master_user_password",
      "master_password_wo",
      "master_password_wo_version",
      "master_user_secret_kms_key_id",
    ]);
  });
});

describe("the master password", () => {
  it("is random, for as long as Terraform runs", () => {
    expect((dataOf("prod").json as unknown as { ephemeral: unknown }).ephemeral).toEqual({
      aws_secretsmanager_random_password: {
        database_global_master_value: {
          password_length: 40,
          exclude_punctuation: true,
          require_each_included_type: true,
        },
      },
    });
  });

  it("goes to the writer and, once that has it, to its secret, and nowhere else", () => {
    const password = ref(`ephemeral.${PASSWORD}.random_password`);
    expect(writerArguments(clusters()[HOME])).toEqual({
      database_name: "lms",
      master_username: "lms_admin",
      master_password_wo: password,
      master_password_wo_version: 2,
    });
    expect(dataOf("prod").resources("aws_secretsmanager_secret_version")).toEqual({
      database_global_master_stored: {
        secret_id: ref("aws_secretsmanager_secret.database_global_master_secret.id"),
        secret_string_wo: `{"username":"lms_admin","password":"${password}"}`,
        secret_string_wo_version: 2,
        depends_on: [`aws_rds_cluster.${HOME}`],
      },
    });
    expect(JSON.stringify(dataOf("prod").json).split(PASSWORD)).toHaveLength(3);
  });

  it.each([
    [{ masterPasswordVersion: 1 }, 2],
    [{ masterPasswordVersion: 2 }, 4],
    [{ masterPasswordVersion: 1, activeRegion: "recovery" }, 3],
    [{ masterPasswordVersion: 2, activeRegion: "recovery" }, 5],
  ] as const)("is set anew in both places by either setting: %j", (global, version) => {
    const root = dataOf("prod", { global });
    const versions = Object.values(root.attribute("aws_rds_cluster", "master_password_wo_version"));
    expect(versions.filter((number) => number !== undefined)).toEqual([version]);
    expect(Object.values(root.attribute("aws_secretsmanager_secret_version", "secret_string_wo_version"))).toEqual([
      version,
    ]);
  });

  it("is copied to the recovery region, for administrators alone", () => {
    const secret = dataOf("prod").resources("aws_secretsmanager_secret").database_global_master_secret;
    expect(secret).toEqual({
      name: "lms/prod/database/master",
      description: "Master user of the Aurora database",
      kms_key_id: ref("aws_kms_key.keys_data.arn"),
      recovery_window_in_days: 30,
      replica: [{ region: "eu-west-1", kms_key_id: ref("aws_kms_replica_key.recovery_data_key.arn") }],
    });
    const { policy } =
      dataOf("prod").resources("aws_secretsmanager_secret_policy").database_global_master_secret_policy ?? {};
    const [read, write] = JSON.parse(String(policy)).Statement;
    expect(read.Condition).toEqual({
      ArnNotEquals: { "aws:PrincipalArn": ["arn:aws:iam::333333333333:role/lms-prod-admin"] },
    });
    expect(write.Condition).toEqual({
      ArnNotEquals: {
        "aws:PrincipalArn": [
          "arn:aws:iam::333333333333:role/lms-prod-admin",
          "arn:aws:iam::333333333333:role/lms-prod-deployer",
        ],
      },
    });
  });
});

describe("no password", () => {
  it.each(["dev", "staging", "prod"] as const)("is in the configuration of %s", (name) => {
    const found: string[] = [];
    const search = (value: unknown, path: string) => {
      if (typeof value === "object" && value !== null) {
        for (const [key, child] of Object.entries(value)) search(child, `${path}.${key}`);
      } else if (/password|secret_string|auth_token/i.test(path) && typeof value === "string") {
        found.push(`${path.split(".").at(-1)} = ${value}`);
      }
    };
    search(dataOf(name).json.resource, "");
    // Names of parameters and resources may speak of passwords; a value may only be a reference to an ephemeral one.
    const values = found.filter((line) => /^(master_password|secret_string|auth_token|password)/.test(line));
    const reference = ref(`ephemeral.${PASSWORD}.random_password`);
    expect(values).toEqual(
      name === "prod"
        ? [`master_password_wo = ${reference}`, `secret_string_wo = {"username":"lms_admin","password":"${reference}"}`]
        : [],
    );
    expect(JSON.stringify(dataOf(name).json)).not.toMatch(/"(master_password|secret_string|secret_binary)":/);
  });
});
