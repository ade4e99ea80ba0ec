/** One graph: what it shows, in which of Grafana's units, and where from. */
type Panel = {
  readonly title: string;
  /** `s`, `percentunit`, `reqps`, `short`, `bytes`. @see https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/ */
  readonly unit: string;
} & (
  | {
      readonly from: "prometheus";
      readonly query: string;
      /** What a line is called; `{{label}}` is the value of a label. */
      readonly legend: string;
    }
  /** A metric of AWS with its dimensions, all of its resources by a search. */
  | { readonly from: "cloudwatch"; readonly metric: string; readonly of: string; readonly statistic: string }
);

/** A dashboard: its title and its graphs, two a row. */
interface Dashboard {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const prometheus = (title: string, unit: string, legend: string, query: string): Panel => ({
  from: "prometheus",
  title,
  unit,
  legend,
  query,
});
const aws = (title: string, unit: string, of: string, metric: string, statistic: string): Panel => ({
  from: "cloudwatch",
  title,
  unit,
  of,
  metric,
  statistic,
});

const REQUESTS = "http_server_request_duration_seconds_count";

/** The dashboards of the platform, by the last part of their address in Grafana. */
export const DASHBOARDS: Readonly<Record<string, Dashboard>> = {
  services: {
    title: "LMS services",
    panels: [
      prometheus("Requests", "reqps", "{{job}}", `sum by (job) (rate(${REQUESTS}[5m]))`),
      prometheus(
        "Failed requests",
        "percentunit",
        "{{job}}",
        `sum by (job) (rate(${REQUESTS}{http_response_status_code=~"5.."}[5m])) / sum by (job) (rate(${REQUESTS}[5m]))`,
      ),
      prometheus(
        "95th percentile of the response time",
        "s",
        "{{job}}",
        "histogram_quantile(0.95, sum by (job, le) (rate(http_server_request_duration_seconds_bucket[5m])))",
      ),
      prometheus(
        "Restarts in an hour",
        "short",
        "{{namespace}}/{{pod}}",
        'increase(kube_pod_container_status_restarts_total{namespace=~"core-services|microservices"}[1h]) > 0',
      ),
    ],
  },
  cluster: {
    title: "LMS cluster",
    panels: [
      prometheus(
        "Pods that wait",
        "short",
        "{{namespace}}",
        'sum by (namespace) (kube_pod_status_phase{phase="Pending"})',
      ),
      prometheus(
        "Requested share of the processors",
        "percentunit",
        "cluster",
        'sum(kube_pod_container_resource_requests{resource="cpu"}) / sum(kube_node_status_allocatable{resource="cpu"})',
      ),
      prometheus(
        "Requested share of the memory",
        "percentunit",
        "cluster",
        'sum(kube_pod_container_resource_requests{resource="memory"}) / sum(kube_node_status_allocatable{resource="memory"})',
      ),
      prometheus(
        "Used share of the quotas",
        "percentunit",
        "{{namespace}} {{resource}}",
        'max by (namespace, resource) (kube_resourcequota{type="used"}) / max by (namespace, resource) (kube_resourcequota{type="hard"} > 0)',
      ),
      prometheus(
        "Used share of the volumes",
        "percentunit",
        "{{namespace}}/{{persistentvolumeclaim}}",
        "kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes",
      ),
      prometheus(
        "Nodes",
        "short",
        "{{node}}",
        'sum by (node) (kube_node_status_condition{condition="Ready", status="true"})',
      ),
    ],
  },
  delivery: {
    title: "LMS delivery",
    panels: [
      prometheus("Applications by health", "short", "{{health_status}}", "count by (health_status) (argocd_app_info)"),
      prometheus("Applications by state", "short", "{{sync_status}}", "count by (sync_status) (argocd_app_info)"),
      prometheus("Syncs", "short", "{{name}} {{phase}}", "sum by (name, phase) (increase(argocd_app_sync_total[1h]))"),
      prometheus(
        "Secrets that are not in step",
        "short",
        "{{exported_namespace}}/{{name}}",
        'externalsecret_status_condition{condition="Ready", status="False"} == 1',
      ),
    ],
  },
  aws: {
    title: "LMS on AWS",
    panels: [
      aws("Load balancer: response time", "s", "AWS/ApplicationELB,LoadBalancer", "TargetResponseTime", "p95"),
      aws(
        "Load balancer: failed requests",
        "short",
        "AWS/ApplicationELB,LoadBalancer",
        "HTTPCode_Target_5XX_Count",
        "Sum",
      ),
      aws("Database: processor", "percent", "AWS/RDS,DBInstanceIdentifier", "CPUUtilization", "Average"),
      aws("Database: connections", "short", "AWS/RDS,DBInstanceIdentifier", "DatabaseConnections", "Maximum"),
      aws("Redis: processor", "percent", "AWS/ElastiCache,CacheClusterId", "EngineCPUUtilization", "Average"),
      aws("Queues: age of the oldest message", "s", "AWS/SQS,QueueName", "ApproximateAgeOfOldestMessage", "Maximum"),
    ],
  },
};

const WIDTH = 12;
const HEIGHT = 8;

/** A dashboard as Grafana's JSON. @see https://grafana.com/docs/grafana/latest/visualizations/dashboards/build-dashboards/view-dashboard-json-model/ */
export function dashboardJson(uid: string, { title, panels }: Dashboard, region: string): string {
  const model = {
    uid: `lms-${uid}`,
    title,
    tags: ["lms"],
    timezone: "browser",
    refresh: "1m",
    time: { from: "now-6h", to: "now" },
    schemaVersion: 39,
    panels: panels.map((panel, index) => ({
      id: index + 1,
      title: panel.title,
      type: "timeseries",
      datasource: datasourceOf(panel),
      gridPos: { x: (index % 2) * WIDTH, y: Math.floor(index / 2) * HEIGHT, w: WIDTH, h: HEIGHT },
      fieldConfig: { defaults: { unit: panel.unit, min: 0 }, overrides: [] },
      targets: [{ refId: "A", datasource: datasourceOf(panel), ...queryOf(panel, region) }],
    })),
  };
  return JSON.stringify(model, undefined, 2);
}

function datasourceOf({ from }: Panel) {
  return { type: from, uid: from };
}

function queryOf(panel: Panel, region: string) {
  if (panel.from === "prometheus") return { expr: panel.query, legendFormat: panel.legend };
  const { of, metric, statistic } = panel;
  return {
    region,
    queryMode: "Metrics",
    metricQueryType: 0,
    metricEditorMode: 1,
    expression: `SEARCH('{${of}} MetricName="${metric}"', '${statistic}', 300)`,
    // The search has it already, but Grafana answers no query without.
    statistic,
    period: "300",
  };
}
