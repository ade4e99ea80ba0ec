/** One Terraform module: the parts of a platform's root that it holds, and what it is for. */
export interface Area {
  /** Paths of constructs below the root; the longest that a resource lies in decides. */
  readonly parts: readonly string[];
  readonly about: string;
  /** Tells that its structure is another outside us-east-1, where CloudFront and Route 53 write logs and metrics. */
  readonly global?: true;
}

/** The Terraform modules that a platform's root is cut into, by their folder. */
export const AREAS = {
  vpc: {
    parts: ["network"],
    about: "VPC of three tiers with NAT gateways, endpoints, security groups, a locked default group and flow logs",
  },
  eks: {
    parts: ["cluster", "nodes", "addons", "insights"],
    about: "EKS control plane, managed node groups, EKS add-ons, access entries and Container Insights",
  },
  rds: {
    parts: ["database", "recovery/database", "recovery/database-events"],
    about: "Aurora PostgreSQL with IAM authentication, forced TLS, and no password in the state",
  },
  "s3-cloudfront": {
    parts: ["storage", "distribution", "content"],
    about: "Private buckets for static assets, media, backups and logs, and the CloudFront distribution before them",
  },
  iam: { parts: ["identities"], about: "Roles of pods with their policies, by EKS Pod Identity" },
  monitoring: {
    parts: ["alerts", "monitoring"],
    global: true,
    about: "SNS topics, alarms, incidents, error budgets, dashboards, log queries, tracing and the AWS budget",
  },
  kms: { parts: ["keys"], about: "Customer-managed KMS keys, one for each kind of data" },
  edge: {
    parts: ["zone", "certificates", "origin-verify", "firewall", "load-balancer", "dns"],
    global: true,
    about: "Hosted zone, certificates, AWS WAF, load balancer, DNS records and health checks",
  },
  "global-region": {
    parts: ["global"],
    about: "Keys and topics in us-east-1 of a platform elsewhere, where CloudFront and Route 53 write logs and metrics",
  },
  elasticache: { parts: ["redis"], about: "Two Redis stores: sessions, which must not be lost, and a cache" },
  messaging: { parts: ["queues"], about: "SQS queues of the services, each with its dead letters" },
  "video-processing": { parts: ["video"], about: "Uploads to MediaConvert: queues, Lambda functions and schedules" },
  secrets: { parts: ["secrets"], about: "Secrets of services and add-ons, which people fill" },
  backup: { parts: ["backups"], about: "AWS Backup: vaults, plans, copies, and the lock that keeps recovery points" },
  "disaster-recovery": {
    parts: ["recovery", "readiness"],
    about:
      "The second region: network, keys and topics for what is copied there; how old the last drill and restore test are",
  },
} as const satisfies Readonly<Record<string, Area>>;

/** Folder of a Terraform module. */
export type AreaName = keyof typeof AREAS;

/** The module of a construct, by its path below the root. @throws RangeError for a part that is in no module */
export function areaOf(path: string): AreaName {
  const found = Object.entries(AREAS as Readonly<Record<string, Area>>)
    .flatMap(([name, { parts }]) => parts.map((part) => ({ name, part })))
    .filter(({ part }) => path === part || path.startsWith(`${part}/`))
    .sort((one, other) => other.part.length - one.part.length)[0];
  if (found !== undefined) return found.name as AreaName;
  throw new RangeError(`${path}: must belong to a Terraform module, got none; add its part to AREAS`);
}
