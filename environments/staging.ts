import type { Environment } from "./environment";

/** Staging: prod's shape at a lower price, where a release is tried before prod. */
export const staging = {
  name: "staging",
  account: "222222222222",
  region: "us-east-1",
  stateBucket: "lms-staging-terraform-state-222222222222",
  owner: "lms-platform-team",
  costCenter: "lms-staging",
  dataProtection: "disposable",
  logRetentionDays: 90,
  network: {
    cidr: "10.1.0.0/16",
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    natGateways: "one",
    interfaceEndpoints: ["ecr.api", "ecr.dkr", "sts"],
  },
  recovery: "none",
} as const satisfies Environment;
