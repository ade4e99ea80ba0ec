import { at, type Edit, nodeGroup, remove } from "./edit";

/** Edits that interrupt something. */
export const OUTAGE_EDITS: Readonly<Record<string, Edit>> = {
  "network-cidr": {
    about: "the VPC gets other addresses: one edited line",
    settings: (environment) => {
      environment.network.cidr = "10.9.0.0/16";
    },
    says: [],
  },
  "network-cidr-of-prod": {
    environment: "prod",
    about: "prod's VPC gets other addresses",
    settings: (environment) => {
      environment.network.cidr = "10.9.0.0/16";
    },
    says: [],
  },
  "zone-added": {
    about: "the environment gets a fourth zone",
    settings: (environment) => {
      environment.network.zones.push("us-east-1d");
    },
    says: [],
  },
  "nat-other-zones": {
    environment: "prod",
    about: "one NAT gateway instead of three",
    settings: (environment) => {
      environment.network.natGateways = "one";
    },
    says: [],
  },
  "node-disks": {
    about: "the general nodes get larger disks",
    settings: (environment) => {
      nodeGroup(environment, "general").diskGib = 100;
    },
    says: [],
  },
  "node-types": {
    about: "the general nodes become larger",
    settings: (environment) => {
      nodeGroup(environment, "general").instanceTypes = ["t3.xlarge"];
    },
    says: [],
  },
  "node-capacity": {
    about: "the compute nodes leave the spot market",
    settings: (environment) => {
      nodeGroup(environment, "compute").capacity = "on-demand";
    },
    says: [],
  },
  "node-most": {
    environment: "prod",
    about: "more nodes are allowed",
    settings: (environment) => {
      nodeGroup(environment, "general").maxSize = 15;
    },
    says: [],
  },
  "node-least": {
    environment: "prod",
    about: "more nodes are demanded",
    settings: (environment) => {
      Object.assign(nodeGroup(environment, "general"), { minSize: 6, desiredSize: 6 });
    },
    says: [],
  },
  "node-release": {
    about: "the nodes get a newer image",
    configuration: ({ resource }) => {
      for (const group of Object.values(resource.aws_eks_node_group ?? {})) group.release_version = "1.35.9-20261105";
    },
    says: [],
  },
  "cost-center": {
    about: "the cost center gets another name",
    settings: (environment) => {
      environment.costCenter = "lms-development";
    },
    says: [],
  },
  "kubernetes-version": {
    about: "Kubernetes gets the next version",
    configuration: ({ resource }) => {
      for (const cluster of Object.values(resource.aws_eks_cluster ?? {})) cluster.version = "1.36";
      for (const group of Object.values(resource.aws_eks_node_group ?? {})) {
        Object.assign(group, { version: "1.36", release_version: "1.36.1-20261105" });
      }
    },
    says: [],
  },
  "addon-version": {
    about: "CoreDNS gets another version",
    configuration: (root) => {
      at(root, "aws_eks_addon.addons_coredns").addon_version = "v1.99.0-eksbuild.1";
    },
    says: [],
  },
  "aurora-version": {
    about: "Aurora gets the next major version",
    configuration: (root) => {
      at(root, "aws_rds_cluster.database_home_cluster").engine_version = "18";
    },
    says: [],
  },
  "aurora-larger": {
    environment: "prod",
    about: "Aurora's instances become larger",
    settings: (environment) => {
      if (environment.database.capacity.kind === "provisioned")
        environment.database.capacity.instanceClass = "db.r7g.4xlarge";
    },
    says: [],
  },
  "aurora-parameter": {
    about: "Aurora loads another library, which takes a reboot",
    configuration: (root) => {
      for (const parameter of at(root, "aws_rds_cluster_parameter_group.database_home_parameters_cluster").parameter) {
        if (parameter.name === "shared_preload_libraries") parameter.value = "pg_stat_statements,pg_cron";
      }
    },
    says: [],
  },
  "redis-larger": {
    environment: "prod",
    about: "the store of sessions becomes larger",
    settings: (environment) => {
      environment.cache.sessions.nodeType = "cache.r7g.xlarge";
    },
    says: [],
  },
  "redis-fewer": {
    environment: "prod",
    about: "the store of sessions loses a replica",
    settings: (environment) => {
      environment.cache.sessions.replicas = 1;
    },
    says: [],
  },
  "redis-parameter": {
    about: "the cache evicts otherwise",
    configuration: (root) => {
      const group = at(root, "aws_elasticache_parameter_group.redis_cache_parameters");
      for (const parameter of [group.parameter].flat())
        if (parameter.name === "maxmemory-policy") parameter.value = "noeviction";
    },
    says: [],
  },
  "rule-removed": {
    about: "the nodes may not reach Aurora any more",
    configuration: (root) =>
      remove(root, "aws_vpc_security_group_ingress_rule.database_home_postgresql_from_workloads_5432"),
    says: [],
  },
  "route-removed": {
    about: "a private subnet loses its way to the internet",
    configuration: (root) => remove(root, "aws_route.network_private_app_us_east_1a_to_internet"),
    says: [],
  },
  "endpoint-removed": {
    environment: "prod",
    about: "an interface endpoint is given up",
    settings: (environment) => {
      environment.network.interfaceEndpoints = environment.network.interfaceEndpoints.filter((name) => name !== "sts");
    },
    says: [],
  },
  "target-port": {
    about: "a service listens on another port",
    configuration: (root) => {
      at(root, "aws_lb_target_group.load_balancer_targets_courses").port = 9090;
    },
    says: [],
  },
  "listener-removed": {
    about: "the load balancer's listener for HTTP is given up",
    configuration: (root) => remove(root, "aws_lb_listener.load_balancer_http"),
    says: [],
  },
  "record-removed": {
    about: "the site's name leaves the zone",
    configuration: (root) => remove(root, "aws_route53_record.dns_site_default_a"),
    says: [],
  },
  "distribution-changed": {
    about: "the site is served from all of the world",
    settings: (environment) => {
      environment.distribution.priceClass = "PriceClass_All";
    },
    says: [],
  },
  "function-memory": {
    about: "a function gets more memory",
    configuration: (root) => {
      at(root, "aws_lambda_function.video_functions_submit_function").memory_size = 1024;
    },
    says: [],
  },
};
