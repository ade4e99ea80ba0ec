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
  access: {
    admin: ["arn:aws:iam::444444444444:user/lms-administrator"],
    developer: ["arn:aws:iam::444444444444:user/lms-developer"],
    readonly: ["arn:aws:iam::444444444444:user/lms-auditor"],
    deployer: {
      kind: "external-id",
      principal: "arn:aws:iam::444444444444:role/jenkins-deployer",
      externalId: "lms-staging-deployer",
    },
    planner: {
      kind: "external-id",
      principal: "arn:aws:iam::444444444444:role/jenkins-planner",
      externalId: "lms-staging-planner",
    },
  },
  network: {
    vpc: "created",
    cidr: "10.1.0.0/16",
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    natGateways: "one",
    interfaceEndpoints: ["ecr.api", "ecr.dkr", "sts"],
  },
  cluster: {
    kubernetesVersion: "1.35",
    controlPlaneZones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    publicAccess: "none",
    privateAccess: ["10.200.0.0/24"],
    containerInsights: "enhanced",
    nodeGroups: {
      general: {
        instanceTypes: ["t3.large"],
        capacity: "on-demand",
        scalingGroups: "one-per-zone",
        minSize: 3,
        desiredSize: 4,
        maxSize: 6,
        diskGib: 100,
        taints: [],
      },
      compute: {
        instanceTypes: ["c6i.xlarge", "c6i.2xlarge"],
        capacity: "spot",
        scalingGroups: "one",
        minSize: 0,
        desiredSize: 1,
        maxSize: 3,
        diskGib: 100,
        taints: [{ key: "lms.platform/workload", value: "compute", effect: "NO_SCHEDULE" }],
      },
      memory: {
        instanceTypes: ["r6i.large"],
        capacity: "on-demand",
        scalingGroups: "one",
        minSize: 0,
        desiredSize: 1,
        maxSize: 3,
        diskGib: 100,
        taints: [{ key: "lms.platform/workload", value: "memory", effect: "NO_SCHEDULE" }],
      },
    },
  },
  addons: {
    availability: "zone-redundant",
    gitops: { repositoryUrl: "https://github.com/example-lms/lms-platform.git", revision: "main" },
    signOn: {
      issuer: "https://login.example.com",
      clientId: "lms-staging-argocd",
      adminGroup: "lms-platform-team",
      readerGroup: "lms-developers",
    },
    alerts: { slackChannel: "#lms-staging-alerts", paging: "off" },
    metrics: { retentionDays: 7, volumeGib: 50 },
    logs: "cloudwatch",
    traceSamplingPercent: 50,
    certificateContact: "lms-platform-team@example.com",
  },
  storage: {
    learnerDataRegions: [],
    oldVersionDays: 30,
    backupFileRetentionDays: 90,
  },
  edge: {
    domain: "staging.lms.example.com",
    zone: { kind: "created", name: "staging.lms.example.com", dnssec: "none" },
    originVerifyVersion: 1,
    firewall: {
      mode: "block",
      blockedCountries: "none",
      botControl: "none",
      requestsPerAddress: 20000,
      loginsPerAddress: 1000,
    },
  },
  distribution: {
    priceClass: "PriceClass_100",
    realTimeMetrics: "off",
    ltiFrameOrigins: ["https://canvas.staging.example.edu"],
    coursePackages: "own-host",
    mediaSigningKeys: {
      "2026": `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAs6ePhY+/UVkpnnXWQ5Tr
Gx6QjhwFAUg3Zcf7HHNMAbsHRIMaUNjjX/FQonuJ7wecV2G5wRtNH9P20lJiuU7K
KGAD2IyMqdDZky6XJ0j46cWLOfc3KDLg/YZuN+MWZlUBs0JUpiNONNChh7sUKqNk
PmzpgDEiKx4JE0PG5Oy3oGhh9u0TRNcE59w8onempcsjgXY5QSEw2+pUnl37jFT0
14u2mbE5DARKexiXvEUeQRr5GYXS6Yh90JJ8p2xX28DFISuYqR6dW9JsqxgKd/73
G6iLcBPvBrQcPm0K0OhlSEGvQwQ1V8EFNj0wXkG9t1KuTxYcuZe99343vTbeCZkm
+wIDAQAB
-----END PUBLIC KEY-----
`,
    },
  },
  database: {
    engineVersion: "17.7",
    minorUpgrades: "automatic",
    capacity: {
      kind: "provisioned",
      instanceClass: "db.r7g.large",
      instances: { "us-east-1a": "writer", "us-east-1b": "reader" },
      readerScaling: "none",
    },
    backupRetentionDays: 7,
    backupWindow: "07:00-07:30",
    maintenanceWindow: "wed:08:00-wed:09:00",
  },
  cache: {
    maintenanceWindow: "wed:09:00-wed:10:00",
    snapshotWindow: "06:00-07:00",
    sessions: { nodeType: "cache.t4g.medium", replicas: 1, logins: ["iam-token"], snapshotRetentionDays: 3 },
    cache: { nodeType: "cache.t4g.medium", replicas: 1, logins: ["iam-token"] },
  },
  video: {
    sourceClass: "full-hd",
    ladder: ["360p", "540p", "720p", "1080p"],
    maxUploadGib: 10,
    concurrentSubmissions: 2,
    timeZone: "America/New_York",
  },
  monitoring: {
    notifications: {
      pagerDuty: "off",
      slack: { workspaceId: "T0123ABCD", channelIds: { critical: "C0STAGECRIT", warning: "C0STAGEWARN" } },
      mail: ["lms-platform-team@example.com"],
    },
    alarms: { availabilityPercent: 99.9, latencySeconds: 3 },
    tracing: { reservoirPerSecond: 1, learnerRate: 0.5, otherRate: 0.05 },
    budget: {
      monthlyUsd: 2500,
      mail: ["lms-finance@example.com"],
      anomalies: { monitor: "created", leastImpactUsd: 50 },
    },
  },
  backup: {
    daily: { retentionDays: 14, copyRetentionDays: "none" },
    weekly: { retentionDays: 35, copyRetentionDays: "none" },
    monthly: "none",
    restoreTests: "none",
  },
  recovery: "none",
} as const satisfies Environment;
