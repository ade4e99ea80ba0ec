import type { Environment } from "./environment";

/** Development: the shape of the platform at the lowest price; holds no learners' data. */
export const dev = {
  name: "dev",
  account: "111111111111",
  region: "us-east-1",
  stateBucket: "lms-dev-terraform-state-111111111111",
  owner: "lms-platform-team",
  costCenter: "lms-dev",
  dataProtection: "disposable",
  logRetentionDays: 30,
  access: {
    admin: ["arn:aws:iam::444444444444:user/lms-administrator"],
    developer: ["arn:aws:iam::444444444444:user/lms-developer"],
    readonly: ["arn:aws:iam::444444444444:user/lms-auditor"],
    deployer: {
      kind: "external-id",
      principal: "arn:aws:iam::444444444444:role/jenkins-deployer",
      externalId: "lms-dev-deployer",
    },
    planner: {
      kind: "external-id",
      principal: "arn:aws:iam::444444444444:role/jenkins-planner",
      externalId: "lms-dev-planner",
    },
  },
  network: {
    vpc: "created",
    cidr: "10.2.0.0/16",
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    natGateways: "one",
    interfaceEndpoints: [],
  },
  cluster: {
    kubernetesVersion: "1.35",
    controlPlaneZones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    publicAccess: ["198.51.100.0/24"],
    privateAccess: [],
    containerInsights: "enhanced",
    nodeGroups: {
      general: {
        instanceTypes: ["t3.large", "m6i.large"],
        capacity: "spot",
        scalingGroups: "one-per-zone",
        minSize: 1,
        desiredSize: 2,
        maxSize: 4,
        diskGib: 50,
        taints: [],
      },
      compute: {
        instanceTypes: ["c6i.xlarge", "c6i.2xlarge"],
        capacity: "spot",
        scalingGroups: "one",
        minSize: 0,
        desiredSize: 0,
        maxSize: 2,
        diskGib: 50,
        taints: [{ key: "lms.platform/workload", value: "compute", effect: "NO_SCHEDULE" }],
      },
      memory: {
        instanceTypes: ["r6i.large", "r6i.xlarge"],
        capacity: "spot",
        scalingGroups: "one",
        minSize: 0,
        desiredSize: 0,
        maxSize: 2,
        diskGib: 50,
        taints: [{ key: "lms.platform/workload", value: "memory", effect: "NO_SCHEDULE" }],
      },
    },
  },
  addons: {
    availability: "single",
    gitops: { repositoryUrl: "https://github.com/example-lms/lms-platform.git", revision: "main" },
    signOn: "none",
    alerts: { slackChannel: "#lms-dev-alerts", paging: "off" },
    metrics: { retentionDays: 3, volumeGib: 20 },
    logs: "cloudwatch",
    traceSamplingPercent: 100,
    certificateContact: "lms-platform-team@example.com",
  },
  storage: {
    learnerDataRegions: [],
    oldVersionDays: 7,
    backupFileRetentionDays: 14,
  },
  edge: {
    domain: "dev.lms.example.com",
    zone: { kind: "created", name: "dev.lms.example.com", dnssec: "none" },
    originVerifyVersion: 1,
    firewall: {
      mode: "count",
      blockedCountries: "none",
      botControl: "none",
      requestsPerAddress: 5000,
      loginsPerAddress: 200,
    },
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
    backupRetentionDays: 1,
    backupWindow: "07:00-07:30",
    maintenanceWindow: "tue:08:00-tue:09:00",
  },
  cache: {
    maintenanceWindow: "tue:09:00-tue:10:00",
    snapshotWindow: "06:00-07:00",
    // A password, too: clients that take nothing else are tried here.
    sessions: { nodeType: "cache.t4g.micro", replicas: 0, logins: ["iam-token", "password"], snapshotRetentionDays: 1 },
    cache: { nodeType: "cache.t4g.micro", replicas: 0, logins: ["iam-token"] },
  },
  video: {
    sourceClass: "hd",
    ladder: ["360p", "720p"],
    maxUploadGib: 2,
    concurrentSubmissions: 2,
    timeZone: "America/New_York",
  },
  monitoring: {
    notifications: { pagerDuty: "off", slack: "none", mail: [] },
    alarms: { availabilityPercent: "none", latencySeconds: 5 },
    tracing: { reservoirPerSecond: 1, learnerRate: 1, otherRate: 0.1 },
    budget: { monthlyUsd: 900, mail: [], anomalies: "none" },
  },
  backup: {
    daily: { retentionDays: 7, copyRetentionDays: "none" },
    weekly: "none",
    monthly: "none",
    restoreTests: "none",
  },
  recovery: "none",
} as const satisfies Environment;
