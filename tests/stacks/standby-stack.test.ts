import { describe, expect, it } from "vitest";
import type { Environment, SharedSettings } from "../../environments";
import { prod as deployed } from "../../environments/prod";
import { shared as registry } from "../../environments/shared";
import { standbyOf } from "../../environments/standby";
import { validateEnvironments } from "../../environments/validate";
import { LMS_SERVICE_NAMES } from "../../modules/foundation/services";
import { releasesOf, standbyCapacityProblems } from "../../review/capacity/capacity";
import type { ServiceSize } from "../../review/capacity/service-workloads";
import { buildRoots } from "../../stacks";
import { prod as known, staging } from "../support/environments";
import { type SynthesizedRoot, synthesizeRoots } from "../support/synthesized";

/** An environment whose values are known as far as they are asserted here. */
const AT_HOME: Environment = { ...deployed, ...known };
const RECOVERY = AT_HOME.recovery as Exclude<Environment["recovery"], "none" | { leaving: string }>;
const PILOT: Environment = { ...AT_HOME, recovery: { ...RECOVERY, application: "pilot-light" } };
const WARM: Environment = { ...AT_HOME, recovery: { ...RECOVERY, application: "warm-standby" } };

const build = (environment: Environment) =>
  synthesizeRoots(buildRoots({ shared: "none", environments: [environment] }));
const atHome = build(AT_HOME);
const roots = build(PILOT);

function pilot(name: string): SynthesizedRoot {
  const found = roots.get(name);
  if (found === undefined) throw new Error(`no root ${name}`);
  return found;
}

const ref = (expression: string) => `\${${expression}}`;
const STANDBY = "prod-recovery-platform";
const standby = pilot(STANDBY);
const handedOver = (fact: string) =>
  ref(`jsondecode(data.aws_ssm_parameter.handed_over_platform.insecure_value).${fact}`);
const added = (name: string) =>
  pilot(name)
    .addresses()
    .filter((address) => !atHome.get(name)?.addresses().includes(address));

describe("an environment whose application is at home alone", () => {
  it("has no root beside those of home", () => {
    expect([...atHome.keys()]).toEqual(["state-prod", "prod-platform", "prod-addons"]);
    expect(standbyOf({ ...AT_HOME, ...staging })).toBe("none");
  });
});

describe("an application that stands by in the recovery region", () => {
  it("is a root of its own, after the platform, with its state in the recovery region", () => {
    expect([...roots.keys()]).toEqual(["state-prod", "prod-platform", "prod-addons", STANDBY, "prod-recovery-addons"]);
    expect(standby.json.terraform.backend).toEqual({
      s3: {
        bucket: "lms-prod-terraform-state-333333333333-eu-west-1",
        key: "prod-recovery-platform/terraform.tfstate",
        region: "eu-west-1",
        use_lockfile: true,
        allowed_account_ids: ["333333333333"],
      },
    });
  });

  it("asks nothing of the home region: it has one provider, and nothing in it names another region's", () => {
    expect(standby.json.provider.aws?.map(({ region, alias }) => [region, alias])).toEqual([["eu-west-1", undefined]]);
    const text = JSON.stringify({ ...standby.json, "//": "" });
    expect(text.match(/us-east-1/g)).toBeNull();
  });

  it("adds to the network of the data what serves learners, in each zone", () => {
    const subnets = Object.values(standby.resources("aws_subnet"));
    expect(subnets.map(({ cidr_block, availability_zone }) => [availability_zone, cidr_block])).toEqual([
      ["eu-west-1a", "10.3.192.0/23"],
      ["eu-west-1b", "10.3.194.0/23"],
      ["eu-west-1c", "10.3.196.0/23"],
      ["eu-west-1a", "10.3.0.0/20"],
      ["eu-west-1b", "10.3.16.0/20"],
      ["eu-west-1c", "10.3.32.0/20"],
      ["eu-west-1a", "10.3.128.0/22"],
      ["eu-west-1b", "10.3.132.0/22"],
      ["eu-west-1c", "10.3.136.0/22"],
    ]);
    expect(new Set(subnets.map(({ vpc_id }) => vpc_id))).toEqual(new Set([handedOver("vpcId")]));
    expect(standby.resources("aws_vpc")).toEqual({});
    expect(Object.keys(standby.resources("aws_nat_gateway"))).toEqual(["network_nat_eu_west_1a"]);
  });

  it("keeps a node in each zone for add-ons, and none of the others, with the limits of home", () => {
    const sizes = Object.entries(standby.attribute("aws_eks_node_group", "scaling_config")).map(([name, scaling]) => {
      const { min_size, max_size } = scaling as Record<string, number>;
      return [name, min_size, max_size];
    });
    expect(sizes).toEqual([
      ["nodes_compute_eu_west_1a", 0, 3],
      ["nodes_compute_eu_west_1b", 0, 3],
      ["nodes_compute_eu_west_1c", 0, 2],
      ["nodes_general_eu_west_1a", 1, 4],
      ["nodes_general_eu_west_1b", 1, 4],
      ["nodes_general_eu_west_1c", 1, 4],
      ["nodes_memory_eu_west_1a", 0, 2],
      ["nodes_memory_eu_west_1b", 0, 2],
      ["nodes_memory_eu_west_1c", 0, 2],
    ]);
  });

  it("has the stores of Redis at home's size, the sessions with a replica", () => {
    const groups = Object.values(standby.resources("aws_elasticache_replication_group"));
    expect(
      groups.map(({ replication_group_id, node_type, num_cache_clusters }) => [
        replication_group_id,
        node_type,
        num_cache_clusters,
      ]),
    ).toEqual([
      ["lms-prod-recovery-cache", "cache.r7g.large", 1],
      ["lms-prod-recovery-sessions", "cache.r7g.large", 2],
    ]);
  });

  it("is the second record of the origin's name", () => {
    expect(standby.resources("aws_route53_record")).toEqual({
      origin: {
        zone_id: handedOver("hostedZoneId"),
        name: "origin.lms.example.com",
        type: "A",
        set_identifier: "secondary",
        failover_routing_policy: { type: "SECONDARY" },
        alias: {
          name: ref("aws_lb.load_balancer_load_balancer.dns_name"),
          zone_id: ref("aws_lb.load_balancer_load_balancer.zone_id"),
          evaluate_target_health: false,
        },
      },
    });
  });

  it("accepts what CloudFront sends to home's load balancer", () => {
    const rules = Object.values(standby.attribute("aws_lb_listener_rule", "condition")).flat() as {
      readonly http_header?: { readonly http_header_name: string };
    }[];
    const headers = new Set(
      rules.flatMap(({ http_header }) =>
        http_header?.http_header_name === "x-origin-verify" ? JSON.stringify(http_header) : [],
      ),
    );
    const value = (index: number) =>
      ref(`element(jsondecode(data.aws_ssm_parameter.handed_over_origin_verify.value), ${index})`);
    expect([...headers]).toEqual([
      JSON.stringify({ http_header_name: "x-origin-verify", values: [value(0), value(1)] }),
    ]);
  });

  it("reaches the database there, and the copies of the buckets and of the secrets", () => {
    expect(standby.resources("aws_vpc_security_group_ingress_rule").database_from_workloads_5432).toEqual({
      security_group_id: handedOver("databaseSecurityGroupId"),
      referenced_security_group_id: ref("aws_security_group.network_security_groups_workloads.id"),
      ip_protocol: "tcp",
      from_port: 5432,
      to_port: 5432,
      description: "PostgreSQL",
    });
    const media = JSON.stringify(standby.resources("aws_iam_role_policy").identities_media_policy);
    expect(media).toContain("arn:aws:s3:::lms-prod-media-333333333333-eu-west-1/");
    expect(media).not.toContain("arn:aws:s3:::lms-prod-media-333333333333/");
    const secrets = JSON.stringify(standby.resources("aws_iam_role_policy").identities_external_secrets_policy);
    expect(secrets).toContain("arn:aws:secretsmanager:eu-west-1:333333333333:secret:lms/prod/*");
  });

  it("leaves uploads to home until a person enables the rule, which no apply disables", () => {
    const rule = standby.resources("aws_cloudwatch_event_rule").video_uploaded;
    expect(rule).toMatchObject({
      name: "lms-prod-recovery-video-uploaded",
      state: "DISABLED",
      lifecycle: { ignore_changes: ["state"] },
    });
    expect(rule?.event_pattern).toContain("lms-prod-media-333333333333-eu-west-1");
    expect(standby.attribute("aws_cloudwatch_event_rule", "state")).toEqual({ video_uploaded: "DISABLED" });
  });

  it("takes no rendition of an upload to either region for an orphan, in either region", () => {
    const buckets = (root: SynthesizedRoot) => {
      const { environment } = root.resources("aws_lambda_function").video_functions_report_orphans_function ?? {};
      return (environment as { readonly variables: Readonly<Record<string, string>> }).variables.UPLOAD_BUCKETS;
    };
    expect(buckets(standby)).toBe("lms-prod-media-333333333333,lms-prod-media-333333333333-eu-west-1");
    expect(buckets(pilot("prod-platform"))).toBe(
      `${ref("aws_s3_bucket.storage_media_bucket.bucket")},${ref("aws_s3_bucket.storage_replication_media_bucket.bucket")}`,
    );
    expect(buckets(atHome.get("prod-platform") as SynthesizedRoot)).toBe(
      ref("aws_s3_bucket.storage_media_bucket.bucket"),
    );
  });

  it("watches the database that serves once it has taken over, and pages where it is about to refuse work", () => {
    const alarms = standby.resources("aws_cloudwatch_metric_alarm");
    const topic = (severity: string) => [`arn:aws:sns:eu-west-1:333333333333:lms-prod-recovery-${severity}`];
    const load = (name: string) => {
      const alarm = alarms[`monitoring_database_${name}`] ?? {};
      return [alarm.metric_name, alarm.statistic, alarm.threshold, alarm.dimensions, alarm.alarm_actions];
    };
    const ofCluster = { DBClusterIdentifier: "lms-prod-recovery" };
    expect(load("cpu")).toEqual(["CPUUtilization", "Maximum", 90, ofCluster, topic("warning")]);
    expect(load("connections")).toEqual(["DatabaseConnections", "Maximum", 4000, ofCluster, topic("critical")]);
    expect(load("memory")).toEqual(["FreeableMemory", "Minimum", 3_435_973_837, ofCluster, topic("critical")]);
    expect(load("deadlocks")).toEqual(["Deadlocks", "Maximum", 0, ofCluster, topic("warning")]);
    expect(pilot("prod-platform").attribute("aws_rds_cluster", "cluster_identifier")).toMatchObject({
      recovery_database_cluster: "lms-prod-recovery",
    });
  });

  it("warns of what was to be told there and reached no one", () => {
    const { alarm_actions, metric_query } =
      standby.resources("aws_cloudwatch_metric_alarm").monitoring_alerts_undelivered ?? {};
    expect(alarm_actions).toEqual(["arn:aws:sns:eu-west-1:333333333333:lms-prod-recovery-warning"]);
    const metrics = (
      metric_query as { readonly metric?: { readonly metric_name: string; readonly dimensions: object } }[]
    )
      .flatMap(({ metric }) => metric ?? [])
      .map(({ metric_name, dimensions }) => [metric_name, ...Object.values(dimensions)]);
    const rule = (name: string) => ref(`aws_cloudwatch_event_rule.video_${name}.name`);
    const functionName = (name: string) => ref(`aws_lambda_function.video_functions_${name}_function.function_name`);
    expect(metrics).toEqual([
      ["NumberOfNotificationsFailed", "lms-prod-recovery-critical"],
      ["InvocationsFailedToBeSentToDlq", rule("uploaded")],
      ["InvocationsFailedToBeSentToDlq", rule("ended")],
      ["FailedInvocations", rule("failed")],
      ["DestinationDeliveryFailures", functionName("record")],
      ["DestinationDeliveryFailures", functionName("sweep")],
      ["DestinationDeliveryFailures", functionName("report_orphans")],
    ]);
  });

  it("warns of events of videos that no function took", () => {
    expect(standby.resources("aws_cloudwatch_metric_alarm").monitoring_video_dead_letters).toMatchObject({
      alarm_name: "lms-prod-recovery-video-dead-letters",
      namespace: "AWS/SQS",
      metric_name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: ref("aws_sqs_queue.video_failures.name") },
      alarm_actions: ["arn:aws:sns:eu-west-1:333333333333:lms-prod-recovery-warning"],
    });
  });

  it("has no name that home's root gives in that region or account", () => {
    const names = (of: SynthesizedRoot, type: string, attribute: string) =>
      Object.values(of.attribute(type, attribute)).filter((name) => !String(name).includes("aws_eks_cluster."));
    for (const [type, attribute] of [
      ["aws_cloudwatch_log_group", "name"],
      ["aws_cloudwatch_metric_alarm", "alarm_name"],
      ["aws_iam_role", "name"],
      ["aws_kms_alias", "name"],
      ["aws_sns_topic", "name"],
      ["aws_sqs_queue", "name"],
    ] as const) {
      const own = names(standby, type, attribute);
      const home = names(pilot("prod-platform"), type, attribute);
      expect(own.length, type).toBeGreaterThan(0);
      expect(own.filter((name) => home.includes(name))).toEqual([]);
    }
  });

  it("has a plan refuse quotas that are less than it needs once it has taken over", () => {
    const quotas = standby.data("aws_servicequotas_service_quota");
    const asked = Object.values(quotas).map(({ service_code, quota_code, lifecycle }) => {
      const { postcondition } = lifecycle as { readonly postcondition: readonly { readonly condition: string }[] };
      return [service_code, quota_code, ...postcondition.map(({ condition }) => condition)];
    });
    // 12 nodes of 2 vCPUs, 8 of 8 and 6 of 4; a NAT gateway; what functions reserve, and 100 that AWS lets nobody reserve.
    expect(asked).toEqual([
      ["ec2", "L-0263D0A3", ref("(self.value >= 1)")],
      ["ec2", "L-1216C47A", ref("(self.value >= 112)")],
      ["lambda", "L-B99A9384", ref("(self.value >= 114)")],
    ]);
    const of = (root: SynthesizedRoot, code: string) =>
      root.data("aws_servicequotas_service_quota")[`quotas_${code.replace("-", "_")}`]?.lifecycle;
    expect(of(standby, "L-1216C47A")).toEqual({
      postcondition: [
        {
          condition: ref("(self.value >= 112)"),
          error_message:
            "recovery.application: must have 112 vCPUs of running On-Demand instances in eu-west-1 to take over, which quota L-1216C47A of ec2 allows, " +
            `got ${ref("self.value")}; ask for more: aws service-quotas request-service-quota-increase --region eu-west-1 ` +
            "--service-code ec2 --quota-code L-1216C47A --desired-value 112",
        },
      ],
    });
    for (const home of ["prod-platform", "state-prod"]) {
      expect(pilot(home).data("aws_servicequotas_service_quota")).toEqual({});
    }
  });

  it("has a plan refuse that its certificate cannot be issued, for want of the record that home makes", () => {
    expect(standby.data("aws_route53_records").certificate_proof).toMatchObject({
      zone_id: handedOver("hostedZoneId"),
      name_regex: String.raw`^_[0-9a-f]{32}\.lms\.example\.com\.?$`,
      lifecycle: {
        postcondition: [
          {
            condition: ref(
              'try(anytrue([for one in self.resource_record_sets : one.type == "CNAME" && ' +
                'try(anytrue([for to in one.resource_records : strcontains(to.value, ".acm-validations.aws")]), false)]), false)',
            ),
            error_message:
              "recovery.application: must have the CNAME record in the zone by which ACM issues a certificate for lms.example.com, " +
              "got none of _<32 digits>.lms.example.com; apply the platform at home, which makes it",
          },
        ],
      },
    });
  });

  it("pages by itself, and does not tell that nobody is served there", () => {
    const alarms = standby.resources("aws_cloudwatch_metric_alarm");
    expect(Object.keys(alarms).filter((name) => /no_target/.test(name))).toEqual([]);
    expect(alarms.monitoring_cluster_no_heartbeat?.alarm_actions).toEqual([
      "arn:aws:sns:eu-west-1:333333333333:lms-prod-recovery-critical",
    ]);
    expect(alarms.monitoring_sessions_memory?.alarm_actions).toEqual([
      "arn:aws:sns:eu-west-1:333333333333:lms-prod-recovery-critical",
    ]);
    expect(alarms.monitoring_cache_cpu?.alarm_actions).toEqual([
      "arn:aws:sns:eu-west-1:333333333333:lms-prod-recovery-warning",
    ]);
  });
});

describe("a warm standby", () => {
  const built = build(WARM);
  const warm = built.get(STANDBY);
  if (warm === undefined) throw new Error("nothing stands by");

  it("is the same roots with the same resources, and a NAT gateway in each zone as at home", () => {
    expect([...built.keys()]).toEqual([...roots.keys()]);
    const more = (root: SynthesizedRoot, than: SynthesizedRoot) =>
      root.addresses().filter((address) => !than.addresses().includes(address));
    expect(more(standby, warm).filter((address) => !address.startsWith("aws_cloudwatch_metric_alarm."))).toEqual([]);
    expect(Object.keys(warm.resources("aws_nat_gateway"))).toEqual([
      "network_nat_eu_west_1a",
      "network_nat_eu_west_1b",
      "network_nat_eu_west_1c",
    ]);
  });

  it("has the node groups of home", () => {
    const sizes = (root: SynthesizedRoot | undefined) =>
      Object.values(root?.attribute("aws_eks_node_group", "scaling_config") ?? {}).map((scaling) => {
        const { min_size, max_size } = scaling as Record<string, number>;
        return [min_size, max_size];
      });
    // Seven nodes of general, compute and memory, of one to three to a zone.
    expect(sizes(warm)).toEqual([
      [1, 3],
      [1, 3],
      [0, 2],
      [1, 4],
      [1, 4],
      [1, 4],
      [1, 2],
      [1, 2],
      [0, 2],
    ]);
    expect(sizes(warm)).toEqual(sizes(built.get("prod-platform")));
  });

  it("has the stores of Redis at home's size, a node a zone at most", () => {
    const nodes = (root: SynthesizedRoot | undefined) =>
      root?.attribute("aws_elasticache_replication_group", "num_cache_clusters");
    expect(nodes(warm)).toEqual({ redis_cache_group: 3, redis_sessions_group: 3 });
    const two = { ...RECOVERY, application: "warm-standby", zones: ["eu-west-1a", "eu-west-1b"] } as const;
    expect(nodes(build({ ...WARM, recovery: two }).get(STANDBY))).toEqual({
      redis_cache_group: 2,
      redis_sessions_group: 2,
    });
  });

  it("needs an address for each NAT gateway, and Spot instances where home has some", () => {
    const conditions = (root: SynthesizedRoot | undefined) =>
      Object.entries(root?.data("aws_servicequotas_service_quota") ?? {}).map(([name, { lifecycle }]) => [
        name,
        (lifecycle as { readonly postcondition: readonly { readonly condition: string }[] }).postcondition[0]
          ?.condition,
      ]);
    expect(conditions(warm)).toContainEqual(["quotas_L_0263D0A3", ref("(self.value >= 3)")]);
    const { compute, ...others } = WARM.cluster.nodeGroups;
    const nodeGroups = { ...others, compute: { ...compute, capacity: "spot" } } as Environment["cluster"]["nodeGroups"];
    const onSpot = build({ ...WARM, cluster: { ...WARM.cluster, nodeGroups } }).get(STANDBY);
    expect(conditions(onSpot)).toContainEqual(["quotas_L_34B43A08", ref("(self.value >= 64)")]);
    expect(conditions(onSpot)).toContainEqual(["quotas_L_1216C47A", ref("(self.value >= 48)")]);
  });

  it("warns of a service that has no healthy pod there", () => {
    const alarms = Object.entries(warm.resources("aws_cloudwatch_metric_alarm")).filter(([name]) =>
      /no_target/.test(name),
    );
    expect(alarms.map(([name]) => name.replace("monitoring_no_target_", "")).sort()).toEqual(
      [...LMS_SERVICE_NAMES].map((name) => name.replaceAll("-", "_")).sort(),
    );
    expect(Object.fromEntries(alarms).monitoring_no_target_courses).toMatchObject({
      alarm_name: "lms-prod-recovery-no-target-courses",
      alarm_actions: ["arn:aws:sns:eu-west-1:333333333333:lms-prod-recovery-warning"],
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
    });
  });

  it("leaves uploads to home, as a pilot light does", () => {
    expect(warm.attribute("aws_cloudwatch_event_rule", "state")).toEqual({ video_uploaded: "DISABLED" });
  });

  it("changes nothing at home but what a pilot light does", () => {
    for (const name of ["state-prod", "prod-platform", "prod-addons"]) {
      expect(built.get(name)?.json, name).toEqual(pilot(name).json);
    }
  });
});

/** A service with little to ask for. */
const WEB: ServiceSize = {
  service: "web",
  namespace: "core-services",
  preferredGroup: "general",
  replicas: { min: 3, max: 6 },
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
};

describe("the add-ons where an application stands by", () => {
  const addons = pilot("prod-recovery-addons");
  const releases = (of: SynthesizedRoot) => Object.keys(of.resources("helm_release")).sort();

  it("are those of home, and have Argo CD deploy the same services, by the contract of that region", () => {
    expect(releases(addons)).toEqual(releases(pilot("prod-addons")));
    const parameters = (root: SynthesizedRoot) => {
      const values = JSON.parse(String(root.attribute("helm_release", "values").releases_argocd_apps));
      const { parameters } = values.applications.lms.source.helm;
      return parameters.map(({ name, value }: { name: string; value: string }) => [name, value]);
    };
    const { repositoryUrl, revision } = PILOT.addons.gitops;
    const home = [
      ["environment", "prod"],
      ["repositoryUrl", repositoryUrl],
      ["revision", revision],
    ];
    expect(parameters(pilot("prod-addons"))).toEqual(home);
    expect(parameters(addons)).toEqual([home[0], ["contract", "prod-recovery"], ...home.slice(1)]);
  });

  it("read the outputs of the platform there, by its state in that region", () => {
    const { data } = addons.json as unknown as { data: Record<string, Record<string, { config: object }>> };
    expect(data.terraform_remote_state?.platform?.config).toMatchObject({
      bucket: "lms-prod-terraform-state-333333333333-eu-west-1",
      key: "prod-recovery-platform/terraform.tfstate",
      region: "eu-west-1",
    });
    const text = JSON.stringify(addons.resources("helm_release"));
    expect(text).toContain("eu-west-1");
    expect(text).not.toContain("us-east-1");
    expect(text).toContain("lms/prod/argocd/repository");
  });

  it("find room on its least nodes, and with the services on those of home, and a synth says where they do not", () => {
    const standby = standbyOf(PILOT);
    if (standby === "none") throw new Error("nothing stands by");
    const found = releasesOf(addons.json as unknown as Parameters<typeof releasesOf>[0]);
    const load = { releases: found, services: [WEB] };
    expect(standbyCapacityProblems(standby, load)).toEqual([]);
    const general = standby.cluster.nodeGroups.general as Environment["cluster"]["nodeGroups"][string];
    const nodeGroups = { ...standby.cluster.nodeGroups, general: { ...general, desiredSize: 2 } };
    expect(standbyCapacityProblems({ ...standby, cluster: { ...standby.cluster, nodeGroups } }, load)).toEqual([
      expect.stringMatching(
        /^prod\.recovery\.application: must have room for every pod of the add-ons on its least nodes, got 1 without .*; add a zone to recovery\.zones$/,
      ),
    ]);
    const services = [{ ...WEB, replicas: { min: 200, max: 200 } }];
    expect(standbyCapacityProblems(standby, { ...load, services })).toEqual([
      expect.stringMatching(
        /^prod\.recovery\.application: must have room for every pod when it has taken over, got \d+ without .*; add a zone to recovery\.zones$/,
      ),
    ]);
  });
});

describe("the roots of home, where the application stands by elsewhere", () => {
  it("hand over what that builds on, and let its copy of media take uploads", () => {
    expect(added("prod-platform")).toEqual([
      "aws_cloudwatch_metric_alarm.dns_switch_alarm",
      "aws_route53_health_check.dns_switch_home",
      "aws_route53_health_check.dns_switch_position",
      "aws_s3_bucket_cors_configuration.storage_replication_media_uploads",
      "aws_s3_bucket_notification.storage_replication_media_events",
      "aws_s3_bucket_replication_configuration.storage_replication_replicate_backups_back",
      "aws_s3_bucket_replication_configuration.storage_replication_replicate_media_back",
      "aws_s3_bucket_replication_configuration.storage_replication_replicate_static_assets_back",
      "aws_ssm_parameter.recovery_handover_origin_verify",
      "aws_ssm_parameter.recovery_handover_platform",
    ]);
    const { recovery_handover_platform: platform, recovery_handover_origin_verify: values } =
      pilot("prod-platform").resources("aws_ssm_parameter");
    expect(platform).toMatchObject({ provider: "aws.recovery", name: "/lms/prod/recovery/platform", type: "String" });
    expect(platform?.insecure_value).toContain(
      'replace(aws_secretsmanager_secret.database_global_master_secret.arn, "us-east-1", "eu-west-1")',
    );
    expect(values).toMatchObject({
      provider: "aws.recovery",
      name: "/lms/prod/recovery/origin-verify",
      type: "SecureString",
      key_id: ref("aws_kms_replica_key.recovery_data_key.arn"),
    });
  });

  it("lead learners home while its load balancer answers and nobody has thrown the switch of the recovery region", () => {
    const home = pilot("prod-platform");
    expect(home.resources("aws_route53_record").dns_origin_primary).toMatchObject({
      set_identifier: "primary",
      health_check_id: ref("aws_route53_health_check.dns_switch_home.id"),
    });
    const { dns_switch_home, dns_switch_position } = home.resources("aws_route53_health_check");
    expect(dns_switch_home).toEqual({
      type: "CALCULATED",
      child_healthchecks: [
        ref("aws_route53_health_check.dns_origin_health.id"),
        ref("aws_route53_health_check.dns_switch_position.id"),
      ],
      child_health_threshold: 2,
      tags: { Name: "lms-prod-served-from-home" },
    });
    expect(dns_switch_position).toEqual({
      type: "CLOUDWATCH_METRIC",
      cloudwatch_alarm_name: ref("aws_cloudwatch_metric_alarm.dns_switch_alarm.alarm_name"),
      cloudwatch_alarm_region: "eu-west-1",
      insufficient_data_health_status: "LastKnownStatus",
      tags: { Name: "lms-prod-served-from-recovery" },
    });
    expect(home.resources("aws_cloudwatch_metric_alarm").dns_switch_alarm).toMatchObject({
      provider: "aws.recovery",
      namespace: "LMS/Recovery",
      metric_name: "ServedFromRecovery",
      dimensions: { Environment: "lms-prod" },
      statistic: "Maximum",
      period: 60,
      evaluation_periods: 1,
      datapoints_to_alarm: 1,
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
    });
  });

  it("let browsers upload to either region", () => {
    const headers = JSON.stringify(pilot("prod-platform").resources("aws_cloudfront_response_headers_policy"));
    expect(headers).toContain(ref("aws_s3_bucket.storage_media_bucket.bucket_regional_domain_name"));
    expect(headers).toContain(ref("aws_s3_bucket.storage_replication_media_bucket.bucket_regional_domain_name"));
  });

  it("copy home what is written there, and let S3 do so", () => {
    const home = pilot("prod-platform");
    const { storage_replication_replicate_media_back: back } = home.resources(
      "aws_s3_bucket_replication_configuration",
    );
    expect(back).toMatchObject({
      provider: "aws.recovery",
      bucket: ref("aws_s3_bucket.storage_replication_media_bucket.id"),
      role: ref("aws_iam_role.storage_replication_role.arn"),
      rule: [
        {
          status: "Enabled",
          destination: {
            bucket: ref("aws_s3_bucket.storage_media_bucket.arn"),
            encryption_configuration: { replica_kms_key_id: ref("aws_kms_key.keys_data.arn") },
          },
        },
      ],
    });
    const policy = JSON.stringify(home.resources("aws_iam_role_policy"));
    for (const Sid of ["WriteReplicas", "WriteReplicasBack", "DecryptSourcesBack", "EncryptReplicasBack"]) {
      expect(policy).toContain(`\\"Sid\\":\\"${Sid}\\"`);
    }
  });

  it("let the pods there read the secrets, and those of home as before", () => {
    const policy = String(
      pilot("prod-platform").resources("aws_secretsmanager_secret_policy").secrets_argocd_repository_policy?.policy,
    );
    for (const role of ["lms-prod-external-secrets", "lms-prod-recovery-external-secrets", "lms-prod-admin"]) {
      expect(policy).toContain(`"arn:aws:iam::333333333333:role/${role}"`);
    }
  });

  it("let pipelines, and nobody else, read the quotas of that region", () => {
    const reads = (root: SynthesizedRoot | undefined) =>
      Object.entries(root?.attribute("aws_iam_policy", "policy") ?? {}).flatMap(([name, policy]) =>
        JSON.parse(String(policy))
          .Statement.filter(({ Action }: { Action: string | string[] }) => /servicequotas/.test(String(Action)))
          .map((statement: object) => [name, statement]),
      );
    const statement = {
      Sid: "ReadQuotas",
      Effect: "Allow",
      Action: ["servicequotas:GetAWSDefaultServiceQuota", "servicequotas:GetServiceQuota"],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
    };
    expect(reads(pilot("state-prod"))).toEqual([
      ["access_apply_state_policy", statement],
      ["access_plan_state_policy", statement],
    ]);
    expect(reads(atHome.get("state-prod"))).toEqual([]);
  });

  it("copy their state there, by a role that the deployer cannot change", () => {
    const state = pilot("state-prod");
    expect(state.resources("aws_s3_bucket_replication_configuration")).toMatchObject({
      copy_rule: {
        bucket: ref("aws_s3_bucket.state_bucket.id"),
        role: ref("aws_iam_role.copy_role.arn"),
        rule: [
          {
            id: "everything",
            status: "Enabled",
            filter: { prefix: "" },
            destination: {
              bucket: ref("aws_s3_bucket.standby_state_bucket.arn"),
              encryption_configuration: { replica_kms_key_id: ref("aws_kms_key.standby_key.arn") },
            },
          },
        ],
      },
    });
    expect(state.resources("aws_iam_role").copy_role?.name).toBe("lms-prod-state-copy");
    const statements = (root: SynthesizedRoot | undefined) =>
      JSON.parse(String(root?.resources("aws_iam_policy").access_deploy_identities_policy?.policy)).Statement;
    const denied = (root: SynthesizedRoot | undefined) =>
      statements(root).find(({ Sid }: { Sid: string }) => Sid === "NoChangeOfAccess").Resource;
    expect(denied(state)).toContain("arn:aws:iam::333333333333:role/lms-prod-state-copy");
    expect(denied(atHome.get("state-prod"))).not.toContain("arn:aws:iam::333333333333:role/lms-prod-state-copy");
  });

  it("keep the state there in a bucket that nobody but the pipelines and administrators touches", () => {
    expect(added("state-prod").filter((address) => /aws_(s3_bucket|kms_key)\./.test(address))).toEqual([
      "aws_kms_key.standby_key",
      "aws_s3_bucket.standby_state_bucket",
    ]);
    expect(pilot("state-prod").resources("aws_s3_bucket").standby_state_bucket).toMatchObject({
      provider: "aws.recovery",
      bucket: "lms-prod-terraform-state-333333333333-eu-west-1",
      lifecycle: { prevent_destroy: true },
    });
    const policy = (name: string) => String(pilot("state-prod").resources("aws_iam_policy")[name]?.policy);
    expect(policy("access_deploy_identities_policy")).toContain("oidc-provider/oidc.eks.eu-west-1.amazonaws.com/*");
    expect(policy("access_developer_policy")).toContain(
      "arn:aws:logs:eu-west-1:333333333333:log-group:/aws/eks/lms-prod*",
    );
    for (const name of ["access_boundary_policy", "access_deploy_data_policy", "access_apply_state_policy"]) {
      expect(policy(name)).toContain("lms-prod-terraform-state-333333333333-eu-west-1/");
    }
  });
});

describe("what must be there for an application to stand by", () => {
  const problems = (changes: Partial<Environment>, where: Partial<SharedSettings> = {}) =>
    validateEnvironments([{ ...PILOT, ...changes }], {
      ...registry,
      region: "us-east-1",
      replicaRegion: "eu-west-1",
      ...where,
    });
  const recovery = { ...RECOVERY, application: "pilot-light" } as const;

  it("is there in prod", () => {
    expect(problems({})).toEqual([]);
  });

  it.each<[string, Partial<Environment>, Partial<SharedSettings>, string]>([
    [
      "another region",
      { recovery: { ...recovery, region: "us-east-1", zones: ["us-east-1a", "us-east-1b"] } },
      {},
      'prod.recovery.region: must be another region than the environment\'s own, got "us-east-1"; choose a second region',
    ],
    [
      "zones of the region",
      { recovery: { ...recovery, zones: ["eu-west-1a", "eu-central-1b"] } },
      {},
      'prod.recovery.zones: must be zones eu-west-1a to eu-west-1h, got "eu-central-1b"; name a zone of the region',
    ],
    [
      "images",
      {},
      { replicaRegion: "eu-west-3" },
      'prod.recovery.application: must have its images in eu-west-1, but shared.region and shared.replicaRegion are us-east-1 and eu-west-3, got "pilot-light"; copy images there, or choose one of these regions',
    ],
    [
      "leave for learners' data",
      { storage: { ...PILOT.storage, learnerDataRegions: [] } },
      {},
      'prod.recovery.application: must be allowed to write learners\' data in eu-west-1, which storage.learnerDataRegions does not name, got "pilot-light"; name the region there, or leave the application at home',
    ],
    [
      "ways into the cluster",
      { cluster: { ...PILOT.cluster, privateAccess: ["10.200.0.0/24", "sg-0123456789abcdef0"] } },
      {},
      'prod.cluster.privateAccess: must be addresses where the application stands by in eu-west-1, whose cluster knows no security group of home, got ["sg-0123456789abcdef0"]; name the block of addresses that they connect from',
    ],
    [
      "two instances of the database",
      { recovery: { ...recovery, database: { ...recovery.database, instances: { "eu-west-1a": "standby" } } } },
      {},
      'prod.recovery.database.instances: must be in 2 zones at least for pilot-light, got ["eu-west-1a"]; a writer that took over needs another to fail over to',
    ],
    [
      "a region that every account has",
      {
        storage: { ...PILOT.storage, learnerDataRegions: ["eu-south-1"] },
        recovery: {
          ...recovery,
          region: "eu-south-1",
          zones: ["eu-south-1a", "eu-south-1b"],
          database: { ...recovery.database, instances: { "eu-south-1a": "standby", "eu-south-1b": "reader" } },
        },
      },
      { replicaRegion: "eu-south-1" },
      'prod.recovery.region: must be a region that every account has from the start for pilot-light, got "eu-south-1"; choose one of ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-southeast-1, ap-southeast-2, ca-central-1, eu-central-1, eu-north-1, eu-west-1, eu-west-2, eu-west-3, sa-east-1, us-east-1, us-east-2, us-west-1, us-west-2',
    ],
  ])("%s", (_, changes, where, problem) => {
    expect(problems(changes, where)).toContain(problem);
  });
});
