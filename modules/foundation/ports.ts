/** TCP ports of the platform's protocols. */
export const PORTS = {
  https: 443,
  /** Where the pods of the LMS services listen. */
  workload: 8080,
  postgresql: 5432,
  redis: 6379,
  /** The kubelet of a node, and by convention the webhooks of cert-manager, External Secrets and the Prometheus operator. */
  kubelet: 10250,
  /** metrics-server as the EKS add-on runs it. */
  metricsServer: 10251,
  /** The webhook of the AWS Load Balancer Controller. */
  webhook: 9443,
} as const;
