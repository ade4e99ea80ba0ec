import { describe, expect, it } from "vitest";
import { siteOf } from "../../../../modules/foundation/names";
import { clusterAutoscaler } from "../../../../modules/iam/policies/cluster-autoscaler";
import { certManager, externalDns } from "../../../../modules/iam/policies/dns";
import { externalSecrets } from "../../../../modules/iam/policies/external-secrets";

const SCOPE = {
  site: siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  clusterName: "lms-prod",
  dataKeyArn: "arn:aws:kms:us-east-1:333333333333:key/data",
  logsKeyArn: "arn:aws:kms:us-east-1:333333333333:key/logs",
  messagesKeyArn: "arn:aws:kms:us-east-1:333333333333:key/messages",
  hostedZoneArn: "arn:aws:route53:::hostedzone/Z0123456789",
};

describe("the Cluster Autoscaler", () => {
  const statements = clusterAutoscaler(SCOPE);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["Describe", "DescribeOwnNodeGroups", "ResizeOwnNodeGroups"]);
  });

  it("describe", () => {
    expect(statement("Describe")).toEqual({
      Sid: "Describe",
      Effect: "Allow",
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
      ],
      Resource: "*",
    });
  });

  it("describe own node groups", () => {
    expect(statement("DescribeOwnNodeGroups")).toEqual({
      Sid: "DescribeOwnNodeGroups",
      Effect: "Allow",
      Action: ["eks:DescribeNodegroup"],
      Resource: ["arn:aws:eks:us-east-1:333333333333:nodegroup/lms-prod/*/*"],
    });
  });

  it("resize own node groups", () => {
    expect(statement("ResizeOwnNodeGroups")).toEqual({
      Sid: "ResizeOwnNodeGroups",
      Effect: "Allow",
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: ["arn:aws:autoscaling:us-east-1:333333333333:autoScalingGroup:*:autoScalingGroupName/*"],
      Condition: {
        StringEquals: {
          "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled": "true",
          "aws:ResourceTag/k8s.io/cluster-autoscaler/lms-prod": "owned",
        },
      },
    });
  });
});

describe("the External Secrets Operator", () => {
  const statements = externalSecrets(SCOPE);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["ReadSecrets", "DecryptSecrets"]);
  });

  it("read secrets", () => {
    expect(statement("ReadSecrets")).toEqual({
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetResourcePolicy",
        "secretsmanager:GetSecretValue",
        "secretsmanager:ListSecretVersionIds",
      ],
      Resource: ["arn:aws:secretsmanager:us-east-1:333333333333:secret:lms/prod/*"],
    });
  });

  it("decrypt secrets", () => {
    expect(statement("DecryptSecrets")).toEqual({
      Sid: "DecryptSecrets",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/data"],
      Condition: { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
    });
  });
});

describe("cert-manager", () => {
  const statements = certManager(SCOPE);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["FollowChange", "ReadZone", "AnswerChallenges"]);
  });

  it("follow change", () => {
    expect(statement("FollowChange")).toEqual({
      Sid: "FollowChange",
      Effect: "Allow",
      Action: ["route53:GetChange"],
      Resource: ["arn:aws:route53:::change/*"],
    });
  });

  it("read zone", () => {
    expect(statement("ReadZone")).toEqual({
      Sid: "ReadZone",
      Effect: "Allow",
      Action: ["route53:ListResourceRecordSets"],
      Resource: ["arn:aws:route53:::hostedzone/Z0123456789"],
    });
  });

  it("answer challenges", () => {
    expect(statement("AnswerChallenges")).toEqual({
      Sid: "AnswerChallenges",
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets"],
      Resource: ["arn:aws:route53:::hostedzone/Z0123456789"],
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
        "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"] },
      },
    });
  });
});

describe("ExternalDNS", () => {
  const statements = externalDns(SCOPE);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["FindZone", "ReadZone", "ChangeRecords"]);
  });

  it("find zone", () => {
    expect(statement("FindZone")).toEqual({
      Sid: "FindZone",
      Effect: "Allow",
      Action: ["route53:ListHostedZones", "route53:ListHostedZonesByName"],
      Resource: "*",
    });
  });

  it("read zone", () => {
    expect(statement("ReadZone")).toEqual({
      Sid: "ReadZone",
      Effect: "Allow",
      Action: ["route53:ListResourceRecordSets", "route53:ListTagsForResource", "route53:ListTagsForResources"],
      Resource: ["arn:aws:route53:::hostedzone/Z0123456789"],
    });
  });

  it("change records", () => {
    expect(statement("ChangeRecords")).toEqual({
      Sid: "ChangeRecords",
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets"],
      Resource: ["arn:aws:route53:::hostedzone/Z0123456789"],
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "CNAME", "TXT"] },
      },
    });
  });
});
