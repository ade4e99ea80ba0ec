/** What an account may have of what AWS counts per account and raises on request. */
export interface Account {
  /** vCPUs of running On-Demand instances of the standard families, quota L-1216C47A. */
  readonly onDemandVcpus: number;
  /** vCPUs of Spot instances of the standard families, quota L-34B43A08. */
  readonly spotVcpus: number;
  /** Lambda functions that run at a time, quota L-B99A9384. */
  readonly lambdaExecutions: number;
  /** Elastic IP addresses in a region, quota L-0263D0A3. */
  readonly elasticIps: number;
  /** VPCs in a region, quota L-F678F1CE. */
  readonly vpcs: number;
  /** NAT gateways in a zone, quota L-FE5A380F. */
  readonly natGatewaysPerZone: number;
  /** S3 buckets that other accounts have. */
  readonly takenBuckets: readonly string[];
}

/**
 * The kinds of accounts: one that AWS has just opened, and one for which was asked what README says.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const ACCOUNTS = {
  new: {
    onDemandVcpus: 5,
    spotVcpus: 5,
    lambdaExecutions: 10,
    elasticIps: 5,
    vpcs: 5,
    natGatewaysPerZone: 5,
  },
  prepared: {
    onDemandVcpus: 128,
    spotVcpus: 32,
    lambdaExecutions: 1000,
    elasticIps: 5,
    vpcs: 5,
    natGatewaysPerZone: 5,
  },
} as const satisfies Readonly<Record<string, Omit<Account, "takenBuckets">>>;

/** The name of a kind of account. */
export type AccountKind = keyof typeof ACCOUNTS;
