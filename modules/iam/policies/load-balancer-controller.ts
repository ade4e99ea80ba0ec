import type { PolicyStatement } from "../../foundation/policy-document";
import type { ClusterScope } from "./scope";

const CLUSTER_TAG = "elbv2.k8s.aws/cluster";

const DESCRIBE_NETWORK = [
  "ec2:DescribeAccountAttributes",
  "ec2:DescribeAddresses",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeCoipPools",
  "ec2:DescribeInstances",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeIpamPools",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "ec2:DescribeVpcPeeringConnections",
  "ec2:DescribeVpcs",
  "ec2:GetCoipPoolUsage",
  "ec2:GetSecurityGroupsForVpc",
];

const DESCRIBE_LOAD_BALANCERS = [
  "elasticloadbalancing:DescribeCapacityReservation",
  "elasticloadbalancing:DescribeListenerAttributes",
  "elasticloadbalancing:DescribeListenerCertificates",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeLoadBalancerAttributes",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeSSLPolicies",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetGroupAttributes",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
  "elasticloadbalancing:DescribeTrustStores",
];

/**
 * Policy of the AWS Load Balancer Controller v3.5.0: the actions of its published policy, held tighter to this account, this region
 * and what carries this cluster's tag, listeners and rules too: the platform's own load balancer is Terraform's. So are web ACLs
 * and Shield, of which it has no right at all.
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json
 */
export function loadBalancerController({ site, clusterName }: ClusterScope): PolicyStatement[] {
  const { account, region } = site;
  const ec2 = (resource: string) => `arn:aws:ec2:${region}:${account}:${resource}`;
  const elb = (resource: string) => `arn:aws:elasticloadbalancing:${region}:${account}:${resource}`;
  const securityGroups = ec2("security-group/*");
  const balancersAndGroups = [elb("loadbalancer/app/*/*"), elb("loadbalancer/net/*/*"), elb("targetgroup/*/*")];
  const listenersAndRules = [
    elb("listener-rule/app/*/*"),
    elb("listener-rule/net/*/*"),
    elb("listener/app/*/*"),
    elb("listener/net/*/*"),
  ];
  const ofCluster = { [`aws:ResourceTag/${CLUSTER_TAG}`]: clusterName };
  const forCluster = { [`aws:RequestTag/${CLUSTER_TAG}`]: clusterName };
  // An update must not move a resource to another cluster: the tag is on the resource and not in the request.
  const tagsOfCluster = { StringEquals: ofCluster, Null: { [`aws:RequestTag/${CLUSTER_TAG}`]: "true" } };
  const allow = (Sid: string, Action: readonly string[], Resource: string | readonly string[]): PolicyStatement => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
  });
  return [
    {
      ...allow(
        "CreateServiceLinkedRole",
        ["iam:CreateServiceLinkedRole"],
        [`arn:aws:iam::${account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*`],
      ),
      Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
    },
    allow("Describe", [...DESCRIBE_NETWORK, ...DESCRIBE_LOAD_BALANCERS], "*"),
    allow("ListCertificates", ["acm:ListCertificates", "iam:ListServerCertificates"], "*"),
    allow(
      "ReadCertificates",
      ["acm:DescribeCertificate", "iam:GetServerCertificate"],
      [`arn:aws:acm:${region}:${account}:certificate/*`, `arn:aws:iam::${account}:server-certificate/*`],
    ),
    allow(
      "ReadUserPoolClients",
      ["cognito-idp:DescribeUserPoolClient"],
      [`arn:aws:cognito-idp:${region}:${account}:userpool/*`],
    ),
    allow("CreateSecurityGroup", ["ec2:CreateSecurityGroup"], [securityGroups, ec2("vpc/*")]),
    {
      ...allow("TagNewSecurityGroup", ["ec2:CreateTags"], [securityGroups]),
      Condition: { StringEquals: { "ec2:CreateAction": "CreateSecurityGroup", ...forCluster } },
    },
    {
      ...allow("TagOwnSecurityGroups", ["ec2:CreateTags", "ec2:DeleteTags"], [securityGroups]),
      Condition: tagsOfCluster,
    },
    {
      // Unlike upstream no other groups: which ports of the nodes are open to the load balancer is Terraform's to say.
      ...allow(
        "ChangeOwnSecurityGroups",
        ["ec2:AuthorizeSecurityGroupIngress", "ec2:DeleteSecurityGroup", "ec2:RevokeSecurityGroupIngress"],
        [securityGroups],
      ),
      Condition: { StringEquals: ofCluster },
    },
    {
      ...allow(
        "CreateLoadBalancers",
        ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
        balancersAndGroups,
      ),
      Condition: { StringEquals: forCluster },
    },
    {
      ...allow("TagNewLoadBalancers", ["elasticloadbalancing:AddTags"], [...balancersAndGroups, ...listenersAndRules]),
      Condition: {
        StringEquals: {
          "elasticloadbalancing:CreateAction": [
            "CreateListener",
            "CreateLoadBalancer",
            "CreateRule",
            "CreateTargetGroup",
          ],
          ...forCluster,
        },
      },
    },
    {
      ...allow(
        "TagOwnLoadBalancers",
        ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
        [...balancersAndGroups, ...listenersAndRules],
      ),
      Condition: tagsOfCluster,
    },
    {
      ...allow(
        "ChangeOwnLoadBalancers",
        [
          "elasticloadbalancing:AddListenerCertificates",
          "elasticloadbalancing:CreateListener",
          "elasticloadbalancing:CreateRule",
          "elasticloadbalancing:DeleteListener",
          "elasticloadbalancing:DeleteLoadBalancer",
          "elasticloadbalancing:DeleteRule",
          "elasticloadbalancing:DeleteTargetGroup",
          "elasticloadbalancing:ModifyCapacityReservation",
          "elasticloadbalancing:ModifyIpPools",
          "elasticloadbalancing:ModifyListener",
          "elasticloadbalancing:ModifyListenerAttributes",
          "elasticloadbalancing:ModifyLoadBalancerAttributes",
          "elasticloadbalancing:ModifyRule",
          "elasticloadbalancing:ModifyTargetGroup",
          "elasticloadbalancing:ModifyTargetGroupAttributes",
          "elasticloadbalancing:RemoveListenerCertificates",
          "elasticloadbalancing:SetIpAddressType",
          "elasticloadbalancing:SetSecurityGroups",
          "elasticloadbalancing:SetSubnets",
        ],
        [...balancersAndGroups, ...listenersAndRules],
      ),
      Condition: { StringEquals: ofCluster },
    },
    // The one change of rules that no tag can be asked of.
    allow("OrderRules", ["elasticloadbalancing:SetRulePriorities"], listenersAndRules),
    allow(
      "RegisterTargets",
      ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      [elb("targetgroup/*/*")],
    ),
  ];
}
