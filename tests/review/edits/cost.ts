import { at, type Edit } from "./edit";

/** Edits that cost or save money. */
export const COST_EDITS: Readonly<Record<string, Edit>> = {
  "aurora-capacity": {
    about: "Aurora may grow to 64 ACU",
    settings: (environment) => {
      if (environment.database.capacity.kind === "serverless") environment.database.capacity.maxCapacityAcu = 64;
    },
    says: [],
  },
  "aurora-provisioned": {
    about: "Aurora gets an instance of fixed size",
    configuration: (root) => {
      at(root, "aws_rds_cluster_instance.database_home_us_east_1a").instance_class = "db.r7g.4xlarge";
    },
    says: [],
  },
  "endpoints-added": {
    about: "three interface endpoints more",
    settings: (environment) => {
      environment.network.interfaceEndpoints = ["ecr.api", "ecr.dkr", "sts"];
    },
    says: [],
  },
  "nat-per-zone": {
    about: "a NAT gateway in each zone",
    settings: (environment) => {
      environment.network.natGateways = "one-per-zone";
    },
    says: [],
  },
  "budget-below": {
    about: "the budget is lower than what the environment costs",
    settings: (environment) => {
      environment.monitoring.budget.monthlyUsd = 200;
    },
    says: [],
  },
  "unknown-price": {
    about: "an instance whose price no table knows",
    settings: (environment) => {
      environment.cache.cache.nodeType = "cache.m7g.large";
    },
    configuration: (root) => {
      at(root, "aws_elasticache_replication_group.redis_cache_group").node_type = "cache.c7gn.16xlarge";
    },
    says: [],
  },
  "readers-more": {
    environment: "prod",
    about: "Aurora may have more readers",
    settings: (environment) => {
      const { capacity } = environment.database;
      if (capacity.kind === "provisioned" && capacity.readerScaling !== "none") capacity.readerScaling.maxReaders = 10;
    },
    says: [],
  },
};
