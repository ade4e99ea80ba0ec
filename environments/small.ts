import type { Environment } from "./environment";

/**
 * Profile of a small school, for `npm run new-environment -- <name> --like small`: what is optional is switched off by one word
 * each. It is in no list of what is deployed.
 */
export const small = {
  name: "small",
  account: "555555555555",
  region: "us-east-1",
  stateBucket: "lms-small-terraform-state-555555555555",
  owner: "lms-platform-team",
  costCenter: "lms-small",
  dataProtection: "retained",
  logRetentionDays: 90,
  access: {
    admin: ["arn:aws:iam::444444444444:user/lms-administrator"],
    developer: ["arn:aws:iam::444444444444:user/lms-developer"],
    readonly: ["arn:aws:iam::444444444444:user/lms-auditor"],
    deployer: "none",
    planner: "none",
  },
  network: {
    vpc: "created",
    cidr: "10.8.0.0/16",
    zones: ["us-east-1a", "us-east-1b"],
    natGateways: "none",
    interfaceEndpoints: [],
  },
  cluster: {
    kubernetesVersion: "1.35",
    controlPlaneZones: ["us-east-1a", "us-east-1b"],
    publicAccess: ["198.51.100.0/24"],
    privateAccess: [],
    containerInsights: "none",
    nodeGroups: {
      general: {
        instanceTypes: ["t3.medium", "t3.large"],
        capacity: "spot",
        scalingGroups: "one-per-zone",
        minSize: 2,
        desiredSize: 2,
        maxSize: 4,
        diskGib: 50,
        taints: [],
      },
    },
  },
  addons: {
    availability: "single",
    gitops: { repositoryUrl: "https://github.com/example-lms/lms-platform.git", revision: "main" },
    signOn: "none",
    alerts: { slackChannel: "#lms-small-alerts", paging: "off" },
    metrics: "none",
    logs: "cloudwatch",
    traceSamplingPercent: 100,
    certificateContact: "lms-platform-team@example.com",
  },
  storage: {
    learnerDataRegions: [],
    oldVersionDays: 30,
    backupFileRetentionDays: 90,
  },
  edge: {
    domain: "small.lms.example.com",
    zone: { kind: "created", name: "small.lms.example.com", dnssec: "none" },
    originVerifyVersion: 1,
    firewall: "none",
  },
  distribution: {
    priceClass: "PriceClass_100",
    realTimeMetrics: "off",
    ltiFrameOrigins: [],
    coursePackages: "own-host",
    mediaSigningKeys: {
      "2026": `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtzB2Z/GPnJQsv6TQlds/
kJsghMFAPEeI7z62nnKWenX4RqlPA6qHXMGigotebrXGabkBdUPDevcOmRwBbPVf
malX2cQOx/9qA++ZIvbNgws+ZEXKK2l2/aX2mEyymydKPYsdME6R/u38/cAxIuIF
UlwKVOLeFtdPDxvkTNPwtsUovRPEfk1ow07LyjPA37DykGyFF8m0nH1jK44Bmofe
MVxrjGzm+/Lxt+4tmIbssXnt3Bhq58MYyJtqtHAngwqjzwaK/gzNzloNb12ZoKNs
OH26IEGFxoUTOuz2xnsMokt0jK/3OWW5455TpvEGuLmBofWvo91MwPiZNUJDe4Jh
YQIDAQAB
-----END PUBLIC KEY-----
`,
    },
  },
  database: {
    engineVersion: "17.7",
    minorUpgrades: "automatic",
    capacity: {
      kind: "serverless",
      instances: { "us-east-1a": "writer" },
      minCapacityAcu: 0,
      maxCapacityAcu: 2,
    },
    backupRetentionDays: 7,
    backupWindow: "07:00-07:30",
    maintenanceWindow: "tue:08:00-tue:09:00",
  },
  cache: {
    maintenanceWindow: "tue:09:00-tue:10:00",
    snapshotWindow: "06:00-07:00",
    sessions: { nodeType: "cache.t4g.micro", replicas: 1, logins: ["iam-token"], snapshotRetentionDays: 3 },
    cache: "with-sessions",
  },
  video: "none",
  monitoring: {
    notifications: { pagerDuty: "off", slack: "none", mail: [] },
    alarms: { availabilityPercent: "none", latencySeconds: 5 },
    tracing: "none",
    budget: { monthlyUsd: 450, mail: [], anomalies: "none" },
  },
  backup: {
    daily: { retentionDays: 35, copyRetentionDays: "none" },
    weekly: "none",
    monthly: "none",
    restoreTests: "monthly",
  },
  recovery: "none",
} as const satisfies Environment;
