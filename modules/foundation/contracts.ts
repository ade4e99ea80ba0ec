import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import type { Site } from "./names";
import type { GlobalProvider } from "./regions";

// What areas hand to each other: small facts in AWS's words. Our own constructs have them, and so may an existing
// resource or a Terraform variable.

/** `retained`: nothing that holds learners' data can be deleted by accident. `disposable`: it can, for short-lived copies. */
export type DataProtection = "disposable" | "retained";

/** Tiers of the network: load balancers and NAT gateways, nodes and pods, stores without a way out, the EKS control plane. */
export const TIERS = ["public", "private-app", "private-data", "control-plane"] as const;
export type Tier = (typeof TIERS)[number];

/** Resource that others refer to by its ARN: a KMS key, an SNS topic, a certificate, a web ACL, a role. */
export interface Arn {
  readonly arn: string;
}

/** KMS keys of one region, one for each kind of data. */
export interface Keys {
  /** Learners' data: databases, caches, buckets, volumes, secrets and their backups. */
  readonly data: Arn;
  /** Log groups and traces. */
  readonly logs: Arn;
  /** Kubernetes secrets. */
  readonly cluster: Arn;
  /** Topics and queues. */
  readonly messages: Arn;
}

/** SNS topic. */
export interface Topic extends Arn {
  readonly name: string;
}

/** SNS topics of one region that alarms and AWS services report to. */
export interface Topics {
  /** Wakes someone up. */
  readonly critical: Topic;
  /** Waits for the morning. */
  readonly warning: Topic;
}

/** Security group by its id. The rules about it are made below it in the construct tree, so their addresses name both ends. */
export interface SecurityGroup extends IConstruct {
  readonly id: string;
}

/** Part of a VPC that data stores need. */
export interface DataTier {
  readonly id: string;
  /** Availability zones, known at synth: each has one subnet per tier. */
  readonly zones: readonly string[];
  /** Ids of the subnets, in the order of the zones. */
  readonly subnetIds: Readonly<Record<"private-data", readonly string[]>>;
}

/** VPC with the subnets and security groups that workloads and stores live in. */
export interface Vpc extends DataTier {
  /** Ids of the subnets of each tier, in the order of the zones; the control plane has zones of its own. */
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>;
  /** Addresses that each subnet of a tier has, those that AWS reserves included. */
  readonly subnetSizes: Readonly<Record<Tier, number>>;
  /** Resources that anything with a public address must wait for; none in a VPC that exists already. */
  readonly internetAccess: readonly ITerraformDependable[];
  readonly securityGroups: {
    /** The public load balancer. */
    readonly loadBalancer: SecurityGroup;
    /** Nodes and pods of the cluster. */
    readonly workloads: SecurityGroup;
  };
}

/** Route 53 hosted zone. */
export interface HostedZone extends Arn {
  readonly id: string;
  /** Domain such as `example.com`. */
  readonly name: string;
}

/** S3 bucket. */
export interface Bucket extends Arn {
  readonly name: string;
  /** Host in its region, such as `b.s3.us-east-1.amazonaws.com`. */
  readonly regionalDomainName: string;
}

/** S3 bucket that AWS services deliver access logs to. */
export interface AccessLogs {
  readonly name: string;
  /** Resources that must exist before a service may write. */
  readonly writable: readonly ITerraformDependable[];
}

/** SQS queue. */
export interface QueueRef extends Arn {
  readonly name: string;
  readonly url: string;
}

/** CloudWatch log group. */
export interface LogGroup extends Arn {
  readonly name: string;
}

/** EKS cluster. */
export interface ClusterRef extends Arn {
  readonly name: string;
}

/** Region that copies are kept in: its name, its AWS provider, and the key that encrypts them there. */
export interface Replica {
  readonly region: string;
  readonly provider: TerraformProvider;
  readonly key: Arn;
}

/**
 * Second region of an environment, and what stands there for its data. Constructs made below it get its provider, so the
 * same ones build either region.
 */
export interface SecondRegion extends IConstruct {
  /** Account, region and names there. */
  readonly site: Site;
  readonly provider: TerraformProvider;
  readonly network: DataTier;
  readonly keys: Pick<Keys, "data" | "logs" | "messages">;
  /** Topics of that region: alarms and events reach no others. */
  readonly alerts: Topics;
}

/** Region beside the home region whose alarms reach the same people, by topics of its own. */
export type AlertingRegion = Pick<SecondRegion, "alerts" | "provider">;

/** us-east-1 beside another home region, and what stands there for CloudFront, Route 53 and their logs and alarms. */
export interface GlobalRegion extends AlertingRegion {
  readonly provider: GlobalProvider;
  readonly keys: Pick<Keys, "logs">;
}

/**
 * Program in a cluster that an environment may lack. `metrics`: Prometheus, Alertmanager and Grafana. `logs`: Fluent Bit.
 * `tracing`: the OpenTelemetry collector.
 */
export type OptionalProgram = "metrics" | "logs" | "tracing";
