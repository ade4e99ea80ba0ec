/** What an account may have of what AWS counts per account. */
export interface Quotas {
  /** vCPUs of running On-Demand Standard instances, L-1216C47A. */
  readonly onDemandVcpus: number;
  /** vCPUs of Spot requests for Standard instances, L-34B43A08. */
  readonly spotVcpus: number;
  /** Executions of Lambda functions at a time, L-B99A9384. */
  readonly lambdaExecutions: number;
}
