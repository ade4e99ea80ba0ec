import { REPOSITORY } from "../identities";
import {
  abroad,
  LINKED,
  type Promised,
  READERS,
  role,
  STATE,
  STATE_OBJECT,
  tagged,
  tagging,
  us,
  ZONE,
} from "./request";

const ALB = "aws-load-balancer-controller";
const records = (type: string, name: string) => ({
  "route53:ChangeResourceRecordSetsRecordTypes": [type],
  "route53:ChangeResourceRecordSetsNormalizedRecordNames": [name],
});
const DNS: Promised[] = [
  ...(["TXT", "A", "MX"] as const).map((type): Promised => {
    const who = {
      TXT: ["deployer", "cert-manager", "external-dns"],
      A: ["deployer", "external-dns"],
      MX: ["deployer"],
    };
    return ["route53:ChangeResourceRecordSets", ZONE, who[type], records(type, "_acme-challenge.lms.example.com")];
  }),
  ["route53:ChangeResourceRecordSets", ZONE, ["deployer", "external-dns"], records("TXT", "lms.example.com")],
  [
    ...(["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z2", ["deployer"]] as const),
    records("TXT", "_acme-challenge.lms.example.com"),
  ],
  ["route53:ListResourceRecordSets", ZONE, [...READERS, "cert-manager", "external-dns"]],
  ["route53:ListResourceRecordSets", "arn:aws:route53:::hostedzone/Z2", READERS],
  ["route53:GetChange", "arn:aws:route53:::change/C1", [...READERS, "cert-manager"]],
  ["route53:GetChange", "arn:aws:route53:::another", READERS],
  ["route53:GetHostedZone", ZONE, READERS],
  ["route53:ListHostedZones", "*", [...READERS, "external-dns"]],
];

const SCALING_GROUP = us("autoscaling", "autoScalingGroup:u:autoScalingGroupName/eks-general");
const ENABLED = { "k8s.io/cluster-autoscaler/enabled": "true" };
const OWNED = { "k8s.io/cluster-autoscaler/lms-prod": "owned" };
const VOLUME = us("ec2", "volume/vol-1");
const SNAPSHOT = "arn:aws:ec2:us-east-1::snapshot/snap-1";
const CSI = { "ebs.csi.aws.com/cluster": "true" };
const NODES_AND_VOLUMES: Promised[] = [
  [
    "autoscaling:SetDesiredCapacity",
    SCALING_GROUP,
    ["deployer", "cluster-autoscaler"],
    tagged({ ...ENABLED, ...OWNED }),
  ],
  ["autoscaling:SetDesiredCapacity", SCALING_GROUP, ["deployer"], tagged(ENABLED)],
  ["autoscaling:SetDesiredCapacity", SCALING_GROUP, ["deployer"], tagged(OWNED)],
  [
    ...(["autoscaling:SetDesiredCapacity", SCALING_GROUP.replace("333333333333", "444444444444"), []] as const),
    tagged({ ...ENABLED, ...OWNED }),
  ],
  ["autoscaling:DescribeAutoScalingGroups", "*", [...READERS, "cluster-autoscaler"]],
  ["eks:DescribeNodegroup", us("eks", "nodegroup/lms-prod/general/1"), [...READERS, "cluster-autoscaler"]],
  ["eks:DescribeNodegroup", us("eks", "nodegroup/lms-dev/general/1"), READERS],
  ["ec2:CreateVolume", VOLUME, ["deployer", "ebs-csi"], tagging(CSI)],
  ["ec2:CreateVolume", VOLUME, ["deployer"]],
  ["ec2:CreateVolume", SNAPSHOT, ["deployer", "ebs-csi"], tagged(CSI)],
  ["ec2:CreateVolume", SNAPSHOT, ["deployer"]],
  ["ec2:DeleteVolume", VOLUME, ["deployer", "ebs-csi"], tagged(CSI)],
  ["ec2:DeleteVolume", VOLUME, ["deployer"]],
  ["ec2:AttachVolume", us("ec2", "instance/i-1"), ["deployer", "ebs-csi"], tagged({ "eks:cluster-name": "lms-prod" })],
  ["ec2:AttachVolume", us("ec2", "instance/i-1"), ["deployer"], tagged({ "eks:cluster-name": "lms-dev" })],
  ["ec2:CreateSnapshot", SNAPSHOT, ["deployer", "ebs-csi"], tagging(CSI)],
  ["ec2:CreateSnapshot", SNAPSHOT, ["deployer"]],
  ["ec2:DeleteSnapshot", SNAPSHOT, ["deployer", "ebs-csi"], tagged(CSI)],
  ["ec2:DeleteSnapshot", SNAPSHOT, ["deployer"]],
  ["ec2:CreateTags", VOLUME, ["deployer", "ebs-csi"], { "ec2:CreateAction": "CreateVolume" }],
  ["ec2:CreateTags", VOLUME, ["deployer"], { "ec2:CreateAction": "RunInstances" }],
  ["ec2:CreateTags", VOLUME, ["deployer", "ebs-csi"], { ...tagged(CSI), "aws:TagKeys": ["team"] }],
  ["ec2:CreateTags", VOLUME, ["deployer"], { ...tagged(CSI), "aws:TagKeys": ["ebs.csi.aws.com/cluster"] }],
  ["ec2:CreateTags", VOLUME, ["deployer"], tagged(CSI)],
  ["ec2:CreateTags", VOLUME, ["deployer"], { "aws:TagKeys": ["team"] }],
  ...(
    [
      ["ec2:CreateVolume", tagging(CSI)],
      ["ec2:CreateVolume", tagged(CSI)],
      ["ec2:DeleteVolume", tagged(CSI)],
      ["ec2:AttachVolume", tagged({ "eks:cluster-name": "lms-prod" })],
      ["ec2:CreateSnapshot", tagging(CSI)],
      ["ec2:DeleteSnapshot", tagged(CSI)],
      ["ec2:CreateTags", { "ec2:CreateAction": "CreateVolume" }],
      ["ec2:CreateTags", { ...tagged(CSI), "aws:TagKeys": ["team"] }],
    ] as const
  ).map(([action, context]): Promised => [action, "arn:aws:ec2:us-east-1:444444444444:another", [], context]),
  ["ec2:TerminateInstances", us("ec2", "instance/i-1"), ["deployer"]],
];

const elb = (resource: string) => us("elasticloadbalancing", resource);
const BALANCER = elb("loadbalancer/app/lms/1");
const OF_CLUSTER = { "elbv2.k8s.aws/cluster": "lms-prod" };
const GROUP = us("ec2", "security-group/sg-1");
const creating = (CreateAction: string, service = "elasticloadbalancing") => ({
  [`${service}:CreateAction`]: CreateAction,
  ...tagging(OF_CLUSTER),
});
const both = ["deployer", ALB];
const LOAD_BALANCERS: Promised[] = [
  ["elasticloadbalancing:CreateLoadBalancer", BALANCER, both, tagging(OF_CLUSTER)],
  ["elasticloadbalancing:CreateLoadBalancer", BALANCER, ["deployer"]],
  ["elasticloadbalancing:DeleteLoadBalancer", BALANCER, both, tagged(OF_CLUSTER)],
  ["elasticloadbalancing:DeleteLoadBalancer", BALANCER, ["deployer"], tagged({ "elbv2.k8s.aws/cluster": "lms-dev" })],
  ["elasticloadbalancing:AddTags", BALANCER, both, creating("CreateLoadBalancer")],
  ["elasticloadbalancing:AddTags", elb("listener/app/lms/1/2"), both, creating("CreateListener")],
  ["elasticloadbalancing:AddTags", BALANCER, ["deployer"], creating("CreateTrustStore")],
  [
    ...(["elasticloadbalancing:AddTags", BALANCER, ["deployer"]] as const),
    { "elasticloadbalancing:CreateAction": "CreateLoadBalancer" },
  ],
  ["elasticloadbalancing:AddTags", BALANCER, ["deployer"]],
  ["elasticloadbalancing:AddTags", BALANCER, both, tagged(OF_CLUSTER)],
  ["elasticloadbalancing:AddTags", BALANCER, ["deployer"], { ...tagged(OF_CLUSTER), ...tagging(OF_CLUSTER) }],
  // The listeners and rules of the platform's own load balancer do not carry the cluster's tag.
  ["elasticloadbalancing:AddTags", elb("listener/app/lms/1/2"), ["deployer"]],
  ["elasticloadbalancing:AddTags", elb("listener/app/lms/1/2"), both, tagged(OF_CLUSTER)],
  ...["CreateRule", "DeleteListener", "ModifyListener", "RemoveListenerCertificates"].flatMap((action): Promised[] => [
    [`elasticloadbalancing:${action}`, elb("listener/app/lms/1/2"), ["deployer"]],
    [`elasticloadbalancing:${action}`, elb("listener/app/lms/1/2"), both, tagged(OF_CLUSTER)],
  ]),
  ["elasticloadbalancing:CreateListener", BALANCER, ["deployer"]],
  ["elasticloadbalancing:ModifyRule", elb("listener-rule/app/lms/1/2/3"), ["deployer"]],
  ["elasticloadbalancing:SetRulePriorities", elb("listener-rule/app/lms/1/2/3"), both],
  ["elasticloadbalancing:RegisterTargets", elb("targetgroup/lms/1"), both],
  ["elasticloadbalancing:DescribeLoadBalancers", "*", [...READERS, ALB]],
  ["ec2:AuthorizeSecurityGroupIngress", GROUP, both, tagged(OF_CLUSTER)],
  ["ec2:CreateSecurityGroup", GROUP, both],
  ["ec2:CreateTags", GROUP, both, creating("CreateSecurityGroup", "ec2")],
  ["ec2:CreateTags", GROUP, ["deployer"], creating("CreateVpc", "ec2")],
  ["ec2:CreateTags", GROUP, ["deployer"], { "ec2:CreateAction": "CreateSecurityGroup" }],
  ["ec2:CreateTags", GROUP, ["deployer"]],
  ["ec2:CreateTags", GROUP, both, tagged(OF_CLUSTER)],
  ["ec2:CreateTags", GROUP, ["deployer"], { ...tagged(OF_CLUSTER), ...tagging(OF_CLUSTER) }],
  ["ec2:DeleteSecurityGroup", GROUP, both, tagged(OF_CLUSTER)],
  ["ec2:DeleteSecurityGroup", GROUP, ["deployer"]],
  // The web ACL stays where Terraform put it.
  ["wafv2:AssociateWebACL", us("wafv2", "regional/webacl/lms/1"), ["deployer"]],
  ["wafv2:DisassociateWebACL", BALANCER, ["deployer"], tagged(OF_CLUSTER)],
  ["elasticloadbalancing:SetWebAcl", BALANCER, ["deployer"], tagged(OF_CLUSTER)],
  ["shield:CreateProtection", "arn:aws:shield::333333333333:protection/1", []],
  ["acm:ListCertificates", "*", [...READERS, ALB]],
  ["acm:DescribeCertificate", us("acm", "certificate/1"), [...READERS, ALB]],
  ["acm:DescribeCertificate", "arn:aws:acm:us-east-1:444444444444:certificate/1", READERS],
  ["cognito-idp:DescribeUserPoolClient", us("cognito-idp", "userpool/1"), [ALB]],
  ["cognito-idp:DescribeUserPoolClient", "arn:aws:cognito-idp:us-east-1:444444444444:userpool/1", []],
  ...(
    [
      ["elasticloadbalancing:CreateLoadBalancer", tagging(OF_CLUSTER)],
      ["elasticloadbalancing:DeleteLoadBalancer", tagged(OF_CLUSTER)],
      ["elasticloadbalancing:AddTags", creating("CreateLoadBalancer")],
      ["elasticloadbalancing:AddTags", tagged(OF_CLUSTER)],
      ["elasticloadbalancing:AddTags", {}],
      ["elasticloadbalancing:ModifyListener", tagged(OF_CLUSTER)],
      ["elasticloadbalancing:SetRulePriorities", {}],
      ["elasticloadbalancing:RegisterTargets", {}],
      ["ec2:AuthorizeSecurityGroupIngress", tagged(OF_CLUSTER)],
      ["ec2:CreateSecurityGroup", {}],
      ["ec2:CreateTags", creating("CreateSecurityGroup", "ec2")],
      ["ec2:CreateTags", tagged(OF_CLUSTER)],
      ["ec2:DeleteSecurityGroup", tagged(OF_CLUSTER)],
      ["wafv2:AssociateWebACL", {}],
    ] as const
  ).map(([action, context]): Promised => [action, "arn:aws:any:us-east-1:444444444444:another", [], context]),
];

const provider = (issuer: string) => `arn:aws:iam::333333333333:oidc-provider/${issuer}`;
const linked = (service: string) => ({ "iam:AWSServiceName": `${service}.amazonaws.com` });
const BOUNDARY = { "iam:PermissionsBoundary": "arn:aws:iam::333333333333:policy/lms-prod-access-boundary" };
const IAM: Promised[] = [
  ["iam:GetRole", role("any"), READERS],
  ["iam:CreateRole", role("lms-prod-a"), ["deployer"], BOUNDARY],
  ["iam:CreateRole", role("lms-prod-a"), []],
  ["iam:CreateRole", role("lms-dev-a"), [], BOUNDARY],
  ["iam:PutRolePolicy", role("lms-prod-admin"), [], BOUNDARY],
  ["iam:UpdateAssumeRolePolicy", role("lms-prod-a"), ["deployer"]],
  ["iam:UpdateAssumeRolePolicy", role("lms-dev-a"), []],
  ["iam:PassRole", role("lms-prod-a"), ["deployer"], { "iam:PassedToService": "ec2.amazonaws.com" }],
  ["iam:PassRole", role("lms-prod-a"), [], { "iam:PassedToService": "cloudformation.amazonaws.com" }],
  ["iam:PassRole", role("lms-dev-a"), [], { "iam:PassedToService": "ec2.amazonaws.com" }],
  ["iam:CreatePolicy", "arn:aws:iam::333333333333:policy/lms-prod-a", ["deployer"]],
  ["iam:CreatePolicy", "arn:aws:iam::333333333333:policy/lms-dev-a", []],
  ["iam:CreateOpenIDConnectProvider", provider("oidc.eks.us-east-1.amazonaws.com/id/1"), ["deployer"]],
  ["iam:CreateOpenIDConnectProvider", provider("jenkins.example.edu"), []],
  ["iam:CreateServiceLinkedRole", role(LINKED), both, linked("elasticloadbalancing")],
  ["iam:CreateServiceLinkedRole", role("aws-service-role/eks.amazonaws.com/a"), ["deployer"], linked("eks")],
  ["iam:CreateServiceLinkedRole", role(LINKED), [], linked("spot")],
  ["iam:CreateServiceLinkedRole", role("another"), [], linked("elasticloadbalancing")],
  ["iam:GetServerCertificate", "arn:aws:iam::333333333333:server-certificate/a", [...READERS, ALB]],
  ["sts:AssumeRole", role("lms-prod-a"), []],
  ["iam:CreateUser", "arn:aws:iam::333333333333:user/a", []],
];

const PIPELINES = ["planner", "deployer"];
const DEPLOYMENT: Promised[] = [
  ["s3:ListBucket", STATE, READERS],
  ["s3:GetObject", STATE_OBJECT, PIPELINES],
  ["s3:PutObject", STATE_OBJECT, ["deployer"]],
  ["s3:PutBucketPolicy", STATE, []],
  ["s3:DeleteObject", STATE_OBJECT, []],
  ["s3:PutObject", `${STATE_OBJECT}.tflock`, PIPELINES, { "s3:if-none-match": "*" }],
  ["s3:PutObject", `${STATE_OBJECT}.tflock`, []],
  ["s3:DeleteObject", `${STATE_OBJECT}.tflock`, PIPELINES],
  ["s3:GetObject", `${STATE}/state-prod/terraform.tfstate`, []],
  ["s3:PutObject", `${STATE}/state-prod/terraform.tfstate.tflock`, [], { "s3:if-none-match": "*" }],
  ["s3:DeleteObject", `${STATE}/state-prod/terraform.tfstate.tflock`, []],
  ["ec2:CreateVpc", us("ec2", "vpc/*"), ["deployer"]],
  ["ec2:CreateVpc", us("ec2", "vpc/*"), [], abroad],
  ["ec2:CreateVpc", "arn:aws:ec2:us-east-1:444444444444:vpc/*", []],
  ["eks:CreateCluster", "*", ["deployer"]],
  ["eks:CreateCluster", "*", [], abroad],
  ["lambda:CreateFunction", us("lambda", "function:lms-prod-a"), ["deployer"]],
  ["lambda:CreateFunction", us("lambda", "function:lms-prod-a"), [], abroad],
  ["lambda:CreateFunction", us("lambda", "function:another"), []],
  ["lambda:InvokeFunction", us("lambda", "function:lms-prod-a"), []],
  // AWS asks it of who has a secret rotated; the function does nothing but that.
  ["lambda:InvokeFunction", us("lambda", "function:lms-prod-redis-passwords"), ["deployer"]],
  ["lambda:InvokeFunction", us("lambda", "function:lms-prod-redis-passwords"), [], abroad],
  ["lambda:InvokeFunction", us("lambda", "function:lms-dev-redis-passwords"), []],
  ["sns:Publish", us("sns", "lms-prod-critical"), []],
  ["sns:Publish", us("sns", "lms-prod-heartbeat"), ["alertmanager"]],
  ["cloudfront:CreateDistribution", "arn:aws:cloudfront::333333333333:distribution/a", ["deployer"]],
  ["cloudfront:CreateDistribution", "arn:aws:cloudfront::444444444444:distribution/a", []],
  ["route53:CreateHostedZone", "*", ["deployer"]],
  ["ssm:StartSession", us("ec2", "instance/i-1"), []],
  ["cloudtrail:StopLogging", us("cloudtrail", "trail/a"), []],
  ["organizations:LeaveOrganization", "*", []],
  ["ecr:GetAuthorizationToken", "*", ["image-publisher", "image-signer"]],
  ["ecr:PutImage", REPOSITORY, ["image-publisher", "image-signer"]],
  ["ecr:PutImage", REPOSITORY.replace("web", "another"), []],
  ["ecr:BatchDeleteImage", REPOSITORY, []],
];

/** Requests about the platform by subject, each with everyone who may make it: who is not named may not. */
export const WHO_MAY_WITH_PLATFORM: Readonly<Record<string, readonly Promised[]>> = {
  "DNS records": DNS,
  "nodes and volumes": NODES_AND_VOLUMES,
  "load balancers": LOAD_BALANCERS,
  "roles and users": IAM,
  "state and deployment": DEPLOYMENT,
};
