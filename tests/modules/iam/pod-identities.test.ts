import { describe, expect, it } from "vitest";
import { LMS_SERVICE_NAMES } from "../../../modules/foundation/services";
import { iamRoot } from "./fixture";

const ALL = [
  "alertmanager",
  "aws-load-balancer-controller",
  "cert-manager",
  "cloudwatch-agent",
  "cluster-autoscaler",
  "ebs-csi",
  "external-dns",
  "external-secrets",
  "fluent-bit",
  "grafana",
  "otel-collector",
  ...LMS_SERVICE_NAMES,
].sort();

describe.each([
  { environment: "prod", account: "333333333333", names: ALL },
  {
    environment: "dev",
    account: "111111111111",
    names: ALL.filter((name) => name !== "cert-manager" && name !== "external-dns"),
  },
] as const)("the pod identities of $environment", ({ environment, account, names }) => {
  const root = () => iamRoot(`${environment}-iam`);
  const roles = () =>
    Object.entries(root().resources("aws_iam_role")).filter(([name]) => name.startsWith("pod_identities_"));
  const address = (name: string) => `pod_identities_${name.replaceAll("-", "_")}`;

  it("are these; those that write to DNS only with a zone", () => {
    expect(
      roles()
        .map(([, role]) => role.name)
        .sort(),
    ).toEqual(names.map((name) => `lms-${environment}-${name}`));
  });

  it("carry the permissions boundary", () => {
    for (const [, role] of roles())
      expect(role.permissions_boundary).toBe(`\${aws_iam_policy.access_boundary_policy.arn}`);
  });

  it("have one inline policy and one association each", () => {
    expect(root().attribute("aws_iam_role_policy", "role")).toEqual(
      Object.fromEntries(
        names.map((name) => [`${address(name)}_policy`, `\${aws_iam_role.${address(name)}_role.name}`]),
      ),
    );
    expect(root().attribute("aws_eks_pod_identity_association", "role_arn")).toEqual(
      Object.fromEntries(
        names.map((name) => [`${address(name)}_association`, `\${aws_iam_role.${address(name)}_role.arn}`]),
      ),
    );
  });

  it("are associated only once they have their rights", () => {
    for (const [name, association] of Object.entries(root().resources("aws_eks_pod_identity_association"))) {
      expect(association).toMatchObject({
        cluster_name: `lms-${environment}`,
        depends_on: [`aws_iam_role_policy.${name.replace(/_association$/, "_policy")}`],
      });
    }
  });

  it("trust the service account that they are associated with, on this cluster", () => {
    for (const [name, association] of Object.entries(root().resources("aws_eks_pod_identity_association"))) {
      const role = root().resources("aws_iam_role")[name.replace(/_association$/, "_role")];
      expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
        {
          Sid: "PodIdentity",
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: {
            StringEquals: {
              "aws:RequestTag/eks-cluster-arn": `arn:aws:eks:us-east-1:${account}:cluster/lms-${environment}`,
              "aws:RequestTag/kubernetes-namespace": association.namespace,
              "aws:RequestTag/kubernetes-service-account": association.service_account,
            },
          },
        },
      ]);
    }
  });

  it("are published by name", () => {
    const by = (value: (name: string) => string) => ({
      pods: Object.fromEntries(names.map((name) => [name, value(name)])),
    });
    expect(root().json.output.role_arns?.value).toMatchObject(
      by((name) => `\${aws_iam_role.${address(name)}_role.arn}`),
    );
    expect(root().json.output.policies?.value).toMatchObject(
      by((name) => `\${aws_iam_role_policy.${address(name)}_policy.id}`),
    );
  });
});
