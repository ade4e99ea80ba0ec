import { expect, it } from "vitest";
import { peopleTrust, pipelineTrust, podIdentityTrust } from "../../../modules/iam/trust";

it("gives a pod's role to one service account of one cluster", () => {
  expect(
    podIdentityTrust({
      clusterArn: "arn:aws:eks:us-east-1:333333333333:cluster/lms-prod",
      namespace: "kube-system",
      serviceAccount: "cluster-autoscaler",
    }),
  ).toEqual([
    {
      Sid: "PodIdentity",
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-east-1:333333333333:cluster/lms-prod",
          "aws:RequestTag/kubernetes-namespace": "kube-system",
          "aws:RequestTag/kubernetes-service-account": "cluster-autoscaler",
        },
      },
    },
  ]);
});

it("asks people for MFA, and refuses a request that says nothing of it", () => {
  expect(peopleTrust(["arn:aws:iam::444444444444:user/alice"])).toEqual([
    {
      Sid: "PeopleWithMfa",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::444444444444:user/alice"] },
      Action: ["sts:AssumeRole"],
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    },
  ]);
});

it("lets people in by a role that they hold, whose sessions say nothing of MFA", () => {
  const role =
    "arn:aws:iam::444444444444:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Administrator_0123456789abcdef";
  const byRole = {
    Sid: "PeopleByTheirRole",
    Effect: "Allow",
    Principal: { AWS: [role] },
    Action: ["sts:AssumeRole"],
  };
  expect(peopleTrust([role])).toEqual([byRole]);
  expect(peopleTrust([role, "arn:aws:iam::444444444444:user/alice"])).toEqual([
    {
      Sid: "PeopleWithMfa",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::444444444444:user/alice"] },
      Action: ["sts:AssumeRole"],
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    },
    byRole,
  ]);
});

it("takes the token of one job of a pipeline", () => {
  expect(
    pipelineTrust(
      {
        kind: "oidc",
        issuer: "https://jenkins.example.edu/oidc",
        audience: "sts.amazonaws.com",
        subject: "https://jenkins.example.edu/job/platform-deploy/",
      },
      "333333333333",
    ),
  ).toEqual([
    {
      Sid: "PipelineWithToken",
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::333333333333:oidc-provider/jenkins.example.edu/oidc" },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: {
        StringEquals: {
          "jenkins.example.edu/oidc:aud": "sts.amazonaws.com",
          "jenkins.example.edu/oidc:sub": "https://jenkins.example.edu/job/platform-deploy/",
        },
      },
    },
  ]);
});

it("takes a pipeline's own identity with its external id", () => {
  expect(
    pipelineTrust(
      { kind: "external-id", principal: "arn:aws:iam::444444444444:role/jenkins", externalId: "deploy-7d1f" },
      "333333333333",
    ),
  ).toEqual([
    {
      Sid: "PipelineWithExternalId",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::444444444444:role/jenkins"] },
      Action: ["sts:AssumeRole"],
      Condition: { StringEquals: { "sts:ExternalId": "deploy-7d1f" } },
    },
  ]);
});
