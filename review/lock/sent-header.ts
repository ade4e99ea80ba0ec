import type { LockedConfiguration } from "./stateful";

/**
 * The value of the header by which the load balancer recognizes CloudFront, as the address of what generated it; undefined
 * for a root that has no CloudFront before a load balancer.
 */
export function sentHeaderOf({ resource = {} }: LockedConfiguration): string | undefined {
  return generatorsIn(resource.aws_cloudfront_distribution)[0];
}

/**
 * Finds that the load balancer would refuse CloudFront: it changes at once, and the edge locations send the value of before
 * for minutes.
 * @param sent what CloudFront sends until the apply, as a lock holds it
 */
export function sentHeaderProblems(
  root: string,
  sent: string | undefined,
  configuration: LockedConfiguration,
): string[] {
  const accepted = generatorsIn(configuration.resource?.aws_lb_listener_rule);
  if (sent === undefined || accepted.length === 0 || accepted.includes(sent)) return [];
  return [
    `${root}: the load balancer must still accept ${sent}, which CloudFront sends for minutes after an apply, ` +
      `got ${accepted.join(", ")}; raise edge.originVerifyVersion by one, apply, and then again`,
  ];
}

/** Addresses of the generated values that something refers to. */
function generatorsIn(resources: unknown): string[] {
  const text = JSON.stringify(resources) ?? "";
  return [...new Set(text.match(/terraform_data\.origin_verify_value_\d+/g))];
}
