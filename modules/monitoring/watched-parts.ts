import type { VaultMetrics } from "../backup";
import type { HealthCheckMetrics, LoadBalancerMetrics, WebAclMetrics } from "../edge";
import type { ClusterMetrics } from "../eks";
import type { RedisNodeMetrics } from "../elasticache";
import type { LogGroup, OptionalProgram } from "../foundation/contracts";
import type { Metric } from "../foundation/metrics";
import type { FunctionMetrics } from "../lambda";
import type { QueueMetrics } from "../messaging";
import type { AuroraMetrics, DatabaseLimits } from "../rds";
import type { DistributionMetrics, ReplicationMetrics } from "../s3-cloudfront";
import type { TranscoderMetrics } from "../video-processing";
import type { NatGatewayMetrics } from "../vpc";
import type { NamedAlarm } from "./alarms/incidents";

/** Parts of a platform that are watched: the metrics and logs of each, and the facts that thresholds follow from. */
export interface WatchedParts {
  readonly distribution: { readonly metrics: DistributionMetrics };
  /** Distribution of course packages. */
  readonly contentHost: { readonly metrics: DistributionMetrics };
  readonly loadBalancer: { readonly metrics: LoadBalancerMetrics };
  readonly firewall: "none" | { readonly site: WatchedWebAcl; readonly loadBalancer: WatchedWebAcl };
  readonly certificates: {
    /** Metrics of the certificates in us-east-1, and of that in the home region where this is another. */
    readonly daysToExpiry: { readonly global: Metric; readonly content: Metric; readonly regional: Metric | undefined };
  };
  readonly dns: {
    readonly alarms: readonly NamedAlarm[];
    readonly siteHealth: { readonly metrics: HealthCheckMetrics };
    readonly originHealth: { readonly metrics: HealthCheckMetrics };
  };
  readonly network: {
    readonly metrics: { readonly natGateways: Readonly<Record<string, NatGatewayMetrics>> };
    readonly flowLogs: { readonly group: LogGroup };
  };
  readonly cluster: {
    readonly clusterName: string;
    /** `none` where nodes and pods write no metrics. */
    readonly metrics: "none" | ClusterMetrics;
    readonly logs: LogGroup;
  };
  /** Programs that the cluster lacks. */
  readonly lacks: readonly OptionalProgram[];
  readonly database: {
    readonly home: WatchedAurora;
    readonly recovery: Pick<WatchedAurora, "metrics"> | undefined;
    readonly limits: DatabaseLimits;
    readonly events: { readonly home: WatchedEvents; readonly recovery: WatchedEvents | undefined };
  };
  readonly redis: {
    readonly sessions: WatchedStore;
    /** That of sessions where it keeps both. */
    readonly cache: WatchedStore;
    /** Rotation of passwords, where there are any. */
    readonly passwords: { readonly function: WatchedFunction } | undefined;
  };
  readonly storage: { readonly replication: { readonly metrics: readonly ReplicationMetrics[] } | undefined };
  readonly backups: { readonly metrics: VaultMetrics; readonly lostEvents: Metric };
  /** Queues of the LMS services, `<service>/<queue>`. */
  readonly queues: Readonly<Record<string, WatchedQueue>>;
  readonly video: "none" | WatchedVideo;
}

/** Web ACL. */
export interface WatchedWebAcl {
  readonly metrics: WebAclMetrics;
  readonly log: LogGroup;
}

/** Aurora cluster of one region. */
export interface WatchedAurora {
  readonly metrics: AuroraMetrics;
  /** Load of each instance, by zone. */
  readonly loads: Readonly<Record<string, Metric>>;
  readonly logs: { readonly postgresql: LogGroup };
}

/** Events of an Aurora cluster. */
export interface WatchedEvents {
  /** Failovers and failures. */
  readonly failures: Metric;
  /** Events that reached no one. */
  readonly lost: readonly Metric[];
}

/** Redis store. */
export interface WatchedStore {
  /** Metrics of each node. */
  readonly metrics: readonly RedisNodeMetrics[];
  readonly nodeFacts: { readonly vcpus: number };
}

/** Queue with its dead letters. */
export interface WatchedQueue {
  readonly queue: { readonly metrics: QueueMetrics };
  readonly deadLetters: { readonly metrics: QueueMetrics };
}

/** Lambda function, and how long it may run. */
export interface WatchedFunction {
  readonly metrics: FunctionMetrics;
  readonly timeoutSeconds: number;
  readonly logGroup: LogGroup;
}

/** Processing of videos. */
export interface WatchedVideo {
  readonly functions: Readonly<Record<"submit" | "record" | "sweep" | "reportOrphans", WatchedFunction>>;
  /** Uploads that wait. */
  readonly uploads: WatchedQueue;
  /** Events that no function took. */
  readonly failures: { readonly metrics: QueueMetrics };
  readonly scheduleFailures: readonly Metric[];
  /** Events that reached no one. */
  readonly lostEvents: readonly Metric[];
  /** MediaConvert. */
  readonly transcoder: { readonly metrics: TranscoderMetrics };
}
