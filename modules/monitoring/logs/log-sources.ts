import type { WorkloadLogs } from "./workload-logs";

/** A log group that filters and queries read, by what writes to it. */
export type LogSource =
  /**
   * The containers of the LMS. Each writes one JSON object a line, which Fluent Bit puts under `data`: `level`, `message`,
   * `trace_id`, and of a request `path`, `status`, `duration_ms`.
   */
  | "core-services"
  | "microservices"
  /** The cluster's control plane, its audit log among others. */
  | "control-plane"
  | "postgresql"
  /** What the web ACLs refused or counted. */
  | "site-firewall"
  | "load-balancer-firewall"
  /** The connections in the VPC. */
  | "flow-logs"
  /** The functions that give videos to MediaConvert and record their end: JSON, with what they say under `message`. */
  | "video-submit"
  | "video-record";

/** A log group, by its name. */
export interface LogGroup {
  readonly name: string;
}

/** The log group of each source. */
export type LogSources = Readonly<Record<LogSource, LogGroup>>;

/** The parts of a platform that write logs. */
export interface LoggingParts {
  readonly workloads: WorkloadLogs;
  readonly cluster: { readonly logs: LogGroup };
  readonly database: { readonly home: { readonly logs: { readonly postgresql: LogGroup } } };
  readonly firewall: {
    readonly site: { readonly log: LogGroup };
    readonly loadBalancer: { readonly log: LogGroup };
  };
  readonly network: { readonly flowLogs: { readonly group: LogGroup } };
  readonly video: { readonly functions: { readonly submit: LoggingFunction; readonly record: LoggingFunction } };
}

/** A Lambda function with a log group of its own. */
interface LoggingFunction {
  readonly logGroup: LogGroup;
}

/** Where the parts of a platform write. */
export function logSources({ workloads, cluster, database, firewall, network, video }: LoggingParts): LogSources {
  return {
    "core-services": workloads.groups["core-services"],
    microservices: workloads.groups.microservices,
    "control-plane": cluster.logs,
    postgresql: database.home.logs.postgresql,
    "site-firewall": firewall.site.log,
    "load-balancer-firewall": firewall.loadBalancer.log,
    "flow-logs": network.flowLogs.group,
    "video-submit": video.functions.submit.logGroup,
    "video-record": video.functions.record.logGroup,
  };
}
