import { describe, expect, it } from "vitest";
import type { Environment } from "../../environments";
import { dev } from "../../environments/dev";
import { shared } from "../../environments/shared";
import { small } from "../../environments/small";
import { validateEnvironments } from "../../environments/validate";
import { buildRoots } from "../../stacks";
import { PlatformStack } from "../../stacks/platform-stack";
import { StateStack } from "../../stacks/state-stack";
import { root, type SynthesizedRoot, synthesizeRoots } from "../support/synthesized";

/** The platform of dev with other settings. */
function devWith(settings: Partial<Environment>): SynthesizedRoot {
  const [platform] = synthesizeRoots([(app) => new PlatformStack(app, { ...dev, ...settings })]).values();
  if (platform === undefined) throw new Error("no root");
  return platform;
}

/** Addresses of what dev has and the other lacks, and the other way round. */
function differences(other: SynthesizedRoot) {
  // What is in us-east-1 beside another home region has a name of its own.
  const [before, after] = [root("dev-platform").addresses(), other.addresses()].map((addresses) => [
    ...new Set(addresses.map((address) => address.replace("_queries_global_", "_queries_"))),
  ]) as [string[], string[]];
  return {
    lacks: before.filter((address) => !after.includes(address)),
    has: after.filter((address) => !before.includes(address)),
  };
}

describe("an environment without a firewall", () => {
  const platform = devWith({ edge: { ...dev.edge, firewall: "none" } });

  it("lacks the web ACLs and all that is about them, and nothing else", () => {
    expect(differences(platform)).toEqual({
      lacks: [
        "aws_cloudwatch_log_group.firewall_load_balancer_log",
        "aws_cloudwatch_log_group.firewall_site_log",
        "aws_cloudwatch_metric_alarm.monitoring_alarms_load_balancer_firewall_blocked",
        "aws_cloudwatch_metric_alarm.monitoring_alarms_site_firewall_blocked",
        "aws_cloudwatch_query_definition.monitoring_queries_edge_blocked_addresses",
        "aws_cloudwatch_query_definition.monitoring_queries_edge_one_blocked_learner",
        "aws_wafv2_web_acl.firewall_load_balancer_acl",
        "aws_wafv2_web_acl.firewall_site_acl",
        "aws_wafv2_web_acl_association.load_balancer_firewall",
        "aws_wafv2_web_acl_logging_configuration.firewall_load_balancer_logging",
        "aws_wafv2_web_acl_logging_configuration.firewall_site_logging",
      ],
      has: [],
    });
  });

  it("names none anywhere else", () => {
    expect(JSON.stringify(platform.resources("aws_cloudfront_distribution"))).not.toContain("web_acl");
    expect(JSON.stringify(platform.resources("aws_cloudwatch_dashboard"))).not.toMatch(/WAFV2|irewall/);
  });
});

describe("an environment without pipelines", () => {
  const access = { ...dev.access, deployer: "none", planner: "none" } as const;

  it("lacks their rights in the cluster, and nothing else", () => {
    expect(differences(devWith({ access }))).toEqual({
      lacks: [
        "aws_eks_access_entry.cluster_access_deployer",
        "aws_eks_access_policy_association.cluster_access_deployer_policy",
      ],
      has: [],
    });
  });

  it("lacks their roles and policies", () => {
    const environment = { ...dev, access };
    const [state] = synthesizeRoots([(app) => new StateStack(app, environment, shared)]).values();
    expect(Object.keys(state?.resources("aws_iam_role") ?? {})).toEqual([
      "access_admin",
      "access_developer",
      "access_readonly",
    ]);
    expect(Object.keys(Object(state?.json.output.role_arns?.value))).toEqual(["admin", "developer", "readonly"]);
    expect(Object.keys(Object(state?.json.output.policies?.value))).toEqual(["boundary", "developer", "read-platform"]);
    expect(Object.keys(state?.resources("aws_iam_policy") ?? {})).toEqual([
      "access_boundary_policy",
      "access_developer_policy",
      "access_read_platform_policy",
    ]);
  });
});

describe("an environment without processing of videos", () => {
  const platform = devWith({ video: "none" });

  it("lacks all of it, and nothing else", () => {
    const { lacks, has } = differences(platform);
    expect(has).toEqual([]);
    const own =
      /\.(video_|monitoring_alarms_(video|functions|schedules|queue_video_uploads)_|monitoring_queries_video_)/;
    expect(lacks.filter((address) => !own.test(address))).toEqual([
      "aws_cloudwatch_dashboard.monitoring_dashboards_video",
      "aws_cloudwatch_log_metric_filter.monitoring_metric_filters_refused_uploads_video_submit",
      "aws_cloudwatch_log_metric_filter.monitoring_metric_filters_waiting_jobs_video_sweep",
    ]);
    const gone = ["aws_lambda_function", "aws_media_convert_queue", "aws_scheduler_schedule"];
    const ofVideo = (type: string) => Object.keys(platform.resources(type)).filter((name) => name.startsWith("video"));
    expect(gone.map(ofVideo)).toEqual([[], [], []]);
    expect(JSON.stringify(platform.json)).not.toMatch(/mediaconvert|\.video_/);
  });

  it("sees its queues beside the other stores of data", () => {
    const [body = ""] = Object.entries(platform.attribute("aws_cloudwatch_dashboard", "dashboard_body"))
      .filter(([name]) => name.endsWith("_data"))
      .map(([, text]) => String(text));
    const titles = JSON.parse(body).widgets.map(
      ({ properties }: { properties: { title?: string } }) => properties.title,
    );
    expect(titles).toEqual(expect.arrayContaining(["Age of the oldest", "Dead letters"]));
  });
});

describe("the profile of a small school", () => {
  it("is valid", () => {
    expect(validateEnvironments([small], shared)).toEqual([]);
  });

  it("is built", () => {
    const names = [...synthesizeRoots(buildRoots({ shared: "none", environments: [small] })).keys()].sort();
    expect(names).toEqual(["small-addons", "small-platform", "state-small"]);
  });
});
