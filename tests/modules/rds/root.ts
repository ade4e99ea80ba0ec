import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { App } from "cdktf";
import type { Construct } from "constructs";
import { AlertTopics } from "../../../modules/alerting/alert-topics";
import { RecoveryRegion } from "../../../modules/disaster-recovery/recovery-region";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { Database, type DatabaseProps } from "../../../modules/rds/database";
import type { GlobalDatabaseSettings } from "../../../modules/rds/settings";
import { ApplicationSecrets } from "../../../modules/secrets/application-secrets";
import { Network } from "../../../modules/vpc/network";
import { Root } from "../../../stacks/root";
import { synthesize } from "../../../stacks/synthesize";
import { dev, prod, staging } from "../../support/environments";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";
import { SETTINGS } from "./settings";

const ENVIRONMENTS = { dev, staging, prod } as const;

/** What a test changes of an environment's database. */
export interface Changes {
  readonly database?: Partial<DatabaseProps>;
  readonly global?: Partial<GlobalDatabaseSettings>;
}

/** The data of one environment in a root of its own, wired as the platform wires it. */
class DataRoot extends Root {
  constructor(scope: Construct, name: keyof typeof ENVIRONMENTS, { database = {}, global = {} }: Changes) {
    const environment = ENVIRONMENTS[name];
    super(scope, `${name}-data`, environment);
    const { dataProtection, logRetentionDays, recovery, network: settings } = environment;
    const site = siteOf(environment);
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection });
    const network = new Network(this, "network", {
      keys,
      site,
      settings,
      controlPlaneZones: settings.zones,
      logRetentionDays,
    });
    const second =
      recovery === "none"
        ? undefined
        : new RecoveryRegion(this, "recovery", {
            keys,
            site,
            provider: new AwsProvider(this, "aws-recovery", { alias: "recovery", region: recovery.region }),
            settings: recovery,
            dataProtection,
            logRetentionDays,
          });
    new ApplicationSecrets(this, "secrets", {
      site,
      keys,
      dataProtection,
      replica: second === undefined ? "none" : second.replica,
    });
    const own = SETTINGS[name];
    const built = new Database(this, "database", {
      keys,
      network,
      alerts: new AlertTopics(this, "alerts", { site, keys }),
      site,
      settings: own.database,
      recovery:
        second === undefined || own.global === undefined
          ? "none"
          : { region: second, settings: { ...own.global, ...global } },
      dataProtection,
      logRetentionDays,
      ...database,
    });
    built.allowFrom(network.securityGroups.workloads);
    this.publish("db_endpoint", "Host that takes writes", built.endpoint);
    this.publish("connection_string", "Where the database is", built.connectionString());
  }
}

function dataRoot(name: keyof typeof ENVIRONMENTS, changes: Changes = {}): (app: App) => Root {
  return (app) => new DataRoot(app, name, changes);
}

const synthesized = new Map<string, SynthesizedRoot>();

/** The synthesized root; without changes it is built once. */
export function dataOf(name: keyof typeof ENVIRONMENTS, changes?: Changes): SynthesizedRoot {
  const known = changes === undefined ? synthesized.get(name) : undefined;
  if (known !== undefined) return known;
  const root = synthesizeRoots([dataRoot(name, changes)]).get(`${name}-data`);
  if (root === undefined) throw new Error(`no root of ${name}`);
  if (changes === undefined) synthesized.set(name, root);
  return root;
}

/** What a synth of the changed root reports. */
export function problemsOf(name: keyof typeof ENVIRONMENTS, changes: Changes): readonly string[] {
  return synthesize(() => [dataRoot(name, changes)], mkdtempSync(join(tmpdir(), "lms-synth-"))).problems;
}
