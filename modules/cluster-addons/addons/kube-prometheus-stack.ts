import { POD_IDENTITIES } from "../../iam";
import type { Addon, AddonContext } from "../addon";
import type { MetricsSettings } from "../addon-settings";
import { disruptionBudget, replicas, resources, zoneSpread } from "../availability";
import { PRIORITY_CLASSES, STORAGE_CLASS } from "../cluster-classes";
import { alertmanagerConfig } from "./alertmanager-config";
import { ALERTMANAGER_SECRET, GRAFANA_ADMIN_SECRET } from "./custom-resources";

const IDENTITY = "grafana";

/** The rest of a volume is for the log of what is not yet in a block. */
const SHARE_OF_VOLUME = 0.9;

/**
 * EKS runs these itself: no pod to scrape. What it shows of scheduler and controller manager, it shows through the API
 * server, and kube-proxy listens on the node alone.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/view-raw-metrics.html
 */
const CONTROL_PLANE = { enabled: false };

/** Pinned, since Grafana installs it while it runs. */
const XRAY_PLUGIN = { name: "grafana-x-ray-datasource", version: "2.17.7" };

/**
 * Metrics, alerts and dashboards: Prometheus on volumes of its own, Alertmanager to Slack and PagerDuty, Grafana with all
 * that it shows as code, so that it needs no volume.
 * @see https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
 */
export function kubePrometheusStack(context: AddonContext, metrics: MetricsSettings): Addon {
  const { namespace } = POD_IDENTITIES[IDENTITY];
  const priorityClassName = PRIORITY_CLASSES.platform.name;
  return {
    chart: {
      name: "kube-prometheus-stack",
      repository: "https://prometheus-community.github.io/helm-charts",
      version: "88.5.3",
    },
    namespace,
    identities: [IDENTITY, "alertmanager"],
    values: {
      fullnameOverride: "kube-prometheus",
      crds: { enabled: false },
      kubeControllerManager: CONTROL_PLANE,
      kubeScheduler: CONTROL_PLANE,
      kubeEtcd: CONTROL_PLANE,
      kubeProxy: CONTROL_PLANE,
      defaultRules: {
        rules: {
          etcd: false,
          kubeControllerManager: false,
          kubeProxy: false,
          kubeSchedulerAlerting: false,
          kubeSchedulerRecording: false,
        },
      },
      prometheusOperator: { priorityClassName, resources: resources("50m", "128Mi", "256Mi") },
      "kube-state-metrics": {
        priorityClassName,
        // No alert asks for a Secret, and without this it may read them all.
        collectorsExclude: ["secrets"],
        resources: resources("25m", "64Mi", "256Mi"),
      },
      "prometheus-node-exporter": {
        priorityClassName: "system-node-critical",
        tolerations: [{ operator: "Exists" }],
        resources: resources("25m", "32Mi", "64Mi"),
      },
      prometheus: prometheus(context, metrics, priorityClassName),
      alertmanager: alertmanager(context, priorityClassName),
      grafana: grafana(context, priorityClassName),
    },
    // Alertmanager and Grafana do not start without their secrets.
    after: ["prometheus-operator-crds", "custom-resources"],
    state: "stateful",
  };
}

function prometheus(
  { site, clusterName, settings: { availability } }: AddonContext,
  metrics: MetricsSettings,
  priorityClassName: string,
) {
  return {
    podDisruptionBudget: disruptionBudget(availability),
    prometheusSpec: {
      replicas: replicas(availability),
      priorityClassName,
      topologySpreadConstraints: zoneSpread({ "app.kubernetes.io/name": "prometheus" }),
      externalLabels: { cluster: clusterName, environment: site.name },
      retention: `${metrics.retentionDays}d`,
      retentionSize: `${Math.floor(metrics.volumeGib * SHARE_OF_VOLUME)}GB`,
      storageSpec: volume(metrics.volumeGib),
      // Every monitor of the cluster, whichever release made it.
      podMonitorSelectorNilUsesHelmValues: false,
      probeSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
      scrapeConfigSelectorNilUsesHelmValues: false,
      serviceMonitorSelectorNilUsesHelmValues: false,
      resources: resources("250m", "1Gi", "4Gi"),
    },
  };
}

function alertmanager(context: AddonContext, priorityClassName: string) {
  const { availability } = context.settings;
  return {
    podDisruptionBudget: disruptionBudget(availability),
    serviceAccount: { create: true, name: POD_IDENTITIES.alertmanager.serviceAccount },
    config: alertmanagerConfig(context),
    alertmanagerSpec: {
      replicas: replicas(availability),
      priorityClassName,
      topologySpreadConstraints: zoneSpread({ "app.kubernetes.io/name": "alertmanager" }),
      secrets: [ALERTMANAGER_SECRET],
      storage: volume(5),
      resources: resources("25m", "64Mi", "128Mi"),
    },
  };
}

function grafana({ site: { region }, lacks }: AddonContext, priorityClassName: string) {
  const { serviceAccount } = POD_IDENTITIES[IDENTITY];
  const traced = !lacks.includes("tracing");
  const inRegion = { access: "proxy", jsonData: { authType: "default", defaultRegion: region } };
  return {
    fullnameOverride: "grafana",
    priorityClassName,
    admin: { existingSecret: GRAFANA_ADMIN_SECRET, userKey: "admin-user", passwordKey: "admin-password" },
    serviceAccount: { create: true, name: serviceAccount },
    // It starts without its plugin when grafana.com is down: `plugins` of the chart would wait for that and give up.
    ...(traced ? { env: { GF_PLUGINS_PREINSTALL: `${XRAY_PLUGIN.name}@${XRAY_PLUGIN.version}` } } : {}),
    // It reads its own namespace's dashboards; by default its account could read every Secret of the cluster.
    rbac: { namespaced: true },
    sidecar: {
      dashboards: { resource: "configmap", searchNamespace: null },
      datasources: { resource: "configmap" },
    },
    additionalDataSources: [
      { name: "CloudWatch", type: "cloudwatch", uid: "cloudwatch", ...inRegion },
      ...(traced ? [{ name: "X-Ray", type: XRAY_PLUGIN.name, uid: "xray", ...inRegion }] : []),
    ],
    "grafana.ini": {
      analytics: { check_for_updates: false, reporting_enabled: false },
      users: { allow_sign_up: false },
    },
    // Idle it holds 330 MiB since version 13, beside what its plugins hold.
    resources: resources("50m", "384Mi", "1Gi"),
  };
}

function volume(gib: number) {
  return {
    volumeClaimTemplate: {
      spec: {
        storageClassName: STORAGE_CLASS,
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: `${gib}Gi` } },
      },
    },
  };
}
