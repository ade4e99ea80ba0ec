import { entryOf } from "../plan/values";

/** One list price of AWS. */
export interface Price {
  readonly usd: number;
  readonly per: "hour" | "month";
  /** The page with the list price. */
  readonly source: string;
  /** The day of the price list that it was read from. */
  readonly asOf: string;
}

/** Hours that AWS's own calculator takes for a month. */
export const HOURS_PER_MONTH = 730;

/** The regions that have prices; `everywhere` holds what costs the same in all. */
type PriceTable = Readonly<Record<"everywhere" | "us-east-1" | "eu-west-1", Readonly<Record<string, Price>>>>;

const page = (path: string) => `https://aws.amazon.com/${path}/pricing/`;

function hourly(source: string, asOf: string, prices: Readonly<Record<string, number>>): Record<string, Price> {
  return Object.fromEntries(Object.entries(prices).map(([key, usd]) => [key, { usd, per: "hour", source, asOf }]));
}

function monthly(source: string, asOf: string, prices: Readonly<Record<string, number>>): Record<string, Price> {
  return Object.fromEntries(Object.entries(prices).map(([key, usd]) => [key, { usd, per: "month", source, asOf }]));
}

/** On-demand list prices in US dollars, without free tiers, discounts and taxes. What is not here is named as unknown. */
export const PRICES: PriceTable = {
  everywhere: {
    ...hourly(page("eks"), "2026-08-21", { "EKS cluster": 0.1 }),
    ...hourly(page("vpc"), "2026-08-21", { "public IPv4 address": 0.005 }),
    ...monthly(page("kms"), "2026-08-21", { "KMS key": 1 }),
    ...monthly(page("secrets-manager"), "2026-08-21", { secret: 0.4 }),
    ...monthly(page("route53"), "2026-08-21", {
      "hosted zone": 0.5,
      "health check": 0.5,
      "health check's optional feature": 1,
    }),
    ...monthly(page("waf"), "2026-08-21", { "web ACL": 5, "web ACL rule": 1 }),
    ...monthly(page("cloudwatch"), "2026-08-21", {
      "alarm's metric": 0.1,
      "composite alarm": 0.5,
      dashboard: 3,
      "custom metric": 0.3,
    }),
  },
  "us-east-1": {
    ...hourly(page("ec2"), "2026-07-20", {
      "t3.medium": 0.0416,
      "t3.large": 0.0832,
      "t3.xlarge": 0.1664,
      "t3.2xlarge": 0.3328,
      "m6i.large": 0.096,
      "m6i.xlarge": 0.192,
      "m6i.2xlarge": 0.384,
      "c6i.xlarge": 0.17,
      "c6i.2xlarge": 0.34,
      "c6i.4xlarge": 0.68,
      "r6i.large": 0.126,
      "r6i.xlarge": 0.252,
      "r6i.2xlarge": 0.504,
    }),
    ...hourly(page("rds/aurora"), "2026-07-10", {
      "db.r7g.large": 0.276,
      "db.r7g.xlarge": 0.553,
      "db.r7g.2xlarge": 1.106,
      "db.r7g.4xlarge": 2.211,
      "db.r7g.8xlarge": 4.422,
      "Aurora capacity unit": 0.12,
    }),
    ...hourly(page("elasticache"), "2026-10-02", {
      "cache.t4g.micro": 0.016,
      "cache.t4g.small": 0.032,
      "cache.t4g.medium": 0.065,
      "cache.m7g.large": 0.158,
      "cache.r7g.large": 0.219,
      "cache.r7g.xlarge": 0.437,
      "cache.r7g.2xlarge": 0.873,
    }),
    ...hourly(page("vpc"), "2026-08-21", { "NAT gateway": 0.045 }),
    ...hourly(page("privatelink"), "2026-08-21", { "interface endpoint in a zone": 0.01 }),
    ...hourly(page("elasticloadbalancing"), "2026-08-21", { "application load balancer": 0.0225 }),
    ...monthly(page("ebs"), "2026-08-21", { "gp3 GiB": 0.08 }),
  },
  "eu-west-1": {
    ...hourly(page("ec2"), "2026-08-21", { "t3.large": 0.0912 }),
    ...hourly(page("rds/aurora"), "2026-05-31", { "Aurora capacity unit": 0.14, "db.r6g.large": 0.286 }),
    ...hourly(page("vpc"), "2026-08-21", { "NAT gateway": 0.048 }),
    ...hourly(page("privatelink"), "2026-08-21", { "interface endpoint in a zone": 0.011 }),
    ...hourly(page("elasticloadbalancing"), "2026-08-21", { "application load balancer": 0.0252 }),
  },
};

/** The price of something in a region for a month; undefined when no table has it. */
export function monthlyPrice(what: string, region: string): number | undefined {
  const price =
    entryOf(PRICES.everywhere, what) ?? entryOf(entryOf<PriceTable["everywhere"]>(PRICES, region) ?? {}, what);
  return price === undefined ? undefined : price.usd * (price.per === "hour" ? HOURS_PER_MONTH : 1);
}
