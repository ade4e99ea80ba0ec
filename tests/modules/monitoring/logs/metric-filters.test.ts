import { expect, it } from "vitest";
import { METRIC_FILTERS, type MetricFilter } from "../../../../modules/monitoring/logs/metric-filters";
import { FULL, observabilityRoot, ref } from "../observability-root";

const filters = () => observabilityRoot(FULL).resources("aws_cloudwatch_log_metric_filter");
const group = (name: string) => ref(`aws_cloudwatch_log_group.${name}.name`);

it("counts errors of the services by service, without a default, which dimensions forbid", () => {
  const filter = (namespace: string) => ({
    name: "lms-test-application-errors",
    log_group_name: group(`workload_logs_${namespace}`),
    pattern: '{ ($.data.level = "error") || ($.data.level = "fatal") }',
    metric_transformation: {
      namespace: "LMS",
      name: "ApplicationErrors",
      value: "1",
      unit: "Count",
      dimensions: { Service: "$.kubernetes.container_name" },
    },
  });
  expect(filters().metric_filters_application_errors_core_services).toEqual(filter("core_services"));
  expect(filters().metric_filters_application_errors_microservices).toEqual(filter("microservices"));
});

it.each([
  [
    "denied_requests_control_plane",
    "control_plane",
    "DeniedKubernetesRequests",
    '{ ($.kind = "Event") && ($.responseStatus.code = 403) }',
  ],
  [
    "anonymous_requests_control_plane",
    "control_plane",
    "AnonymousKubernetesRequests",
    '{ ($.user.username = "system:anonymous") && ($.responseStatus.code < 400) && ($.requestURI != "/healthz*") && ' +
      '($.requestURI != "/livez*") && ($.requestURI != "/readyz*") && ($.requestURI != "/version*") }',
  ],
  [
    "shells_in_pods_control_plane",
    "control_plane",
    "ShellsInPods",
    '{ ($.objectRef.subresource = "exec") && ($.stage = "ResponseStarted") }',
  ],
  ["refused_uploads_video_submit", "video_submit", "RefusedUploads", '{ $.message.status = "refused" }'],
  ["database_errors_postgresql", "postgresql", "DatabaseErrors", '?":ERROR:" ?":FATAL:" ?":PANIC:"'],
])("counts %s in %s as %s, 0 where there is none", (id, source, name, pattern) => {
  expect(filters()[`metric_filters_${id}`]).toMatchObject({
    log_group_name: group(source),
    pattern,
    metric_transformation: { namespace: "LMS", name, value: "1", unit: "Count", default_value: "0" },
  });
});

it("takes the number of jobs that wait from what the sweep says, and nothing where it says nothing", () => {
  expect(filters().metric_filters_waiting_jobs_video_sweep).toMatchObject({
    log_group_name: group("video_sweep"),
    pattern: "{ $.message.waiting = * }",
    metric_transformation: { namespace: "LMS", name: "WaitingTranscodingJobs", value: "$.message.waiting" },
  });
  expect(filters().metric_filters_waiting_jobs_video_sweep?.metric_transformation).not.toHaveProperty("default_value");
});

it("counts nothing else, within the limits of CloudWatch Logs", () => {
  expect(Object.keys(filters())).toHaveLength(8);
  for (const { pattern, dimensions } of Object.values<MetricFilter>(METRIC_FILTERS)) {
    expect(pattern.length).toBeLessThanOrEqual(1024);
    expect(Object.keys(dimensions).length).toBeLessThanOrEqual(3);
  }
});
