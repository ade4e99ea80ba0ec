import { describe, expect, it } from "vitest";
import { siteOf } from "../../../../modules/foundation/names";
import { loadBalancerController } from "../../../../modules/iam/policies/load-balancer-controller";

const SCOPE = {
  site: siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  clusterName: "lms-prod",
  dataKeyArn: "arn:aws:kms:us-east-1:333333333333:key/data",
  logsKeyArn: "arn:aws:kms:us-east-1:333333333333:key/logs",
  messagesKeyArn: "arn:aws:kms:us-east-1:333333333333:key/messages",
};

/** Every action of docs/install/iam_policy.json of v3.5.0. */
const PUBLISHED = [
  "acm:DescribeCertificate",
  "acm:ListCertificates",
  "cognito-idp:DescribeUserPoolClient",
  "ec2:AuthorizeSecurityGroupIngress",
  "ec2:CreateSecurityGroup",
  "ec2:CreateTags",
  "ec2:DeleteSecurityGroup",
  "ec2:DeleteTags",
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
  "ec2:RevokeSecurityGroupIngress",
  "elasticloadbalancing:AddListenerCertificates",
  "elasticloadbalancing:AddTags",
  "elasticloadbalancing:CreateListener",
  "elasticloadbalancing:CreateLoadBalancer",
  "elasticloadbalancing:CreateRule",
  "elasticloadbalancing:CreateTargetGroup",
  "elasticloadbalancing:DeleteListener",
  "elasticloadbalancing:DeleteLoadBalancer",
  "elasticloadbalancing:DeleteRule",
  "elasticloadbalancing:DeleteTargetGroup",
  "elasticloadbalancing:DeregisterTargets",
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
  "elasticloadbalancing:ModifyCapacityReservation",
  "elasticloadbalancing:ModifyIpPools",
  "elasticloadbalancing:ModifyListener",
  "elasticloadbalancing:ModifyListenerAttributes",
  "elasticloadbalancing:ModifyLoadBalancerAttributes",
  "elasticloadbalancing:ModifyRule",
  "elasticloadbalancing:ModifyTargetGroup",
  "elasticloadbalancing:ModifyTargetGroupAttributes",
  "elasticloadbalancing:RegisterTargets",
  "elasticloadbalancing:RemoveListenerCertificates",
  "elasticloadbalancing:RemoveTags",
  "elasticloadbalancing:SetIpAddressType",
  "elasticloadbalancing:SetRulePriorities",
  "elasticloadbalancing:SetSecurityGroups",
  "elasticloadbalancing:SetSubnets",
  "elasticloadbalancing:SetWebAcl",
  "iam:CreateServiceLinkedRole",
  "iam:GetServerCertificate",
  "iam:ListServerCertificates",
  "shield:CreateProtection",
  "shield:DeleteProtection",
  "shield:DescribeProtection",
  "shield:GetSubscriptionState",
  "waf-regional:AssociateWebACL",
  "waf-regional:DisassociateWebACL",
  "waf-regional:GetWebACL",
  "waf-regional:GetWebACLForResource",
  "wafv2:AssociateWebACL",
  "wafv2:DisassociateWebACL",
  "wafv2:GetWebACL",
  "wafv2:GetWebACLForResource",
];

describe("the AWS Load Balancer Controller", () => {
  const statements = loadBalancerController(SCOPE);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "CreateServiceLinkedRole",
      "Describe",
      "ListCertificatesAndShield",
      "ReadCertificates",
      "ReadUserPoolClients",
      "AttachWebAcl",
      "ShieldProtection",
      "CreateSecurityGroup",
      "TagNewSecurityGroup",
      "TagOwnSecurityGroups",
      "ChangeOwnSecurityGroups",
      "CreateLoadBalancers",
      "TagNewLoadBalancers",
      "TagOwnLoadBalancers",
      "TagListeners",
      "ChangeOwnLoadBalancers",
      "ChangeListeners",
      "RegisterTargets",
    ]);
  });

  it("create service linked role", () => {
    expect(statement("CreateServiceLinkedRole")).toEqual({
      Sid: "CreateServiceLinkedRole",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: ["arn:aws:iam::333333333333:role/aws-service-role/elasticloadbalancing.amazonaws.com/*"],
      Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
    });
  });

  it("describe", () => {
    expect(statement("Describe")).toEqual({
      Sid: "Describe",
      Effect: "Allow",
      Action: [
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
      ],
      Resource: "*",
    });
  });

  it("list certificates and shield", () => {
    expect(statement("ListCertificatesAndShield")).toEqual({
      Sid: "ListCertificatesAndShield",
      Effect: "Allow",
      Action: ["acm:ListCertificates", "iam:ListServerCertificates", "shield:GetSubscriptionState"],
      Resource: "*",
    });
  });

  it("read certificates", () => {
    expect(statement("ReadCertificates")).toEqual({
      Sid: "ReadCertificates",
      Effect: "Allow",
      Action: ["acm:DescribeCertificate", "iam:GetServerCertificate"],
      Resource: ["arn:aws:acm:us-east-1:333333333333:certificate/*", "arn:aws:iam::333333333333:server-certificate/*"],
    });
  });

  it("read user pool clients", () => {
    expect(statement("ReadUserPoolClients")).toEqual({
      Sid: "ReadUserPoolClients",
      Effect: "Allow",
      Action: ["cognito-idp:DescribeUserPoolClient"],
      Resource: ["arn:aws:cognito-idp:us-east-1:333333333333:userpool/*"],
    });
  });

  it("attach web acl", () => {
    expect(statement("AttachWebAcl")).toEqual({
      Sid: "AttachWebAcl",
      Effect: "Allow",
      Action: [
        "waf-regional:AssociateWebACL",
        "waf-regional:DisassociateWebACL",
        "waf-regional:GetWebACL",
        "waf-regional:GetWebACLForResource",
        "wafv2:AssociateWebACL",
        "wafv2:DisassociateWebACL",
        "wafv2:GetWebACL",
        "wafv2:GetWebACLForResource",
      ],
      Resource: [
        "arn:aws:waf-regional:us-east-1:333333333333:webacl/*",
        "arn:aws:wafv2:us-east-1:333333333333:regional/webacl/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/app/*/*",
      ],
    });
  });

  it("shield protection", () => {
    expect(statement("ShieldProtection")).toEqual({
      Sid: "ShieldProtection",
      Effect: "Allow",
      Action: ["shield:CreateProtection", "shield:DeleteProtection", "shield:DescribeProtection"],
      Resource: [
        "arn:aws:shield::333333333333:protection/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/app/*/*",
      ],
    });
  });

  it("create security group", () => {
    expect(statement("CreateSecurityGroup")).toEqual({
      Sid: "CreateSecurityGroup",
      Effect: "Allow",
      Action: ["ec2:CreateSecurityGroup"],
      Resource: ["arn:aws:ec2:us-east-1:333333333333:security-group/*", "arn:aws:ec2:us-east-1:333333333333:vpc/*"],
    });
  });

  it("tag new security group", () => {
    expect(statement("TagNewSecurityGroup")).toEqual({
      Sid: "TagNewSecurityGroup",
      Effect: "Allow",
      Action: ["ec2:CreateTags"],
      Resource: ["arn:aws:ec2:us-east-1:333333333333:security-group/*"],
      Condition: {
        StringEquals: { "ec2:CreateAction": "CreateSecurityGroup", "aws:RequestTag/elbv2.k8s.aws/cluster": "lms-prod" },
      },
    });
  });

  it("tag own security groups", () => {
    expect(statement("TagOwnSecurityGroups")).toEqual({
      Sid: "TagOwnSecurityGroups",
      Effect: "Allow",
      Action: ["ec2:CreateTags", "ec2:DeleteTags"],
      Resource: ["arn:aws:ec2:us-east-1:333333333333:security-group/*"],
      Condition: {
        StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "lms-prod" },
        Null: { "aws:RequestTag/elbv2.k8s.aws/cluster": "true" },
      },
    });
  });

  it("change own security groups", () => {
    expect(statement("ChangeOwnSecurityGroups")).toEqual({
      Sid: "ChangeOwnSecurityGroups",
      Effect: "Allow",
      Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:DeleteSecurityGroup", "ec2:RevokeSecurityGroupIngress"],
      Resource: ["arn:aws:ec2:us-east-1:333333333333:security-group/*"],
      Condition: { StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "lms-prod" } },
    });
  });

  it("create load balancers", () => {
    expect(statement("CreateLoadBalancers")).toEqual({
      Sid: "CreateLoadBalancers",
      Effect: "Allow",
      Action: ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
      Resource: [
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/app/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/net/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:targetgroup/*/*",
      ],
      Condition: { StringEquals: { "aws:RequestTag/elbv2.k8s.aws/cluster": "lms-prod" } },
    });
  });

  it("tag new load balancers", () => {
    expect(statement("TagNewLoadBalancers")).toEqual({
      Sid: "TagNewLoadBalancers",
      Effect: "Allow",
      Action: ["elasticloadbalancing:AddTags"],
      Resource: [
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/app/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/net/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:targetgroup/*/*",
      ],
      Condition: {
        StringEquals: {
          "elasticloadbalancing:CreateAction": ["CreateLoadBalancer", "CreateTargetGroup"],
          "aws:RequestTag/elbv2.k8s.aws/cluster": "lms-prod",
        },
      },
    });
  });

  it("tag own load balancers", () => {
    expect(statement("TagOwnLoadBalancers")).toEqual({
      Sid: "TagOwnLoadBalancers",
      Effect: "Allow",
      Action: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      Resource: [
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/app/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/net/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:targetgroup/*/*",
      ],
      Condition: {
        StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "lms-prod" },
        Null: { "aws:RequestTag/elbv2.k8s.aws/cluster": "true" },
      },
    });
  });

  it("tag listeners", () => {
    expect(statement("TagListeners")).toEqual({
      Sid: "TagListeners",
      Effect: "Allow",
      Action: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      Resource: [
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener-rule/app/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener-rule/net/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener/app/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener/net/*/*",
      ],
    });
  });

  it("change own load balancers", () => {
    expect(statement("ChangeOwnLoadBalancers")).toEqual({
      Sid: "ChangeOwnLoadBalancers",
      Effect: "Allow",
      Action: [
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteTargetGroup",
        "elasticloadbalancing:ModifyCapacityReservation",
        "elasticloadbalancing:ModifyIpPools",
        "elasticloadbalancing:ModifyListenerAttributes",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "elasticloadbalancing:SetIpAddressType",
        "elasticloadbalancing:SetSecurityGroups",
        "elasticloadbalancing:SetSubnets",
      ],
      Resource: [
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/app/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/net/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:targetgroup/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener-rule/app/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener-rule/net/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener/app/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener/net/*/*",
      ],
      Condition: { StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "lms-prod" } },
    });
  });

  it("change listeners", () => {
    expect(statement("ChangeListeners")).toEqual({
      Sid: "ChangeListeners",
      Effect: "Allow",
      Action: [
        "elasticloadbalancing:AddListenerCertificates",
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:CreateRule",
        "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:DeleteRule",
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:ModifyRule",
        "elasticloadbalancing:RemoveListenerCertificates",
        "elasticloadbalancing:SetRulePriorities",
        "elasticloadbalancing:SetWebAcl",
      ],
      Resource: [
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/app/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer/net/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:targetgroup/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener-rule/app/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener-rule/net/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener/app/*/*",
        "arn:aws:elasticloadbalancing:us-east-1:333333333333:listener/net/*/*",
      ],
    });
  });

  it("register targets", () => {
    expect(statement("RegisterTargets")).toEqual({
      Sid: "RegisterTargets",
      Effect: "Allow",
      Action: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      Resource: ["arn:aws:elasticloadbalancing:us-east-1:333333333333:targetgroup/*/*"],
    });
  });
});

it("allows exactly the actions of the published policy", () => {
  const actions = loadBalancerController(SCOPE).flatMap(({ Action }) => Action ?? []);
  expect([...new Set(actions)].sort()).toEqual(PUBLISHED);
});
