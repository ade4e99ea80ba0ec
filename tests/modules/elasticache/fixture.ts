import type { Construct } from "constructs";
import { Redis } from "../../../modules/elasticache/redis";
import type { CacheSettings } from "../../../modules/elasticache/settings";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { Network } from "../../../modules/vpc/network";
import { Root } from "../../../stacks/root";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";

const ACCOUNT = {
  name: "test",
  account: "777777777777",
  region: "us-east-1",
  stateBucket: "lms-test-terraform-state-777777777777",
  owner: "owner",
  costCenter: "cost",
};

/** The settings of a Redis, and what it takes from its environment. */
export interface TestSettings extends CacheSettings {
  readonly dataProtection: "disposable" | "retained";
  readonly logRetentionDays: number;
}

/** A root with a network and a Redis that its workloads may use. */
export class TestRoot extends Root {
  constructor(scope: Construct, settings: TestSettings) {
    super(scope, "test-redis", ACCOUNT);
    const site = siteOf(ACCOUNT);
    const { dataProtection, logRetentionDays } = settings;
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection });
    const network = new Network(this, "network", {
      keys,
      site,
      settings: {
        zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
        cidr: "10.9.0.0/16",
        vpc: "created",
        natGateways: "one",
        interfaceEndpoints: [],
      },
      controlPlaneZones: ["us-east-1a", "us-east-1b"],
      logRetentionDays,
    });
    const redis = new Redis(this, "redis", { keys, network, site, settings, dataProtection, logRetentionDays });
    redis.allowFrom(network.securityGroups.workloads);
    this.publish("endpoints", "Endpoints", {
      sessions: redis.sessions.primaryEndpoint,
      cache: redis.cache.primaryEndpoint,
    });
    this.publish("facts", "Facts", redis.sessions.nodeFacts);
  }
}

/** As in dev. */
export const small: TestSettings = {
  dataProtection: "disposable",
  logRetentionDays: 30,
  maintenanceWindow: "tue:09:00-tue:10:00",
  snapshotWindow: "06:00-07:00",
  sessions: { nodeType: "cache.t4g.micro", replicas: 0, logins: ["iam-token"], snapshotRetentionDays: 1 },
  cache: { nodeType: "cache.t4g.micro", replicas: 0, logins: ["iam-token"] },
};
/** As in staging. */
export const medium: TestSettings = {
  ...small,
  logRetentionDays: 90,
  maintenanceWindow: "wed:09:00-wed:10:00",
  sessions: { nodeType: "cache.t4g.medium", replicas: 1, logins: ["iam-token"], snapshotRetentionDays: 3 },
  cache: { nodeType: "cache.t4g.medium", replicas: 1, logins: ["iam-token"] },
};
/** As in prod. */
export const large: TestSettings = {
  dataProtection: "retained",
  logRetentionDays: 365,
  maintenanceWindow: "sun:09:00-sun:10:00",
  snapshotWindow: "06:00-07:00",
  sessions: { nodeType: "cache.r7g.large", replicas: 2, logins: ["iam-token"], snapshotRetentionDays: 7 },
  cache: { nodeType: "cache.m7g.large", replicas: 2, logins: ["iam-token"] },
};

const synthesized = new Map<TestSettings, SynthesizedRoot>();
/** The root with these settings, synthesized once. */
export function root(settings: TestSettings): SynthesizedRoot {
  const found = synthesized.get(settings) ?? synthesizeRoots([(app) => new TestRoot(app, settings)]).get("test-redis");
  if (found === undefined) throw new Error("no root");
  synthesized.set(settings, found);
  return found;
}
/** The replication groups of the root with these settings. */
export const groups = (settings: TestSettings) => root(settings).resources("aws_elasticache_replication_group");

/** A reference to an attribute as it stands in the JSON. */
export function ref(attribute: string): string {
  return `\${${attribute}}`;
}
