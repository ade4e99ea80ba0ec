import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { contractFile, parseContract } from "../../scripts/contract/contract-file";
import { PROJECT } from "../../scripts/synth";
import { root } from "../support/synthesized";

interface Origin {
  readonly origin_id: string;
  readonly connection_attempts: number;
  readonly connection_timeout: number;
  readonly custom_origin_config?: { readonly origin_keepalive_timeout: number; readonly origin_read_timeout: number };
}

/** The rows of the table in gitops/README.md: the number in the second column by the text in the first. */
function documented(): Record<string, number> {
  const [, table = ""] = readFileSync(join(PROJECT, "gitops/README.md"), "utf8").split("## Time limits\n");
  return Object.fromEntries(
    [...table.matchAll(/^\| ([^|]+?) +\| (\d+) s +\|/gm)].map(([, what, s]) => [what, Number(s)]),
  );
}

describe.each(ENVIRONMENTS.map(({ name }) => name))("the time limits of %s", (environment) => {
  const platform = root(`${environment}-platform`);
  const { distribution_distribution: distribution } = platform.resources("aws_cloudfront_distribution");
  const origins = distribution?.origin as readonly Origin[];
  const toLoadBalancer = origins.find(({ origin_id }) => origin_id === "load-balancer")?.custom_origin_config;
  const idle = platform.resources("aws_lb").load_balancer_load_balancer?.idle_timeout as number;
  const text = readFileSync(join(PROJECT, contractFile(environment)), "utf8");
  const { timeouts } = parseContract(text);

  it("grow from CloudFront to the pods, so that none sends into a connection that the next one closes", () => {
    expect(toLoadBalancer?.origin_keepalive_timeout).toBeLessThan(idle);
    expect(toLoadBalancer?.origin_read_timeout).toBeLessThan(idle);
    expect(idle).toBeLessThan(timeouts.keepAliveSeconds);
  });

  it("bring the maintenance page in seconds: the load balancer is given up, and then the first bucket", () => {
    for (const { connection_attempts, connection_timeout } of origins) {
      expect(connection_attempts * connection_timeout).toBeLessThanOrEqual(6);
    }
  });

  it("leave a pod that stops the time for a request", () => {
    const delays = Object.values(platform.attribute("aws_lb_target_group", "deregistration_delay"));
    expect(Math.min(...delays.map(Number))).toBeGreaterThanOrEqual(toLoadBalancer?.origin_read_timeout ?? 0);
  });

  it("are those of the table that services are told", () => {
    expect(documented()).toEqual({
      "CloudFront connects to the load balancer or a bucket": 6,
      "CloudFront waits for an answer to begin, and for each part of it": toLoadBalancer?.origin_read_timeout,
      "CloudFront keeps an idle connection": toLoadBalancer?.origin_keepalive_timeout,
      "The load balancer keeps a silent connection, a WebSocket's too": idle,
      "A service keeps an idle connection, at least": timeouts.keepAliveSeconds,
      "A pod that stops ends its requests": 120,
    });
    expect(timeouts.answerSeconds).toBe(toLoadBalancer?.origin_read_timeout);
  });
});
