/** First part of every name that the platform gives. Changing it renames everything, the patterns in policies included. */
export const PROJECT = "lms";

/** An account and region with the names that an environment gives there. */
export interface Site {
  /** Short name of the environment or account, such as `prod`. */
  readonly name: string;
  /** AWS account, 12 digits. */
  readonly account: string;
  /** AWS region such as `us-east-1`. */
  readonly region: string;
  /** First part of names: `<project>-<environment>`, such as `lms-prod`. */
  readonly prefix: string;
  /** First part of names that are paths, of secrets and parameters: `<project>/<environment>`, such as `lms/prod`. */
  readonly path: string;
}

/** Site of the environment or account called `name`. */
export function siteOf({ name, account, region }: Pick<Site, "name" | "account" | "region">): Site {
  return { name, account, region, prefix: `${PROJECT}-${name}`, path: `${PROJECT}/${name}` };
}

/** Host of course packages, which the wildcard certificate of the site covers: `content.lms.example.com`. */
export function contentDomain(domain: string): string {
  return `content.${domain}`;
}

/** Site of an environment in its recovery region: its names begin with `lms-prod-recovery`, which keeps IAM roles apart. */
export function recoverySiteOf(site: Site, region: string): Site {
  return { ...site, region, prefix: `${site.prefix}-recovery` };
}

/** Purpose of a bucket of an environment, part of its name. */
export type BucketPurpose = "static-assets" | "media" | "backups" | "logs";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_ROLE_NAME_LENGTH = 64;

/**
 * Name of a role: `lms-<environment>-<role>`.
 * @param where what an error message begins with, the path of the construct that makes the role
 * @throws RangeError for a name that is longer than the 64 characters that IAM takes
 */
export function roleName(where: string, { prefix }: Pick<Site, "prefix">, role: string): string {
  const name = `${prefix}-${role}`;
  if (name.length > MAX_ROLE_NAME_LENGTH) {
    throw new RangeError(
      `${where}: role name must have at most ${MAX_ROLE_NAME_LENGTH} characters, ` +
        `got ${JSON.stringify(name)} (${name.length}); shorten ${JSON.stringify(role)}`,
    );
  }
  return name;
}

/** ARN of a role of the environment, for whoever names it without creating it. */
export function roleArn({ prefix, account }: Pick<Site, "prefix" | "account">, role: string): string {
  return `arn:aws:iam::${account}:role/${prefix}-${role}`;
}

/** Role by which S3 copies the Terraform state to a recovery region. */
export const STATE_COPY_ROLE = "state-copy";

/** ARN of the permissions boundary that every role made by the deployer carries. */
export function boundaryArn({ prefix, account }: Pick<Site, "prefix" | "account">): string {
  return `arn:aws:iam::${account}:policy/${accessPolicyName({ prefix }, "boundary")}`;
}

/** Name of a policy of people and pipelines. The deployer must not touch what begins with `lms-<environment>-access-`. */
export function accessPolicyName({ prefix }: Pick<Site, "prefix">, policy: string): string {
  return `${prefix}-access-${policy}`;
}

/** Name of a bucket, unique in all of AWS by the account in it: `lms-prod-media-333333333333`. */
export function bucketName({ prefix, account }: Pick<Site, "prefix" | "account">, purpose: BucketPurpose): string {
  return `${prefix}-${purpose}-${account}`;
}

/** Name of a bucket's replica in another region: `lms-prod-media-333333333333-eu-west-1`. */
export function replicaName(name: string, region: string): string {
  return `${name}-${region}`;
}

/** Name of a queue: `lms-<environment>-<service>-<queue>`, after the service that consumes it. */
export function queueName({ prefix }: Pick<Site, "prefix">, service: string, queue: string): string {
  return `${prefix}-${service}-${queue}`;
}

/** Name of a secret: `lms/<environment>/<service>/<secret>`. */
export function secretName({ path }: Pick<Site, "path">, service: string, secret: string): string {
  return `${path}/${service}/${secret}`;
}

/** Name of the SecureString parameter with the URL of PagerDuty's integration, which people put. */
export function pagerDutyUrlParameter({ path }: Pick<Site, "path">): string {
  return `/${path}/pagerduty-integration-url`;
}

/** Name of a parameter in which the home region's root tells that of the recovery region what it builds on. */
export function handoverParameter({ path }: Pick<Site, "path">, what: "platform" | "origin-verify" | "*"): string {
  return `/${path}/recovery/${what}`;
}

/** ARN of a topic of the environment, for whoever names it without creating it. */
export function topicArn({ account, region }: Pick<Site, "account" | "region">, name: string): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}

/** Name of the topic to which Prometheus shows that it lives. */
export function heartbeatTopic({ prefix }: Pick<Site, "prefix">): string {
  return `${prefix}-heartbeat`;
}

/** Name of the log group of a namespace's containers, the only kind that Fluent Bit writes to. */
export function workloadLogGroup(clusterName: string, namespace: string): string {
  return `/aws/eks/${clusterName}/workloads/${namespace}`;
}

/** Name of the log group of a cluster's measurements, the only one that Container Insights writes to. */
export function insightsLogGroup(clusterName: string): string {
  return `/aws/containerinsights/${clusterName}/performance`;
}
