import { describe, expect, it } from "vitest";
import { predecessors } from "../../../modules/cluster-addons/addon-releases";
import { clusterAutoscaler } from "../../../modules/cluster-addons/addons/cluster-autoscaler";
import { platformAddons } from "../../../modules/cluster-addons/platform-addons";
import { KUBERNETES_VERSIONS, type KubernetesVersion } from "../../../modules/eks/kubernetes-versions";
import { context } from "./fixture";

const addons = platformAddons(context());

it.each([
  [
    "prometheus-operator-crds",
    "stays when its release goes",
    { crds: { annotations: { "helm.sh/resource-policy": "keep" } } },
  ],
  ["kube-prometheus-stack", "leaves the definitions to their own release", { crds: { enabled: false } }],
  [
    "kube-prometheus-stack",
    "has Grafana start without grafana.com, and install one version of its plugin when it can",
    { grafana: { env: { GF_PLUGINS_PREINSTALL: "grafana-x-ray-datasource@2.17.7" } } },
  ],
  [
    "kube-prometheus-stack",
    "lets neither Grafana nor the exporter of objects read a Secret",
    {
      grafana: {
        rbac: { namespaced: true },
        sidecar: {
          dashboards: { resource: "configmap", searchNamespace: null },
          datasources: { resource: "configmap" },
        },
      },
      "kube-state-metrics": { collectorsExclude: ["secrets"] },
    },
  ],
  [
    "kube-prometheus-stack",
    "scrapes no control plane, which EKS shows to no one",
    {
      kubeControllerManager: { enabled: false },
      kubeEtcd: { enabled: false },
      kubeProxy: { enabled: false },
      kubeScheduler: { enabled: false },
    },
  ],
  [
    "kube-prometheus-stack",
    "measures tainted nodes too",
    { "prometheus-node-exporter": { tolerations: [{ operator: "Exists" }] } },
  ],
  [
    "external-secrets",
    "keeps its secrets when its release goes",
    { crds: { annotations: { "helm.sh/resource-policy": "keep" } } },
  ],
  ["fluent-bit", "reads the API's whole answer about a pod", { filter: { bufferSize: "0" } }],
  ["fluent-bit", "stores a line of JSON once", { filter: { keepLog: "Off" } }],
  ["fluent-bit", "reads tainted nodes' logs too", { tolerations: [{ operator: "Exists" }] }],
  [
    "fluent-bit",
    "has the node's logs where it looks for them, and where its chart keeps how far it has read",
    {
      volumes: [{ name: "varlog", hostPath: { path: "/var/log" } }],
      volumeMounts: [{ name: "varlog", mountPath: "/var/log" }],
    },
  ],
  [
    "aws-load-balancer-controller",
    "stands in no other release's way",
    { enableServiceMutatorWebhook: false, keepTLSSecret: true },
  ],
  [
    "aws-load-balancer-controller",
    "needs no definitions of the Gateway API",
    { controllerConfig: { featureGates: { ALBGatewayAPI: false, GatewayListenerSet: false, NLBGatewayAPI: false } } },
  ],
  [
    "aws-load-balancer-controller",
    "leaves the firewall to Terraform",
    { enableShield: false, enableWaf: false, enableWafv2: false },
  ],
  [
    "external-secrets",
    "has its monitor although Helm cannot see the definition yet when it renders",
    { serviceMonitor: { enabled: true, renderMode: "alwaysRender" } },
  ],
  ["cert-manager", "gives its API more than a minute to answer", { startupapicheck: { timeout: "5m" } }],
  [
    "cluster-autoscaler",
    "ends nodes with pods of the add-ons, and with pods that keep files for a while",
    { extraArgs: { "skip-nodes-with-local-storage": false, "skip-nodes-with-system-pods": false } },
  ],
  [
    "cluster-autoscaler",
    "finds the groups of its cluster and region",
    { cloudProvider: "aws", awsRegion: "us-east-1", autoDiscovery: { clusterName: "lms-test" } },
  ],
  [
    "external-secrets",
    "has one pod write, and writes nothing to AWS",
    { leaderElect: true, processPushSecret: false, processClusterPushSecret: false },
  ],
  [
    "cert-manager",
    "sees challenges over HTTPS, the only way out",
    {
      dns01RecursiveNameservers: "https://1.1.1.1/dns-query,https://8.8.8.8/dns-query",
      dns01RecursiveNameserversOnly: true,
    },
  ],
  ["cert-manager", "keeps its certificates when its release goes", { crds: { enabled: true, keep: true } }],
  ["cert-manager", "elects its leader where it may write", { global: { leaderElection: { namespace: "security" } } }],
  [
    "external-dns",
    "touches only the records that it made, of one zone",
    {
      registry: "txt",
      txtOwnerId: "lms-test",
      txtPrefix: "external-dns-",
      policy: "sync",
      domainFilters: ["lms.example.com"],
      extraArgs: ["--aws-zone-type=public", "--zone-id-filter=Z1"],
    },
  ],
  [
    "argo-cd",
    "brings no rules of the network, which the namespace has",
    { global: { networkPolicy: { create: false } } },
  ],
  ["argo-cd", "keeps its applications when its release goes", { crds: { install: true, keep: true } }],
])("%s %s", (name, _, values) => {
  expect(addons[name]?.values).toMatchObject(values);
});

/** A quantity of Kubernetes in its smallest unit, as far as the values use them. */
function quantity(text: string): number {
  const [, number = "", unit = ""] = /^(\d+)(m|Mi|Gi)?$/.exec(text) ?? [];
  const units: Readonly<Record<string, number>> = { "": 1000, m: 1, Mi: 2 ** 20, Gi: 2 ** 30 };
  return Number(number || Number.NaN) * (units[unit] ?? Number.NaN);
}

it("asks for processors and memory in quantities that Kubernetes takes, and for no more memory than is allowed", () => {
  const found = [...JSON.stringify(addons).matchAll(/"requests":({"cpu":[^}]*}),"limits":({"memory":[^}]*})/g)];
  expect(found.length).toBeGreaterThan(15);
  for (const [text, requests = "", limits = ""] of found) {
    const { cpu, memory } = JSON.parse(requests);
    expect(quantity(cpu), text).toBeGreaterThan(0);
    expect(quantity(memory), text).toBeGreaterThan(0);
    expect(quantity(JSON.parse(limits).memory), text).toBeGreaterThanOrEqual(quantity(memory));
  }
});

it("confines the pods of charts that leave it to their user, but for Fluent Bit's right to the node's logs", () => {
  const pod = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } };
  const container = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  };
  const values = (name: string) => addons[name]?.values;
  expect(values("cluster-autoscaler")).toMatchObject({
    securityContext: { ...pod, runAsUser: 65_534, runAsGroup: 65_534 },
    containerSecurityContext: container,
  });
  for (const name of ["aws-load-balancer-controller", "otel-collector"]) {
    expect(values(name), name).toMatchObject({ podSecurityContext: pod, securityContext: container });
  }
  expect(values("fluent-bit")?.podSecurityContext).toEqual({ seccompProfile: { type: "RuntimeDefault" } });
  expect(values("fluent-bit")?.containerSecurityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
  });
});

it("gives the platform's own pods a priority, each above that of any service", () => {
  const priorities = Object.entries(addons).flatMap(([name, { values }]) =>
    [...JSON.stringify(values).matchAll(/"priorityClassName":"([^"]+)"/g)].map(([, priority]) => `${name} ${priority}`),
  );
  expect([...new Set(priorities)].sort()).toEqual([
    "argo-cd lms-platform",
    "cert-manager lms-platform",
    "external-dns system-cluster-critical",
    "external-secrets lms-platform",
    "fluent-bit system-node-critical",
    "kube-prometheus-stack lms-platform",
    "kube-prometheus-stack system-node-critical",
    "otel-collector lms-platform",
  ]);
  const stack = addons["kube-prometheus-stack"]?.values;
  for (const part of ["prometheusOperator", "kube-state-metrics", "grafana"]) {
    expect(stack, part).toMatchObject({ [part]: { priorityClassName: "lms-platform" } });
  }
});

it("has Grafana wait for no plugin", () => {
  expect(addons["kube-prometheus-stack"]?.values.grafana).not.toHaveProperty("plugins");
});

it("keeps the pods of one program in different zones, also where that means waiting for a node", () => {
  const spread = {
    maxSkew: 1,
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: "DoNotSchedule",
    nodeTaintsPolicy: "Honor",
    matchLabelKeys: ["pod-template-hash"],
  };
  const values = (name: string) => addons[name]?.values;
  const of = (app: string) => [{ ...spread, labelSelector: { matchLabels: { "app.kubernetes.io/name": app } } }];
  expect(values("kube-prometheus-stack")).toMatchObject({
    prometheus: { prometheusSpec: { topologySpreadConstraints: of("prometheus") } },
    alertmanager: { alertmanagerSpec: { topologySpreadConstraints: of("alertmanager") } },
  });
  // The labels that each chart gives its pods: one that no pod has would keep none apart, and no one would hear of it.
  for (const [name, app] of [
    ["aws-load-balancer-controller", "aws-load-balancer-controller"],
    ["cluster-autoscaler", "aws-cluster-autoscaler"],
    ["external-secrets", "external-secrets"],
    ["otel-collector", "opentelemetry-collector"],
  ] as const) {
    expect(values(name)?.topologySpreadConstraints, name).toEqual(of(app));
  }
  expect(values("external-secrets")).toMatchObject({
    webhook: { topologySpreadConstraints: of("external-secrets-webhook") },
    certController: { topologySpreadConstraints: of("external-secrets-cert-controller") },
  });
  const ofCertManager = (component: string) => {
    const matchLabels = { "app.kubernetes.io/instance": "cert-manager", "app.kubernetes.io/component": component };
    return [{ ...spread, labelSelector: { matchLabels } }];
  };
  expect(values("cert-manager")).toMatchObject({
    topologySpreadConstraints: ofCertManager("controller"),
    webhook: { topologySpreadConstraints: ofCertManager("webhook") },
    cainjector: { topologySpreadConstraints: ofCertManager("cainjector") },
  });
  // Argo CD's chart adds the labels of each component.
  expect(values("argo-cd")).toMatchObject({ global: { topologySpreadConstraints: [spread] } });
  expect(JSON.stringify(addons)).not.toContain("ScheduleAnyway");
});

it("delivers the services whether metrics can be had or not", () => {
  expect([...predecessors("argocd-apps", addons)]).not.toContain("kube-prometheus-stack");
});

describe("the autoscaler", () => {
  it.each(Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[])("is that of Kubernetes %s", (kubernetesVersion) => {
    const { tag } = clusterAutoscaler({ ...context(), kubernetesVersion }).values.image as { tag: string };
    expect(tag).toMatch(new RegExp(`^v${kubernetesVersion.replace(".", "\\.")}\\.\\d+$`));
  });

  it("keeps groups of several zones alike in size, which differ in their zones alone", () => {
    expect(addons["cluster-autoscaler"]?.values.extraArgs).toMatchObject({
      "balance-similar-node-groups": true,
      "balancing-ignore-label": "topology.k8s.aws/zone-id",
    });
  });

  it("may see all that it waits for", () => {
    expect(addons["cluster-autoscaler"]?.values.rbac).toMatchObject({
      additionalRules: [
        { apiGroups: [""], resources: ["resourcequotas"], verbs: ["get", "list", "watch"] },
        { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list", "watch"] },
        {
          apiGroups: ["resource.k8s.io"],
          resources: ["deviceclasses", "resourceclaims", "resourceslices"],
          verbs: ["get", "list", "watch"],
        },
      ],
    });
  });
});
