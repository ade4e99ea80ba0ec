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
  access: {
    admin: ["arn:aws:iam::444444444444:user/lms-administrator"],
    developer: ["arn:aws:iam::444444444444:user/lms-developer"],
    readonly: ["arn:aws:iam::444444444444:user/lms-auditor"],
    deployer: {
      kind: "external-id",
      principal: "arn:aws:iam::444444444444:role/jenkins-deployer",
      externalId: "lms-prod-deployer",
    },
    planner: {
      kind: "external-id",
      principal: "arn:aws:iam::444444444444:role/jenkins-planner",
      externalId: "lms-prod-planner",
    },
  },
  network: {
    vpc: "created",
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
        minSize: 9,
        desiredSize: 9,
        maxSize: 12,
        diskGib: 100,
        taints: [],
      },
      compute: {
        instanceTypes: ["c6i.2xlarge"],
        capacity: "on-demand",
        scalingGroups: "one-per-zone",
        minSize: 2,
        desiredSize: 2,
        maxSize: 8,
        diskGib: 100,
        taints: [{ key: "lms.platform/workload", value: "compute", effect: "NO_SCHEDULE" }],
      },
      memory: {
        instanceTypes: ["r6i.xlarge"],
        capacity: "on-demand",
        scalingGroups: "one-per-zone",
        minSize: 2,
        desiredSize: 2,
        maxSize: 6,
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
      clientId: "lms-prod-argocd",
      adminGroup: "lms-platform-team",
      readerGroup: "lms-developers",
    },
    alerts: { slackChannel: "#lms-prod-alerts", paging: "on" },
    metrics: { retentionDays: 30, volumeGib: 200 },
    logs: "cloudwatch",
    traceSamplingPercent: 10,
    certificateContact: "lms-platform-team@example.com",
  },
  storage: {
    learnerDataRegions: ["eu-west-1"],
    oldVersionDays: 90,
    backupFileRetentionDays: 365,
  },
  edge: {
    domain: "lms.example.com",
    zone: { kind: "created", name: "lms.example.com", dnssec: "none" },
    originVerifyVersion: 1,
    firewall: {
      mode: "block",
      blockedCountries: "none",
      botControl: "none",
      requestsPerAddress: 50000,
      loginsPerAddress: 2000,
    },
  },
  distribution: {
    priceClass: "PriceClass_All",
    realTimeMetrics: "on",
    ltiFrameOrigins: ["https://canvas.example.edu"],
    coursePackages: "own-host",
    mediaSigningKeys: {
      "2026": `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvdLuwpzUdfELbwixLNUb
ECR1i56pe8fB18s4ztH3xmIite79ajAu4gp56aXa2Ftf0bC9ZGlV6iXrMv6MGXAS
gCCzlkuygznXVq8+pjEqS1q+kP7iEeixTwNkB+7ojbU11ved2xGkoErtOO0KGkh7
4DK5ewiKQKr/+1jcMhQ2i+hZwWq+3DVLMcopQIMWjokUw+ItOffF5Ywf+S3krU6c
ftKImTRm36kN53MO5Mhx3lQT5fAoVboROK4TtTHHx0nnOdtJpPX99fEL3NUQCs+x
EVYHNn0gd4j9MH0wCwKHQSSl6uOi4I64BhT4Nr46lwkiGT6D3O4v3wqrxxOYkbgP
XQIDAQAB
-----END PUBLIC KEY-----
`,
    },
  },
  database: {
    engineVersion: "17.7",
    minorUpgrades: "planned",
    capacity: {
      kind: "provisioned",
      instanceClass: "db.r7g.2xlarge",
      instances: { "us-east-1a": "writer", "us-east-1b": "standby", "us-east-1c": "reader" },
      readerScaling: {
        minReaders: 2,
        maxReaders: 6,
        targetCpuPercent: 60,
        scaleInCooldownSeconds: 600,
        scaleOutCooldownSeconds: 120,
      },
    },
    backupRetentionDays: 35,
    backupWindow: "07:00-07:30",
    maintenanceWindow: "sun:08:00-sun:09:00",
  },
  cache: {
    maintenanceWindow: "sun:09:00-sun:10:00",
    snapshotWindow: "06:00-07:00",
    sessions: { nodeType: "cache.r7g.large", replicas: 2, logins: ["iam-token"], snapshotRetentionDays: 7 },
    cache: { nodeType: "cache.r7g.large", replicas: 2, logins: ["iam-token"] },
  },
  video: {
    sourceClass: "full-hd",
    ladder: ["360p", "540p", "720p", "1080p"],
    maxUploadGib: 50,
    concurrentSubmissions: 10,
    timeZone: "America/New_York",
  },
  monitoring: {
    notifications: {
      pagerDuty: "on",
      slack: { workspaceId: "T0123ABCD", channelIds: { critical: "C0PRODCRIT", warning: "C0PRODWARN" } },
      mail: ["lms-platform-team@example.com"],
    },
    alarms: { availabilityPercent: 99.99, latencySeconds: 2 },
    tracing: { reservoirPerSecond: 1, learnerRate: 0.1, otherRate: 0.01 },
    budget: {
      monthlyUsd: 12000,
      mail: ["lms-finance@example.com"],
      anomalies: { monitor: "created", leastImpactUsd: 100 },
    },
  },
  backup: {
    daily: { retentionDays: 35, copyRetentionDays: 7 },
    weekly: { retentionDays: 90, copyRetentionDays: 35 },
    monthly: { retentionDays: 365, copyRetentionDays: 365, coldStorageAfterDays: 30 },
    restoreTests: "monthly",
  },
  recovery: {
    region: "eu-west-1",
    cidr: "10.3.0.0/16",
    zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    application: "none",
    database: {
      activeRegion: "home",
      instances: { "eu-west-1a": "standby", "eu-west-1b": "reader" },
      masterPasswordVersion: 1,
    },
  },
} as const satisfies Environment;
