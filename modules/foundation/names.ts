/** What tells one environment from another; an `Environment` is one. */
export interface EnvironmentIdentity {
  /** Short name such as `prod`. */
  readonly name: string;
  /** AWS account, 12 digits. */
  readonly account: string;
  /** AWS region such as `us-east-1`. */
  readonly region: string;
}

/** What the buckets of an environment are for. */
export type BucketPurpose = "static-assets" | "media" | "backups" | "logs";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST_ROLE_NAME = 64;

/**
 * Name of a role: `lms-<environment>-<role>`.
 * @param where what an error message begins with, the path of the construct that makes the role
 * @throws RangeError for a name that is longer than the 64 characters that IAM takes
 */
export function roleName(where: string, environment: Pick<EnvironmentIdentity, "name">, role: string): string {
  const name = `lms-${environment.name}-${role}`;
  if (name.length > LONGEST_ROLE_NAME) {
    throw new RangeError(
      `${where}: role name must have at most ${LONGEST_ROLE_NAME} characters, ` +
        `got ${JSON.stringify(name)} (${name.length}); shorten ${JSON.stringify(role)}`,
    );
  }
  return name;
}

/** ARN of a role of the environment, for whoever names it without creating it. */
export function roleArn({ name, account }: EnvironmentIdentity, role: string): string {
  return `arn:aws:iam::${account}:role/lms-${name}-${role}`;
}

/** ARN of the permissions boundary that every role made by the deployer carries. */
export function boundaryArn({ name, account }: EnvironmentIdentity): string {
  return `arn:aws:iam::${account}:policy/${accessPolicyName({ name }, "boundary")}`;
}

/** Name of a policy of people and pipelines. The deployer must not touch what begins with `lms-<environment>-access-`. */
export function accessPolicyName({ name }: Pick<EnvironmentIdentity, "name">, policy: string): string {
  return `lms-${name}-access-${policy}`;
}

/** Name of a bucket, unique in all of AWS by the account in it: `lms-prod-media-333333333333`. */
export function bucketName({ name, account }: EnvironmentIdentity, purpose: BucketPurpose): string {
  return `lms-${name}-${purpose}-${account}`;
}

/** Name of a queue: `lms-<environment>-<service>-<queue>`, after the service that consumes it. */
export function queueName({ name }: Pick<EnvironmentIdentity, "name">, service: string, queue: string): string {
  return `lms-${name}-${service}-${queue}`;
}

/** Name of a secret: `lms/<environment>/<service>/<secret>`. */
export function secretName({ name }: Pick<EnvironmentIdentity, "name">, service: string, secret: string): string {
  return `lms/${name}/${service}/${secret}`;
}

/** Name of the SecureString parameter with the URL of PagerDuty's integration, which people put. */
export function pagerDutyUrlParameter({ name }: Pick<EnvironmentIdentity, "name">): string {
  return `/lms/${name}/pagerduty-integration-url`;
}

/** Name of the log group of a namespace's containers, the only kind that Fluent Bit writes to. */
export function workloadLogGroup(clusterName: string, namespace: string): string {
  return `/aws/eks/${clusterName}/workloads/${namespace}`;
}

/** Name of the log group of a cluster's measurements, the only one that Container Insights writes to. */
export function insightsLogGroup(clusterName: string): string {
  return `/aws/containerinsights/${clusterName}/performance`;
}
