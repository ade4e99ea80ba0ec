import { Annotations, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { DataProtection, DataTier, Keys, SecondRegion, SecurityGroup, Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { PORTS } from "../foundation/ports";
import { AuroraCluster, type ClusterIdentity } from "./aurora-cluster";
import { connectionString } from "./connection-string";
import { DatabaseEvents } from "./database-events";
import { type DatabaseLimits, databaseLimits } from "./database-limits";
import { databaseProblems } from "./database-problems";
import type { DatabaseSettings, GlobalDatabaseSettings } from "./database-settings";
import { GlobalDatabase } from "./global-database";
import { ReaderScaling } from "./reader-scaling";

export interface DatabaseProps {
  readonly keys: Keys;
  readonly network: DataTier;
  readonly alerts: Topics;
  readonly site: Site;
  /** Second region of a global database; `none` for a database in one region. */
  readonly recovery: "none" | { readonly region: SecondRegion; readonly settings: GlobalDatabaseSettings };
  readonly settings: DatabaseSettings;
  readonly dataProtection: DataProtection;
  readonly logRetentionDays: number;
  /** Name of the first database, `lms` by default. */
  readonly databaseName?: string;
  /** Name of the master user, `lms_admin` by default. */
  readonly masterUsername?: string;
}

/**
 * The Aurora PostgreSQL database of an environment, by itself or in two regions. Nobody can connect until `allowFrom`
 * says who, and no password of it is in code, plan or state.
 */
export class Database extends Construct {
  /** Host name that takes writes. */
  readonly endpoint: string;
  /** The URL for the master user, with the name of the secret in place of the password. */
  readonly connectionString: string;
  /** The cluster in the environment's own region. */
  readonly home: AuroraCluster;
  /** The cluster in the recovery region, where there is one. */
  readonly recovery: AuroraCluster | undefined;

  private readonly databaseName: string;
  private readonly masterUsername: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseProps,
  ) {
    super(scope, id);
    this.databaseName = props.databaseName ?? "lms";
    this.masterUsername = props.masterUsername ?? "lms_admin";
    this.checkSettings();
    const { home, recovery, host, secretArn } =
      props.recovery === "none" ? this.inOneRegion() : this.inTwoRegions(props.recovery);
    this.home = home;
    this.recovery = recovery;
    this.endpoint = host;
    this.connectionString = connectionString({
      host,
      port: PORTS.postgresql,
      username: this.masterUsername,
      database: this.databaseName,
      secretArn,
    });
    this.scaleReaders();
    this.reportEvents();
  }

  /** What an instance of it has. */
  get limits(): DatabaseLimits {
    return databaseLimits(this.props.settings.capacity);
  }

  /** Lets members of a security group connect. */
  allowFrom(peer: SecurityGroup): void {
    this.home.allowFrom(peer);
  }

  private checkSettings(): void {
    const { site, network, settings, recovery } = this.props;
    const problems = databaseProblems({
      settings,
      region: site.region,
      zones: network.zones,
      databaseName: this.databaseName,
      masterUsername: this.masterUsername,
      recovery:
        recovery === "none"
          ? "none"
          : {
              region: recovery.region.site.region,
              zones: recovery.region.network.zones,
              settings: recovery.settings,
            },
    });
    for (const problem of problems) Annotations.of(this).addError(problem);
  }

  private inOneRegion() {
    const home = this.createHome({
      databaseName: this.databaseName,
      masterUsername: this.masterUsername,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: this.props.keys.data.arn,
    });
    const { secretArn } = home.cluster.masterUserSecret.get(0);
    return { home, recovery: undefined, host: home.cluster.endpoint, secretArn };
  }

  private inTwoRegions({ region, settings }: Exclude<DatabaseProps["recovery"], "none">) {
    const { site, keys, dataProtection } = this.props;
    const global = new GlobalDatabase(this, "global", {
      site,
      keys,
      engineVersion: this.props.settings.engineVersion,
      databaseName: this.databaseName,
      masterUsername: this.masterUsername,
      masterPasswordVersion: settings.masterPasswordVersion,
      activeRegion: settings.activeRegion,
      dataProtection,
      replica: { region: region.site.region, key: region.keys.data },
    });
    const clusters = global.createClusters({
      home: (identity, after) => this.createHome(identity, after),
      recovery: (identity, after) =>
        new AuroraCluster(region, "database", {
          ...this.common(),
          site: region.site,
          network: region.network,
          keys: region.keys,
          instances: settings.instances,
          identity,
          after,
        }),
    });
    return { ...clusters, host: global.endpoint, secretArn: global.masterSecretArn };
  }

  private createHome(identity: ClusterIdentity, after: readonly ITerraformDependable[] = []): AuroraCluster {
    const { site, network, keys, settings } = this.props;
    return new AuroraCluster(this, "home", {
      ...this.common(),
      site,
      network,
      keys,
      instances: settings.capacity.instances,
      identity,
      after,
    });
  }

  /** What the clusters of both regions have in common. */
  private common() {
    const { settings, dataProtection, logRetentionDays } = this.props;
    return { settings, dataProtection, logRetentionDays };
  }

  private scaleReaders(): void {
    const { capacity } = this.props.settings;
    if (capacity.kind !== "provisioned" || capacity.readerScaling === "none") return;
    new ReaderScaling(this, "readers", {
      ...capacity.readerScaling,
      clusterIdentifier: this.home.cluster.clusterIdentifier,
      after: Object.values(this.home.instances),
    });
  }

  /** To the topics of each cluster's own region: AWS takes no others. */
  private reportEvents(): void {
    const { site, alerts, recovery } = this.props;
    new DatabaseEvents(this, "events", {
      site,
      clusterIdentifier: this.home.cluster.clusterIdentifier,
      topics: alerts,
    });
    if (recovery === "none" || this.recovery === undefined) return;
    new DatabaseEvents(recovery.region, "database-events", {
      site: recovery.region.site,
      clusterIdentifier: this.recovery.cluster.clusterIdentifier,
      topics: recovery.region.alerts,
    });
  }
}
