import type { Refusals } from "../refusal";

/** Networks, load balancers, clusters and their machines, functions. */
export const NETWORK_AND_COMPUTE: Refusals = {
  aws_autoscaling_group_tag: [
    ["model", "autoscaling CreateOrUpdateTags", "keys of more than 128 characters, values of more than 256"],
  ],
  aws_default_security_group: [
    [
      "rule",
      "ec2 AuthorizeSecurityGroupEgress",
      "more than 60 rules in a direction",
      "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    ],
  ],
  aws_eip: [
    [
      "rule",
      "ec2 AllocateAddress",
      "more than 5 in a region, unless more was asked for",
      "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    ],
  ],
  aws_eks_access_entry: [
    ["handler", "eks CreateAccessEntry", "principals that have one already; types that do not exist"],
  ],
  aws_eks_access_policy_association: [
    ["handler", "eks AssociateAccessPolicy", "ARNs that are none of an access policy; principals without an entry"],
  ],
  aws_eks_addon: [
    ["handler", "eks CreateAddon", "add-ons that do not exist, versions that cannot be; one that is there already"],
  ],
  aws_eks_cluster: [
    [
      "model",
      "eks CreateCluster",
      "names that cannot be, of more than 100 characters; more than 1 encryption configuration",
    ],
    [
      "rule",
      "eks CreateCluster",
      "zones without EKS, one zone, two VPCs; private and IPv6 blocks, or more than 40, for the public endpoint",
      "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
    ],
    [
      "rule",
      "eks UpdateClusterConfig",
      "other zones than those that it was made in, another VPC; the same blocks",
      "https://github.com/aws/containers-roadmap/issues/2258",
    ],
    ["handler", "eks UpdateClusterVersion", "a version that is not the next one"],
    ["handler", "eks DeleteCluster", "deletion while it has node groups, or is protected"],
  ],
  aws_eks_node_group: [
    ["model", "eks CreateNodegroup", "capacities, AMI types and effects of taints that do not exist; sizes below 0"],
    [
      "rule",
      "eks CreateNodegroup",
      "instance types that do not exist, or not for the AMI; volumes smaller than the AMI's; more vCPUs than the account may have",
      "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html",
    ],
    [
      "rule",
      "eks UpdateNodegroupConfig",
      "more vCPUs than the account may have",
      "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-limits.html",
    ],
    [
      "handler",
      "eks UpdateNodegroupConfig",
      "a minimum above the desired size, as it is then",
      "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3306",
    ],
  ],
  aws_eks_pod_identity_association: [
    ["handler", "eks CreatePodIdentityAssociation", "a service account that has one already"],
  ],
  aws_flow_log: [["model", "ec2 CreateFlowLogs", "kinds of traffic, destinations and formats that do not exist"]],
  aws_internet_gateway: [["rule", "ec2 DetachInternetGateway", "a VPC that has public addresses"]],
  aws_lambda_event_source_mapping: [
    [
      "model",
      "lambda CreateEventSourceMapping",
      "batches of more than 10,000, a concurrency of less than 2 or more than 1,000",
    ],
    [
      "rule",
      "lambda CreateEventSourceMapping",
      "queues that hide a message for less time than the function may take",
      "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    ],
  ],
  aws_lambda_function: [
    [
      "model",
      "lambda CreateFunction",
      "names of more than 140 characters; runtimes that do not exist; memory of less than 128 MB",
    ],
    [
      "rule",
      "lambda PutFunctionConcurrency",
      "reservations that leave less than 100 of the account's executions",
      "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    ],
  ],
  aws_lambda_function_event_invoke_config: [
    [
      "model",
      "lambda PutFunctionEventInvokeConfig",
      "more than 2 retries; an age of less than 60 seconds or more than 6 hours",
    ],
  ],
  aws_lambda_permission: [["model", "lambda AddPermission", "actions and ids of statements that cannot be"]],
  aws_launch_template: [
    [
      "model",
      "ec2 CreateLaunchTemplate",
      "names of less than 3 or more than 128 characters; volume types that do not exist",
    ],
  ],
  aws_lb: [
    ["model", "elasticloadbalancing CreateLoadBalancer", "schemes, types and keys of tags that cannot be"],
    ["rule", "elasticloadbalancing CreateLoadBalancer", "subnets in one zone; names of more than 32 characters"],
    ["rule", "elasticloadbalancing SetSubnets", "a change of the VPC"],
    ["rule", "elasticloadbalancing DeleteLoadBalancer", "deletion while it is protected"],
  ],
  aws_lb_listener: [
    [
      "model",
      "elasticloadbalancing CreateListener",
      "ports below 1 or above 65,535; protocols and types of actions that do not exist",
    ],
  ],
  aws_lb_listener_rule: [
    ["model", "elasticloadbalancing CreateRule", "priorities below 1 or above 50,000"],
    ["moto", "elasticloadbalancing CreateRule", "priorities that are taken"],
    [
      "rule",
      "elasticloadbalancing CreateRule",
      "more than 100 rules; more than 5 values in the conditions of one",
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html",
    ],
  ],
  aws_lb_target_group: [
    [
      "model",
      "elasticloadbalancing CreateTargetGroup",
      "intervals of less than 5 or more than 300 seconds; ports that cannot be",
    ],
    ["moto", "elasticloadbalancing CreateTargetGroup", "names of more than 32 characters"],
    ["moto", "elasticloadbalancing DeleteTargetGroup", "deletion while a listener uses it"],
  ],
  aws_nat_gateway: [
    ["moto", "ec2 CreateNatGateway", "subnets and addresses that do not exist"],
    [
      "rule",
      "ec2 CreateNatGateway",
      "more than 5 in a zone",
      "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    ],
  ],
  aws_network_acl: [["moto", "ec2 DeleteNetworkAcl", "deletion while a subnet has it"]],
  aws_network_acl_rule: [["moto", "ec2 CreateNetworkAclEntry", "rule numbers that are taken"]],
  aws_route: [["moto", "ec2 CreateRoute", "route tables and gateways that do not exist; a block that has a route"]],
  aws_route_table: [["moto", "ec2 DeleteRouteTable", "deletion while a subnet has it"]],
  aws_route_table_association: [["moto", "ec2 AssociateRouteTable", "tables and subnets that do not exist"]],
  aws_security_group: [
    ["moto", "ec2 CreateSecurityGroup", "names that the VPC has already"],
    ["rule", "ec2 DeleteSecurityGroup", "deletion while another group names it, or something has it"],
  ],
  aws_subnet: [
    ["moto", "ec2 CreateSubnet", "blocks outside of the VPC's, that meet another one; zones that do not exist"],
    ["rule", "ec2 CreateSubnet", "blocks that are not from /16 to /28"],
    [
      "rule",
      "ec2 DeleteSubnet",
      "deletion while a gateway, an endpoint, a load balancer, a database, a cache or a cluster is in it",
    ],
  ],
  aws_vpc: [
    ["moto", "ec2 CreateVpc", "blocks that are not from /16 to /28"],
    [
      "rule",
      "ec2 CreateVpc",
      "more than 5 in a region; more than 50 tags",
      "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    ],
    [
      "rule",
      "ec2 CreateTags",
      "more than 50 tags",
      "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions",
    ],
    ["moto", "ec2 DeleteVpc", "deletion while it has subnets or route tables"],
    ["rule", "ec2 DeleteVpc", "deletion while it has security groups or an internet gateway"],
  ],
  aws_vpc_endpoint: [
    ["model", "ec2 CreateVpcEndpoint", "types that do not exist"],
    ["nobody", "ec2 CreateVpcEndpoint", "services that a zone does not have"],
  ],
  aws_vpc_security_group_egress_rule: [
    [
      "rule",
      "ec2 AuthorizeSecurityGroupEgress",
      "more than 60 rules, a prefix list counted by its entries",
      "https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html",
    ],
  ],
  aws_vpc_security_group_ingress_rule: [
    [
      "rule",
      "ec2 AuthorizeSecurityGroupIngress",
      "more than 60 rules, a prefix list counted by its entries",
      "https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html",
    ],
  ],
};
