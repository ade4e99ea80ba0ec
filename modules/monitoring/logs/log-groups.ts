import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { LOGGED_NAMESPACES, type LoggedNamespace } from "../../cluster-addons";
import type { Cluster } from "../../eks";
import type { Keys, LogGroup } from "../../foundation/contracts";
import { workloadLogGroup } from "../../foundation/names";

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
  /** The functions that give videos to MediaConvert, record their end and look after them: JSON, with what they say under `message`. */
  | "video-submit"
  | "video-record"
  | "video-sweep";

/** Source that is in the home region: that of CloudFront's web ACL is in us-east-1, wherever home is. */
export type HomeLogSource = Exclude<LogSource, "site-firewall">;

/** Log group of a source, with the AWS provider of its region where that is not the root's own. */
export interface SourceGroup extends Pick<LogGroup, "name"> {
  readonly provider?: TerraformProvider | undefined;
}

/** Source of a part that an environment may lack. */
type OptionalSource =
  | "core-services"
  | "microservices"
  | "site-firewall"
  | "load-balancer-firewall"
  | "video-submit"
  | "video-record"
  | "video-sweep";

/** The log group of each source that an environment has. */
export type LogSources = Readonly<Record<Exclude<LogSource, OptionalSource>, SourceGroup>> &
  Readonly<Partial<Record<OptionalSource, SourceGroup>>>;

export interface WorkloadLogsProps {
  readonly cluster: Pick<Cluster, "clusterName">;
  readonly keys: Pick<Keys, "logs">;
  readonly logRetentionDays: number;
}

/**
 * The log groups of the cluster's containers, one a namespace, encrypted and with an end. Fluent Bit writes to them and can
 * make none: what runs in a namespace without a group leaves no log.
 */
export class WorkloadLogs extends Construct {
  /** The groups by namespace. */
  readonly groups: Readonly<Record<LoggedNamespace, CloudwatchLogGroup>>;

  constructor(scope: Construct, id: string, { cluster, keys, logRetentionDays }: WorkloadLogsProps) {
    super(scope, id);
    const groups = LOGGED_NAMESPACES.map((namespace) => {
      const group = new CloudwatchLogGroup(this, namespace, {
        name: workloadLogGroup(cluster.clusterName, namespace),
        kmsKeyId: keys.logs.arn,
        retentionInDays: logRetentionDays,
      });
      return [namespace, group] as const;
    });
    this.groups = Object.fromEntries(groups) as Record<LoggedNamespace, CloudwatchLogGroup>;
  }
}
