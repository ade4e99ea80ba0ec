import type { LogGroup } from "../../foundation/contracts";

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

/** The log group of each source. */
export type LogSources = Readonly<Record<LogSource, Pick<LogGroup, "name">>>;
