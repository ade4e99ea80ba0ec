import { POD_IDENTITIES } from "../../iam";
import type { Addon, AddonContext } from "../addon";
import { disruptionBudget, replicas, resources, zoneSpread } from "../availability";
import { PRIORITY_CLASSES } from "../cluster-classes";
import { CONFINED_CONTAINER, CONFINED_POD } from "../pod-security";

const IDENTITY = "otel-collector";

/** Ports of the chart for protocols that no service speaks. */
const UNUSED_PORTS = ["jaeger-compact", "jaeger-grpc", "jaeger-thrift", "zipkin"];

const IMAGE = "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib";

/**
 * Traces from the services, by OTLP at `otel-collector.monitoring`, to X-Ray. Of those that services sampled it keeps the
 * environment's share, whole traces: the choice depends on the trace's id alone, the same in every pod.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/exporter/awsxrayexporter/README.md
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/processor/probabilisticsamplerprocessor/README.md
 */
export function otelCollector({ site, settings }: AddonContext): Addon {
  const { namespace, serviceAccount } = POD_IDENTITIES[IDENTITY];
  const { availability, traceSamplingPercent } = settings;
  return {
    chart: {
      name: "opentelemetry-collector",
      repository: "https://open-telemetry.github.io/opentelemetry-helm-charts",
      version: "0.170.0",
    },
    namespace,
    identities: [IDENTITY],
    values: {
      fullnameOverride: "otel-collector",
      mode: "deployment",
      image: { repository: IMAGE },
      command: { name: "otelcol-contrib" },
      replicaCount: replicas(availability),
      podDisruptionBudget: disruptionBudget(availability),
      topologySpreadConstraints: zoneSpread({ "app.kubernetes.io/name": "opentelemetry-collector" }),
      serviceAccount: { create: true, name: serviceAccount },
      priorityClassName: PRIORITY_CLASSES.platform.name,
      presets: { kubernetesAttributes: { enabled: true } },
      ports: {
        ...Object.fromEntries(UNUSED_PORTS.map((port) => [port, { enabled: false }])),
        metrics: { enabled: true },
      },
      config: {
        receivers: { jaeger: null, zipkin: null, prometheus: null },
        processors: { probabilistic_sampler: { sampling_percentage: traceSamplingPercent } },
        exporters: {
          awsxray: {
            region: site.region,
            // The region is given, so there is no need to ask the node.
            local_mode: true,
            indexed_attributes: ["otel.resource.service.version", "otel.resource.k8s.namespace.name"],
          },
        },
        service: {
          pipelines: {
            traces: {
              receivers: ["otlp"],
              processors: ["memory_limiter", "probabilistic_sampler", "batch"],
              exporters: ["awsxray"],
            },
            metrics: null,
            logs: null,
          },
        },
      },
      podSecurityContext: CONFINED_POD,
      securityContext: CONFINED_CONTAINER,
      resources: resources("100m", "256Mi", "512Mi"),
      serviceMonitor: { enabled: true },
    },
    after: ["prometheus-operator-crds"],
    state: "stateless",
  };
}
