import type { Environment } from "../../environments";
import type { RecoverySettings } from "../../environments/environment";
import type { FirewallSettings } from "../../modules/edge";

// Environments that tests of modules stand on: their values are known, whatever the real ones become.

/** The part of an environment that the fixtures of modules are built from. */
export type TestEnvironment = Omit<Environment, "access" | "addons" | "edge" | "monitoring" | "recovery" | "video"> & {
  readonly edge: Omit<Environment["edge"], "firewall"> & { readonly firewall: FirewallSettings };
  readonly recovery: "none" | RecoverySettings;
};

/** An environment with other values in some places. A list is replaced as a whole, and so is a choice of another kind. */
function like<T extends object>(base: T, changes: object): T {
  const entries = Object.entries(changes).map(([key, value]) => {
    const before = (base as Readonly<Record<string, unknown>>)[key];
    return [
      key,
      isRecord(before) && isRecord(value) && before.kind === (value.kind ?? before.kind) ? like(before, value) : value,
    ];
  });
  return { ...base, ...Object.fromEntries(entries) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Retained, over three zones, with a second region. */
export const prod: TestEnvironment = {
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
    vpc: "created",
    natGateways: "one-per-zone",
    interfaceEndpoints: ["ecr.api", "sts"],
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
        desiredSize: 3,
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
  storage: { learnerDataRegions: ["eu-west-1"], oldVersionDays: 90, backupFileRetentionDays: 365 },
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
      "2026":
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvdLuwpzUdfELbwixLNUb\nECR1i56pe8fB18s4ztH3xmIite79ajAu4gp56aXa2Ftf0bC9ZGlV6iXrMv6MGXAS\ngCCzlkuygznXVq8+pjEqS1q+kP7iEeixTwNkB+7ojbU11ved2xGkoErtOO0KGkh7\n4DK5ewiKQKr/+1jcMhQ2i+hZwWq+3DVLMcopQIMWjokUw+ItOffF5Ywf+S3krU6c\nftKImTRm36kN53MO5Mhx3lQT5fAoVboROK4TtTHHx0nnOdtJpPX99fEL3NUQCs+x\nEVYHNn0gd4j9MH0wCwKHQSSl6uOi4I64BhT4Nr46lwkiGT6D3O4v3wqrxxOYkbgP\nXQIDAQAB\n-----END PUBLIC KEY-----\n",
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
};

/** Disposable, smaller, in one region. */
export const staging: TestEnvironment = like(prod, {
  name: "staging",
  account: "222222222222",
  stateBucket: "lms-staging-terraform-state-222222222222",
  costCenter: "lms-staging",
  dataProtection: "disposable",
  logRetentionDays: 90,
  network: { vpc: "created", cidr: "10.1.0.0/16", natGateways: "one", interfaceEndpoints: [] },
  cluster: {
    nodeGroups: {
      general: { minSize: 2, desiredSize: 2, maxSize: 6 },
      compute: {
        instanceTypes: ["c6i.xlarge", "c6i.2xlarge"],
        capacity: "spot",
        minSize: 0,
        desiredSize: 1,
        maxSize: 3,
      },
      memory: { instanceTypes: ["r6i.large"], minSize: 0, desiredSize: 1, maxSize: 3 },
    },
  },
  storage: { learnerDataRegions: [], oldVersionDays: 30, backupFileRetentionDays: 90 },
  edge: {
    domain: "staging.lms.example.com",
    zone: { name: "staging.lms.example.com" },
    firewall: { requestsPerAddress: 20000, loginsPerAddress: 1000 },
  },
  distribution: {
    priceClass: "PriceClass_100",
    realTimeMetrics: "off",
    ltiFrameOrigins: ["https://canvas.staging.example.edu"],
    mediaSigningKeys: {
      "2026":
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAs6ePhY+/UVkpnnXWQ5Tr\nGx6QjhwFAUg3Zcf7HHNMAbsHRIMaUNjjX/FQonuJ7wecV2G5wRtNH9P20lJiuU7K\nKGAD2IyMqdDZky6XJ0j46cWLOfc3KDLg/YZuN+MWZlUBs0JUpiNONNChh7sUKqNk\nPmzpgDEiKx4JE0PG5Oy3oGhh9u0TRNcE59w8onempcsjgXY5QSEw2+pUnl37jFT0\n14u2mbE5DARKexiXvEUeQRr5GYXS6Yh90JJ8p2xX28DFISuYqR6dW9JsqxgKd/73\nG6iLcBPvBrQcPm0K0OhlSEGvQwQ1V8EFNj0wXkG9t1KuTxYcuZe99343vTbeCZkm\n+wIDAQAB\n-----END PUBLIC KEY-----\n",
    },
  },
  database: {
    minorUpgrades: "automatic",
    capacity: {
      instanceClass: "db.r7g.large",
      instances: { "us-east-1a": "writer", "us-east-1b": "reader" },
      readerScaling: "none",
    },
    backupRetentionDays: 7,
    maintenanceWindow: "wed:08:00-wed:09:00",
  },
  cache: {
    maintenanceWindow: "wed:09:00-wed:10:00",
    sessions: { nodeType: "cache.t4g.medium", replicas: 1, logins: ["iam-token"], snapshotRetentionDays: 3 },
    cache: { nodeType: "cache.t4g.medium", replicas: 1, logins: ["iam-token"] },
  },
  backup: {
    daily: { retentionDays: 14, copyRetentionDays: "none" },
    weekly: { retentionDays: 35, copyRetentionDays: "none" },
    monthly: "none",
    restoreTests: "none",
  },
  recovery: "none",
});

/** Disposable, as small as can be. */
export const dev: TestEnvironment = like(staging, {
  name: "dev",
  account: "111111111111",
  stateBucket: "lms-dev-terraform-state-111111111111",
  costCenter: "lms-dev",
  logRetentionDays: 30,
  network: { cidr: "10.2.0.0/16" },
  cluster: {
    publicAccess: ["198.51.100.0/24"],
    nodeGroups: {
      general: { instanceTypes: ["t3.large", "m6i.large"], capacity: "spot", minSize: 1, maxSize: 4, diskGib: 50 },
      compute: { scalingGroups: "one", desiredSize: 0, maxSize: 2, diskGib: 50 },
      memory: {
        instanceTypes: ["r6i.large", "r6i.xlarge"],
        capacity: "spot",
        scalingGroups: "one",
        desiredSize: 0,
        maxSize: 2,
        diskGib: 50,
      },
    },
  },
  storage: { oldVersionDays: 7, backupFileRetentionDays: 14 },
  edge: {
    domain: "dev.lms.example.com",
    zone: { name: "dev.lms.example.com" },
    firewall: { mode: "count", requestsPerAddress: 5000, loginsPerAddress: 200 },
  },
  distribution: {
    ltiFrameOrigins: [],
    mediaSigningKeys: {
      "2026":
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtzB2Z/GPnJQsv6TQlds/\nkJsghMFAPEeI7z62nnKWenX4RqlPA6qHXMGigotebrXGabkBdUPDevcOmRwBbPVf\nmalX2cQOx/9qA++ZIvbNgws+ZEXKK2l2/aX2mEyymydKPYsdME6R/u38/cAxIuIF\nUlwKVOLeFtdPDxvkTNPwtsUovRPEfk1ow07LyjPA37DykGyFF8m0nH1jK44Bmofe\nMVxrjGzm+/Lxt+4tmIbssXnt3Bhq58MYyJtqtHAngwqjzwaK/gzNzloNb12ZoKNs\nOH26IEGFxoUTOuz2xnsMokt0jK/3OWW5455TpvEGuLmBofWvo91MwPiZNUJDe4Jh\nYQIDAQAB\n-----END PUBLIC KEY-----\n",
    },
  },
  database: {
    capacity: { kind: "serverless", instances: { "us-east-1a": "writer" }, minCapacityAcu: 0, maxCapacityAcu: 2 },
    backupRetentionDays: 1,
    maintenanceWindow: "tue:08:00-tue:09:00",
  },
  cache: {
    maintenanceWindow: "tue:09:00-tue:10:00",
    sessions: { nodeType: "cache.t4g.micro", replicas: 0, logins: ["iam-token", "password"], snapshotRetentionDays: 1 },
    cache: { nodeType: "cache.t4g.micro", replicas: 0, logins: ["iam-token"] },
  },
  backup: { daily: { retentionDays: 7 }, weekly: "none" },
});
