import { at, type Edit, nodeGroup, remove } from "./edit";

/** Edits that interrupt something. */
export const OUTAGE_EDITS: Readonly<Record<string, Edit>> = {
  "network-cidr": {
    about: "the VPC gets other addresses: one edited line",
    settings: (environment) => {
      environment.network.cidr = "10.9.0.0/16";
    },
    says: [
      "aws_vpc.network_vpc: REPLACED",
      "cidr_block forces it: 10.2.0.0/16 -> 10.9.0.0/16",
      "-> 45 others follow",
      "3 aws_eks_node_group",
      "aws_vpc.network_vpc -> 77 others follow",
    ],
  },
  "network-cidr-of-prod": {
    environment: "prod",
    about: "prod's VPC gets other addresses",
    settings: (environment) => {
      environment.network.cidr = "10.9.0.0/16";
    },
    says: [
      "REFUSED: prod-platform: a loss must have an override, got no override for aws_vpc.network_vpc",
      "Who approves must name: outage",
      "-> 59 others follow",
    ],
  },
  "zone-added": {
    about: "the environment gets a fourth zone",
    settings: (environment) => {
      environment.network.zones.push("us-east-1d");
    },
    says: [
      "nodes roll: nodes_compute, nodes_general, nodes_memory",
      "subnet_ids comes from aws_subnet.network_private_app_us_east_1d",
    ],
  },
  "nat-other-zones": {
    environment: "prod",
    about: "one NAT gateway instead of three",
    settings: (environment) => {
      environment.network.natGateways = "one";
    },
    says: [
      "2 aws_nat_gateway (network_nat_us_east_1b, network_nat_us_east_1c): removed: connections to the internet break",
      "2 aws_eip (network_nat_us_east_1b_address, network_nat_us_east_1c_address): removed: the public address is given up",
    ],
  },
  "node-disks": {
    about: "the general nodes get larger disks",
    settings: (environment) => {
      nodeGroup(environment, "general").diskGib = 100;
    },
    says: ["aws_eks_node_group.nodes_general: its nodes are rolled", "+$4.00 at least, +$16 at most"],
  },
  "node-types": {
    about: "the general nodes become larger",
    settings: (environment) => {
      nodeGroup(environment, "general").instanceTypes = ["t3.xlarge"];
    },
    says: ["ALL its nodes are replaced", "instance_types[0] forces it: t3.large -> t3.xlarge"],
  },
  "node-capacity": {
    about: "the compute nodes leave the spot market",
    settings: (environment) => {
      nodeGroup(environment, "compute").capacity = "on-demand";
    },
    says: ["ALL its nodes are replaced", "capacity_type forces it: SPOT -> ON_DEMAND"],
  },
  "node-most": {
    environment: "prod",
    about: "more nodes are allowed",
    settings: (environment) => {
      nodeGroup(environment, "general").maxSize = 15;
    },
    says: ["interrupts: nothing", "+$0 at least, +$206 at most"],
  },
  "node-most-lower": {
    environment: "prod",
    about: "fewer nodes are allowed than run",
    configuration: (root) => {
      at(root, "aws_eks_node_group.nodes_general").scaling_config = { min_size: 1, desired_size: 2, max_size: 2 };
    },
    says: ["nodes beyond the new maximum, or the new size, end"],
  },
  "node-least": {
    environment: "prod",
    about: "more nodes are demanded",
    settings: (environment) => {
      Object.assign(nodeGroup(environment, "general"), { minSize: 6, desiredSize: 6 });
    },
    says: ["interrupts: nothing", "+$206 at least"],
  },
  "node-release": {
    about: "the nodes get a newer image",
    configuration: ({ resource }) => {
      for (const group of Object.values(resource.aws_eks_node_group ?? {})) group.release_version = "1.35.9-20261105";
    },
    says: ["nodes roll: nodes_compute, nodes_general, nodes_memory"],
  },
  "cost-center": {
    about: "the cost center gets another name",
    settings: (environment) => {
      environment.costCenter = "lms-development";
    },
    says: [
      "nodes roll: nodes_compute, nodes_general, nodes_memory",
      "resources of 61 types",
      'only tags change: CostCenter: "lms-dev" -> "lms-development"',
      "opens access: no",
    ],
  },
  "kubernetes-version": {
    about: "Kubernetes gets the next version",
    configuration: ({ resource }) => {
      for (const cluster of Object.values(resource.aws_eks_cluster ?? {})) cluster.version = "1.36";
      for (const group of Object.values(resource.aws_eks_node_group ?? {})) {
        Object.assign(group, { version: "1.36", release_version: "1.36.1-20261105" });
      }
    },
    says: ["the control plane is upgraded; it cannot be taken back", "3 aws_eks_node_group"],
  },
  "addon-version": {
    about: "CoreDNS gets another version",
    configuration: (root) => {
      at(root, "aws_eks_addon.addons_coredns").addon_version = "v1.99.0-eksbuild.1";
    },
    says: ["the add-on's pods restart, some at a time"],
  },
  "aurora-version": {
    about: "Aurora gets the next major version",
    configuration: (root) => {
      at(root, "aws_rds_cluster.database_home_cluster").engine_version = "18";
    },
    says: ["the database is upgraded: it takes no connections meanwhile"],
  },
  "aurora-larger": {
    environment: "prod",
    about: "Aurora's instances become larger",
    settings: (environment) => {
      if (environment.database.capacity.kind === "provisioned")
        environment.database.capacity.instanceClass = "db.r7g.4xlarge";
    },
    says: [
      "5 aws_rds_cluster_instance",
      "the writer fails over first",
      "no price is known of 2 db.r7g.4xlarge in eu-west-1",
    ],
  },
  "aurora-parameter": {
    about: "Aurora loads another library, which takes a reboot",
    configuration: (root) => {
      for (const parameter of at(root, "aws_rds_cluster_parameter_group.database_home_parameters_cluster").parameter) {
        if (parameter.name === "shared_preload_libraries") parameter.value = "pg_stat_statements,pg_cron";
      }
    },
    says: ["takes effect at the next reboot of the instances, which is by hand"],
  },
  "redis-larger": {
    environment: "prod",
    about: "the store of sessions becomes larger",
    settings: (environment) => {
      environment.cache.sessions.nodeType = "cache.r7g.xlarge";
    },
    says: ["Redis moves to other nodes while it answers", "+$477 a month"],
  },
  "redis-fewer": {
    environment: "prod",
    about: "the store of sessions loses a replica",
    settings: (environment) => {
      environment.cache.sessions.replicas = 1;
    },
    says: ["a replica less can take over", "-$160 a month"],
  },
  "redis-parameter": {
    about: "the cache evicts otherwise",
    configuration: (root) => {
      const group = at(root, "aws_elasticache_parameter_group.redis_cache_parameters");
      for (const parameter of [group.parameter].flat())
        if (parameter.name === "maxmemory-policy") parameter.value = "noeviction";
    },
    says: ['parameter[0].value: "allkeys-lru" -> "noeviction"'],
  },
  "rule-removed": {
    about: "the nodes may not reach Aurora any more",
    configuration: (root) =>
      remove(root, "aws_vpc_security_group_ingress_rule.database_home_postgresql_from_workloads_5432"),
    says: ["no longer lets through tcp 5432 from aws_security_group.network_security_groups_workloads"],
  },
  "route-removed": {
    about: "a private subnet loses its way to the internet",
    configuration: (root) => remove(root, "aws_route.network_private_app_us_east_1a_to_internet"),
    says: ["removed: traffic that takes it stops"],
  },
  "endpoint-removed": {
    environment: "prod",
    about: "an interface endpoint is given up",
    settings: (environment) => {
      environment.network.interfaceEndpoints = environment.network.interfaceEndpoints.filter((name) => name !== "sts");
    },
    says: ["calls of its service take the NAT gateways", "-$22 a month"],
  },
  "target-port": {
    about: "a service listens on another port",
    configuration: (root) => {
      at(root, "aws_lb_target_group.load_balancer_targets_courses").port = 9090;
    },
    says: ["its service gets no requests until its pods are registered anew (port forces it: 8080 -> 9090)"],
  },
  "listener-removed": {
    about: "the load balancer's listener for HTTP is given up",
    configuration: (root) => remove(root, "aws_lb_listener.load_balancer_http"),
    says: ["nothing is answered on its port"],
  },
  "record-removed": {
    about: "the site's name leaves the zone",
    configuration: (root) => remove(root, "aws_route53_record.dns_site_default_a"),
    says: ["its name leads nowhere"],
  },
  "distribution-changed": {
    about: "the site is served from all of the world",
    settings: (environment) => {
      environment.distribution.priceClass = "PriceClass_All";
    },
    says: ['price_class: "PriceClass_100" -> "PriceClass_All"'],
  },
  "function-memory": {
    about: "a function gets more memory",
    configuration: (root) => {
      at(root, "aws_lambda_function.video_functions_submit_function").memory_size = 1024;
    },
    says: ["memory_size: 256 -> 1024"],
  },
};
