import { at, type Edit } from "./edit";

/** Edits that cost or save money. */
export const COST_EDITS: Readonly<Record<string, Edit>> = {
  "aurora-capacity": {
    about: "Aurora may grow to 64 ACU",
    settings: (environment) => {
      if (environment.database.capacity.kind === "serverless") environment.database.capacity.maxCapacityAcu = 64;
    },
    says: ["+$0 at least, +$5,431 at most a month (Aurora capacity unit)"],
  },
  "aurora-provisioned": {
    about: "Aurora gets an instance of fixed size",
    configuration: (root) => {
      at(root, "aws_rds_cluster_instance.database_home_us_east_1a").instance_class = "db.r7g.4xlarge";
    },
    says: ["the instance restarts", "OVER BUDGET", "db.r7g.4xlarge"],
  },
  "endpoints-added": {
    about: "three interface endpoints more",
    settings: (environment) => {
      environment.network.interfaceEndpoints = ["ecr.api", "ecr.dkr", "sts"];
    },
    says: ["3 aws_vpc_endpoint", "+$22 a month"],
  },
  "nat-per-zone": {
    about: "a NAT gateway in each zone",
    settings: (environment) => {
      environment.network.natGateways = "one-per-zone";
    },
    says: ["2 aws_nat_gateway", "+$33 a month"],
  },
  "budget-below": {
    about: "the budget is lower than what the environment costs",
    settings: (environment) => {
      environment.monitoring.budget.monthlyUsd = 200;
    },
    says: ["REFUSED: dev-platform: the fixed cost must be within the budget of $200 a month", "OVER BUDGET"],
  },
  "unknown-price": {
    about: "an instance whose price no table knows",
    settings: (environment) => {
      environment.cache.cache = { nodeType: "cache.m7g.large", replicas: 0, logins: ["iam-token"] };
    },
    configuration: (root) => {
      at(root, "aws_elasticache_replication_group.redis_cache_group").node_type = "cache.c7gn.16xlarge";
    },
    says: ["no price is known of 1 cache.c7gn.16xlarge in us-east-1", "1 without a known price"],
  },
  "readers-more": {
    environment: "prod",
    about: "Aurora may have more readers",
    settings: (environment) => {
      const { capacity } = environment.database;
      if (capacity.kind === "provisioned" && capacity.readerScaling !== "none") capacity.readerScaling.maxReaders = 10;
    },
    says: ["+$0 at least, +$3,230 at most a month (db.r7g.2xlarge)"],
  },
};
