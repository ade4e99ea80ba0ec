import { describe, expect, it } from "vitest";
import { Account, type Values } from "../../../sandbox/at-work/delivery";
import { copyOfMaintenancePage } from "../../../sandbox/drill/data";

const COPY = "lms-prod-static-assets-333333333333-eu-west-1.s3.eu-west-1.amazonaws.com";

/** A distribution whose error page is of some path. */
const distribution = (page: string, members: readonly string[]): Values => ({
  custom_error_response: [{ error_code: 403 }, { error_code: 504, response_page_path: page }],
  ordered_cache_behavior: [
    { path_pattern: "/static/*", target_origin_id: "load-balancer" },
    { path_pattern: "/maintenance/*", target_origin_id: "failover" },
  ],
  origin_group: [{ origin_id: "failover", member: members.map((origin_id) => ({ origin_id })) }],
  origin: [
    { origin_id: "load-balancer", domain_name: "origin.lms.example.com" },
    { origin_id: "assets", domain_name: "lms-prod-static-assets-333333333333.s3.us-east-1.amazonaws.com" },
    { origin_id: "assets-replica", domain_name: COPY },
  ],
});
const accountOf = (...all: Values[]) =>
  new Account(
    "333333333333",
    "eu-west-1",
    all.map((values) => ({ type: "aws_cloudfront_distribution", values })),
  );

describe("the maintenance page", () => {
  it("is found in the bucket of the second region", () => {
    const content = distribution("", []);
    const site = distribution("/maintenance/index.html", ["assets", "assets-replica"]);
    expect(copyOfMaintenancePage(accountOf(content, site), "eu-west-1")).toBe(COPY);
  });

  it.each([
    ["it has no copy there", distribution("/maintenance/index.html", ["assets"])],
    ["it comes from the load balancer", distribution("/static/maintenance.html", ["assets", "assets-replica"])],
    ["there is none", distribution("", ["assets", "assets-replica"])],
  ])("is missed where %s", (_, site) => {
    expect(() => copyOfMaintenancePage(accountOf(site), "eu-west-1")).toThrow(
      "the maintenance page must come from a bucket in eu-west-1, too, got none",
    );
  });
});
