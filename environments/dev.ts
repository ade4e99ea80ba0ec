import type { Environment } from "./environment";

/** Development: the platform's shape at the least price; holds no learners' data. */
export const dev = {
  name: "dev",
  account: "111111111111",
  region: "us-east-1",
  stateBucket: "lms-dev-terraform-state-111111111111",
  owner: "lms-platform-team",
  costCenter: "lms-dev",
  dataProtection: "disposable",
  logRetentionDays: 30,
  network: {
    cidr: "10.2.0.0/16",
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    natGateways: "one",
    interfaceEndpoints: [],
  },
  recovery: "none",
} as const satisfies Environment;
