/**
 * Time limits in seconds of a request, from CloudFront to a pod. Each part gives up, or closes an idle connection, before
 * the next one behind it: otherwise it would send a request into a connection that is just being closed, which is a 502.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
 */
export const TIME_LIMITS = {
  /** Times that CloudFront tries to connect to an origin. */
  connectAttempts: 2,
  /** Time that CloudFront gives each of them. Then it asks the replica of a bucket, or shows the maintenance page. */
  connect: 3,
  /** Time that CloudFront waits for the first byte of an answer, and for each that follows: the default quota. */
  answer: 60,
  /** Time that CloudFront keeps an idle connection to the load balancer. */
  edgeKeepAlive: 50,
  /** Time for which a connection through the load balancer may be silent; for a WebSocket, between two messages. */
  loadBalancerIdle: 120,
  /** Least time that a service keeps an idle connection of the load balancer. */
  serviceKeepAlive: 130,
  /** Time for which a pod that stops may finish its requests: an upload of a few hundred megabytes. */
  deregistration: 120,
} as const;
