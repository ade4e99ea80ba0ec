import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dev } from "../../environments/dev";
import type { Environment } from "../../environments/environment";
import { prod } from "../../environments/prod";
import { staging } from "../../environments/staging";
import { validateManifest } from "../../gitops/checks/kubernetes/schema";
import { tierCidr } from "../../modules/vpc";
import { manifestOf } from "../../sandbox/cluster/terraform-objects";
import { AddonsStack } from "../../stacks/addons-stack";
import { synthesize } from "../../stacks/synthesize";
import { type Attributes, root } from "../support/synthesized";

const ref = (expression: string) => `\${${expression}}`;
const platform = (output: string) => `data.terraform_remote_state.platform.outputs.${output}`;
const ENVIRONMENTS = ["dev", "staging", "prod"] as const;
const addons = (name: (typeof ENVIRONMENTS)[number]) => root(`${name}-addons`);

const releases = (name: (typeof ENVIRONMENTS)[number]) =>
  Object.fromEntries(
    Object.values(addons(name).resources("helm_release")).map((release) => [String(release.name), release]),
  );
const values = (name: (typeof ENVIRONMENTS)[number], release: string) =>
  JSON.parse(([releases(name)[release]?.values].flat() as string[])[0] ?? "");

/** Every resource that one needs, directly or through others, by address. */
function needs(resources: Record<string, Attributes>, address: string): Set<string> {
  const found = new Set<string>();
  const visit = (current: string) => {
    const attributes = resources[current] ?? {};
    const implicit = [...JSON.stringify(attributes).matchAll(/\$\{((?:kubernetes|helm)_\w+\.\w+)/g)].map(
      ([, to]) => to,
    );
    for (const next of [...((attributes.depends_on as string[]) ?? []), ...implicit]) {
      if (next === undefined || found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(address);
  return found;
}

function inCluster(name: (typeof ENVIRONMENTS)[number]): Record<string, Attributes> {
  return Object.fromEntries(
    Object.entries(addons(name).json.resource).flatMap(([type, byName]) =>
      Object.entries(byName).map(([id, { "//": _, ...attributes }]) => [`${type}.${id}`, attributes] as const),
    ),
  );
}

describe("the connection", () => {
  const args =
    `concat(["eks", "get-token", "--output", "json", "--cluster-name", ${platform("cluster_name")}, ` +
    `"--region", "us-east-1"], formatlist("--role-arn=%s", compact([var.cluster_role_arn])))`;
  const exec = { api_version: "client.authentication.k8s.io/v1beta1", command: "aws", args: ref(args) };
  const endpoint = {
    host: ref(platform("cluster_endpoint")),
    cluster_ca_certificate: ref(`base64decode(${platform("cluster_certificate_authority")})`),
  };

  it("is by a token that the AWS CLI gets, with the caller's own role unless another is named", () => {
    const { kubernetes, helm } = addons("prod").json.provider;
    expect(kubernetes).toEqual([{ ...endpoint, exec: [exec] }]);
    expect(helm).toEqual([{ kubernetes: { ...endpoint, exec } }]);
    expect(addons("prod").json).toMatchObject({ variable: { cluster_role_arn: { type: "string", default: "" } } });
  });

  it("uses no resource of its own state", () => {
    for (const name of ENVIRONMENTS) {
      expect(JSON.stringify(addons(name).json.provider)).not.toMatch(/(?:kubernetes|helm|aws)_\w+\./);
    }
  });

  it.each([dev, staging, prod])(
    "of $name reads the state of its own platform",
    ({ name, account, region, stateBucket }) => {
      expect(addons(name).json).toMatchObject({
        data: {
          terraform_remote_state: {
            platform: {
              backend: "s3",
              config: {
                bucket: stateBucket,
                key: `${name}-platform/terraform.tfstate`,
                region,
                allowed_account_ids: [account],
              },
            },
          },
        },
      });
    },
  );

  it("reads these outputs, which the platform publishes", () => {
    for (const name of ENVIRONMENTS) {
      const read = JSON.stringify(addons(name).json).matchAll(/terraform_remote_state\.platform\.outputs\.(\w+)/g);
      const outputs = [...new Set([...read].map(([, output]) => output))].sort();
      expect(outputs).toEqual([
        "cluster_certificate_authority",
        "cluster_endpoint",
        "cluster_name",
        "data_key_arn",
        "hosted_zone_id",
        "vpc_id",
      ]);
      expect(Object.keys(root(`${name}-platform`).json.output)).toEqual(expect.arrayContaining(outputs));
    }
  });

  it("runs with the provider versions that the bindings are for", () => {
    expect(addons("prod").json.terraform.required_providers).toMatchObject({
      kubernetes: { source: "kubernetes", version: ">= 2.38.0, < 3.0.0" },
      helm: { source: "helm", version: ">= 3.1.0, < 4.0.0" },
    });
  });
});

it.each(ENVIRONMENTS)("gives Kubernetes only objects that it takes, in %s", (name) => {
  const problems = Object.entries(addons(name).json.resource).flatMap(([type, byName]) =>
    type === "helm_release"
      ? []
      : Object.values(byName).flatMap(({ "//": _, ...attributes }) => validateManifest(manifestOf(type, attributes))),
  );
  expect(problems).toEqual([]);
});

describe.each(ENVIRONMENTS)("the namespaces of %s", (name) => {
  const named = (type: string) => addons(name).part("namespaces").resources(type);

  it("are the declared ones, each as strict as its pods allow", () => {
    const levels = Object.values(named("kubernetes_namespace_v1")).map(({ metadata }) => {
      const { name: namespace, labels } = metadata as { name: string; labels: Record<string, string> };
      return [namespace, labels["pod-security.kubernetes.io/enforce"], labels["pod-security.kubernetes.io/audit"]];
    });
    expect(levels).toEqual(
      [
        ["core-services", "restricted", "restricted"],
        ["microservices", "restricted", "restricted"],
        ["data", "restricted", "restricted"],
        ["monitoring", "privileged", "restricted"],
        ["security", "restricted", "restricted"],
        ["argocd", "baseline", "restricted"],
      ].sort(([one = ""], [other = ""]) => one.localeCompare(other)),
    );
  });

  it("have pods wait for the load balancer where it sends requests to them", () => {
    const waiting = Object.entries(named("kubernetes_namespace_v1")).filter(([, { metadata }]) => {
      const { labels } = metadata as { labels: Record<string, string> };
      return labels["elbv2.k8s.aws/pod-readiness-gate-inject"] === "enabled";
    });
    expect(waiting.map(([id]) => id)).toEqual(["namespaces_core_services", "namespaces_microservices"]);
  });

  it("are closed, all of them", () => {
    const closed = Object.entries(named("kubernetes_network_policy_v1")).filter(([id]) => id.endsWith("_deny_all"));
    expect(closed).toHaveLength(6);
    for (const [, { spec }] of closed) expect(spec).toEqual({ pod_selector: {}, policy_types: ["Ingress", "Egress"] });
  });

  it("give each container a request and a limit of memory, all of them", () => {
    const defaults = Object.values(named("kubernetes_limit_range_v1"));
    expect(defaults).toHaveLength(6);
    for (const { spec } of defaults) {
      expect(spec).toEqual({
        limit: [
          {
            type: "Container",
            default: { memory: "256Mi" },
            default_request: { cpu: "50m", memory: "64Mi" },
          },
        ],
      });
    }
  });
});

it("limits what services may ask for, four times as much where they are in two zones", () => {
  const quota = (name: (typeof ENVIRONMENTS)[number]) =>
    addons(name).resources("kubernetes_resource_quota_v1").namespaces_microservices_quota?.spec;
  expect(quota("dev")).toEqual({
    hard: {
      "requests.cpu": "4",
      "requests.memory": "10Gi",
      "limits.memory": "20Gi",
      pods: "40",
      "services.loadbalancers": "0",
      "services.nodeports": "0",
    },
  });
  expect(quota("prod")).toMatchObject({ hard: { "requests.cpu": "16", "requests.memory": "40Gi", pods: "160" } });
  expect(Object.keys(addons("prod").resources("kubernetes_resource_quota_v1"))).toEqual([
    "namespaces_core_services_quota",
    "namespaces_data_quota",
    "namespaces_microservices_quota",
  ]);
});

it("opens the data tier and the pods' subnets by the environment's own addresses", () => {
  const blocks = (name: (typeof ENVIRONMENTS)[number], id: string) =>
    JSON.stringify(addons(name).resources("kubernetes_network_policy_v1")[id]?.spec).match(/\d+\.\d+\.\d+\.\d+\/\d+/g);
  for (const { name, network } of [dev, staging, prod]) {
    expect(blocks(name, "namespaces_data_databases")).toEqual([tierCidr(network.cidr, "private-data")]);
    expect(blocks(name, "namespaces_security_webhooks")).toEqual([tierCidr(network.cidr, "control-plane")]);
  }
});

it("has one class of volumes, the default one, encrypted with the environment's key", () => {
  expect(addons("prod").resources("kubernetes_storage_class_v1")).toEqual({
    classes_gp3: {
      metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      storage_provisioner: "ebs.csi.aws.com",
      parameters: {
        type: "gp3",
        encrypted: "true",
        kmsKeyId: ref(platform("data_key_arn")),
        "csi.storage.k8s.io/fstype": "ext4",
      },
      reclaim_policy: "Delete",
      volume_binding_mode: "WaitForFirstConsumer",
      allow_volume_expansion: true,
    },
  });
});

it("has four priorities, of which pods that name none have the third, and the last takes no one's place", () => {
  const classes = Object.values(addons("dev").resources("kubernetes_priority_class_v1")).map(
    ({ metadata, value, global_default, preemption_policy }) => [
      (metadata as { name: string }).name,
      value,
      global_default,
      preemption_policy,
    ],
  );
  expect(classes.sort(([, one], [, other]) => Number(other) - Number(one))).toEqual([
    ["lms-platform", 1000000, false, "PreemptLowerPriority"],
    ["lms-core", 100000, false, "PreemptLowerPriority"],
    ["lms-standard", 10000, true, "PreemptLowerPriority"],
    ["lms-batch", 1000, false, "Never"],
  ]);
});

describe.each(ENVIRONMENTS)("the releases of %s", (name) => {
  it("are these charts in these versions", () => {
    expect(
      Object.values(releases(name)).map(({ name: release, namespace, chart, repository, version }) => [
        release,
        namespace,
        `${repository === undefined ? "local" : chart} ${version}`,
      ]),
    ).toEqual([
      ["argo-cd", "argocd", "argo-cd 10.1.1"],
      ["argocd-apps", "argocd", "argocd-apps 2.0.5"],
      ["aws-load-balancer-controller", "kube-system", "aws-load-balancer-controller 3.5.0"],
      ["cert-manager", "security", "cert-manager v1.21.1"],
      ["cluster-autoscaler", "kube-system", "cluster-autoscaler 9.59.0"],
      ["custom-resources", "security", "local 1.0.0"],
      ["external-dns", "kube-system", "external-dns 1.21.1"],
      ["external-secrets", "security", "external-secrets 2.9.0"],
      ["fluent-bit", "monitoring", "aws-for-fluent-bit 0.2.0"],
      ["kube-prometheus-stack", "monitoring", "kube-prometheus-stack 88.5.3"],
      ["otel-collector", "monitoring", "opentelemetry-collector 0.170.0"],
      ["prometheus-operator-crds", "monitoring", "prometheus-operator-crds 31.0.1"],
    ]);
  });

  it("wait until they run, keep five revisions, and are taken back whole only where nothing would stay behind", () => {
    for (const release of Object.values(releases(name))) {
      expect(release).toMatchObject({ wait: true, wait_for_jobs: true, timeout: 900, max_history: 5 });
      expect(release).not.toHaveProperty("create_namespace");
    }
    expect(Object.values(releases(name)).filter((release) => release.upgrade_install !== true)).toEqual([]);
    const atomic = Object.values(releases(name)).filter((release) => release.atomic === true);
    expect(atomic.map((release) => release.name)).toEqual([
      "aws-load-balancer-controller",
      "cluster-autoscaler",
      "custom-resources",
      "external-dns",
      "fluent-bit",
      "otel-collector",
    ]);
  });

  it("come after all namespaces with their rules, and so go before them", () => {
    const resources = inCluster(name);
    const rules = Object.keys(resources).filter((address) => address.includes(".namespaces_"));
    expect(rules.length).toBeGreaterThan(40);
    for (const address of Object.keys(resources)) {
      if (!address.startsWith("helm_release.")) continue;
      const before = needs(resources, address);
      expect([...before], address).toEqual(expect.arrayContaining(rules));
      expect(before, address).toContain("kubernetes_storage_class_v1.classes_gp3");
      expect(before, address).toContain("kubernetes_priority_class_v1.classes_priority_platform");
    }
  });

  it.each([
    // What deletes an object must still run when the object goes.
    ["argocd_apps", ["argo_cd", "aws_load_balancer_controller", "external_secrets"]],
    ["argo_cd", ["aws_load_balancer_controller", "custom_resources", "external_secrets"]],
    ["custom_resources", ["cert_manager", "external_secrets", "prometheus_operator_crds"]],
    ["kube_prometheus_stack", ["custom_resources", "external_secrets", "prometheus_operator_crds"]],
  ])("take %s down before %j", (first, later) => {
    const before = needs(inCluster(name), `helm_release.releases_${first}`);
    for (const release of later) expect(before).toContain(`helm_release.releases_${release}`);
  });

  it("come after the definitions of monitors, all but these themselves", () => {
    const resources = inCluster(name);
    const definitions = "helm_release.releases_prometheus_operator_crds";
    for (const address of Object.keys(resources).filter((other) => other.startsWith("helm_release."))) {
      if (address !== definitions) expect(needs(resources, address), address).toContain(definitions);
    }
  });
});

it("has pods in two zones in staging and prod, and one of each in dev", () => {
  const counts = (name: (typeof ENVIRONMENTS)[number]) => [
    values(name, "aws-load-balancer-controller").replicaCount,
    values(name, "cert-manager").replicaCount,
    values(name, "cert-manager").webhook.replicaCount,
    values(name, "external-secrets").replicaCount,
    values(name, "cluster-autoscaler").replicaCount,
    values(name, "kube-prometheus-stack").prometheus.prometheusSpec.replicas,
    values(name, "otel-collector").replicaCount,
    values(name, "argo-cd").server.replicas,
  ];
  expect(counts("dev")).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  expect(counts("staging")).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
  expect(counts("prod")).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
});

it("tells charts what only the platform's state knows", () => {
  expect(values("prod", "aws-load-balancer-controller")).toMatchObject({
    clusterName: ref(platform("cluster_name")),
    vpcId: ref(platform("vpc_id")),
  });
  expect(values("prod", "external-dns").extraArgs).toEqual([
    "--aws-zone-type=public",
    `--zone-id-filter=${ref(platform("hosted_zone_id"))}`,
  ]);
  expect(values("prod", "custom-resources").issuers.zone).toEqual({
    id: ref(platform("hosted_zone_id")),
    name: prod.edge.zone.name,
  });
});

it.each(ENVIRONMENTS)("collects in %s the logs of the namespaces for which the platform has a log group", (name) => {
  const groups = Object.values(root(`${name}-platform`).attribute("aws_cloudwatch_log_group", "name"));
  const logged = groups.flatMap((group) => /\/workloads\/(.+)$/.exec(String(group))?.[1] ?? []);
  const read = String(values(name, "fluent-bit").input.path).matchAll(/\*_([a-z-]+)_\*/g);
  expect([...read].map(([, namespace]) => namespace).sort()).toEqual(logged.sort());
});

it.each(ENVIRONMENTS)(
  "takes the secrets of %s from those that the platform makes, by keys that people put in",
  (name) => {
    const made = Object.values(root(`${name}-platform`).attribute("aws_secretsmanager_secret", "name"));
    const { secrets } = values(name, "custom-resources") as { secrets: readonly { source: string }[] };
    expect(secrets).toHaveLength(name === "dev" ? 4 : 5);
    for (const { source } of secrets) expect(made).toContain(source);
  },
);

it("holds no secret", () => {
  for (const name of ENVIRONMENTS) {
    expect(JSON.stringify(addons(name).json)).not.toMatch(
      /hooks\.slack\.com|xox[bp]-|"password":|BEGIN [A-Z ]*PRIVATE KEY/,
    );
    expect(addons(name).resources("kubernetes_secret_v1")).toEqual({});
  }
});

describe("the local chart", () => {
  const build = () => {
    const outdir = mkdtempSync(join(tmpdir(), "lms-addons-"));
    const { problems } = synthesize(() => [(app) => new AddonsStack(app, dev)], outdir);
    expect(problems).toEqual([]);
    const folder = join(outdir, "stacks/dev-addons");
    const json = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
    return { folder, chart: String(json.resource.helm_release.releases_custom_resources.chart) };
  };

  it("lies beside the configuration, wherever that is, under a name that changes with its content only", () => {
    const [one, other] = [build(), build()];
    expect(one.chart).toMatch(/^assets\/releases_custom_resources_chart\/[0-9A-F]{32}\/?$/);
    expect(other.chart).toBe(one.chart);
    for (const { folder, chart } of [one, other]) expect(existsSync(join(folder, chart, "Chart.yaml"))).toBe(true);
  });
});

it("refuses settings that cannot work, all at once", () => {
  const broken: Environment = {
    ...staging,
    addons: { ...staging.addons, traceSamplingPercent: 0, certificateContact: "team" },
  };
  const { problems } = synthesize(
    () => [(app) => new AddonsStack(app, broken)],
    mkdtempSync(join(tmpdir(), "lms-addons-")),
  );
  expect(problems).toEqual([
    "staging-addons: staging.addons.traceSamplingPercent: must be from 1 to 100, got 0; choose the share of traces to keep",
    'staging-addons: staging.addons.certificateContact: must be a mail address such as team@example.com, got "team"; name one address, without a display name',
  ]);
});

it("runs the autoscaler of the cluster's own minor", () => {
  expect(prod.cluster.kubernetesVersion).toBe("1.35");
  expect(values("prod", "cluster-autoscaler").image).toEqual({ tag: "v1.35.2" });
});

it("publishes what may be deployed to, and what is there", () => {
  expect(addons("prod").json.output.namespace_names?.value).toEqual([
    "core-services",
    "microservices",
    "data",
    "monitoring",
    "security",
    "argocd",
  ]);
  expect(addons("prod").json.output.addon_names?.value).toHaveLength(12);
});
