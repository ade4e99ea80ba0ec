import type { Environment } from "./environment";

/** Production: survives the loss of a zone, and of its region by way of eu-west-1. */
export const prod = {
  name: "prod",
  account: "333333333333",
  region: "us-east-1",
  stateBucket: "lms-prod-terraform-state-333333333333",
  owner: "lms-platform-team",
  costCenter: "lms-prod",
  dataProtection: "retained",
  logRetentionDays: 365,
  network: {
    cidr: "10.0.0.0/16",
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    natGateways: "one-per-zone",
    interfaceEndpoints: [
      "autoscaling",
      "ec2",
      "ecr.api",
      "ecr.dkr",
      "eks",
      "eks-auth",
      "elasticloadbalancing",
      "kms",
      "logs",
      "secretsmanager",
      "sts",
      "xray",
    ],
  },
  recovery: {
    region: "eu-west-1",
    cidr: "10.3.0.0/16",
    zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
  },
} as const satisfies Environment;
