import { Fn, type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { report } from "../foundation/checks";
import type { DataProtection, DataTier, Keys, SecondRegion, SecurityGroup, Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { PORTS } from "../foundation/ports";
import { AuroraCluster, type ClusterIdentity } from "./aurora-cluster";
import { databaseProblems } from "./checks";
import { connectionString } from "./connection-string";
import { DatabaseEvents } from "./database-events";
import { GlobalDatabase } from "./global-database";
import { type DatabaseLimits, databaseLimits } from "./instance-classes";
import { ReaderScaling } from "./reader-scaling";
import type { DatabaseSettings, GlobalDatabaseSettings } from "./settings";

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
 * The Aurora PostgreSQL database of an environment, in one region or two. No one can connect until `allowFrom` opens it,
 * and its passwords are in no code, plan or state.
 */
export class Database extends Construct {
  /** Host name that takes writes. */
  readonly endpoint: string;
  /** Cluster in the environment's own region. */
  readonly home: AuroraCluster;
  /** Cluster in the recovery region, where there is one. */
  readonly recovery: AuroraCluster | undefined;

  /** Events of the cluster in each region. */
  readonly events: { readonly home: DatabaseEvents; readonly recovery: DatabaseEvents | undefined };

  private readonly databaseName: string;
  private readonly masterUsername: string;
  private readonly secretArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseProps,
  ) {
    super(scope, id);
    this.databaseName = props.databaseName ?? "lms";
    this.masterUsername = props.masterUsername ?? "lms_admin";
    report(this, this.problems());
    const { home, recovery, host, secretArn } =
      props.recovery === "none" ? this.inOneRegion() : this.inTwoRegions(props.recovery);
    this.home = home;
    this.recovery = recovery;
    this.endpoint = host;
    this.secretArn = secretArn;
    this.scaleReaders();
    this.events = this.reportEvents();
  }

  /** URL for the master user, with the name of the secret, or of its copy in another region, in place of the password. */
  connectionString(region = this.props.site.region): string {
    const { endpoint: host, masterUsername: username, databaseName: database, secretArn: own, props } = this;
    // A copy has the same ARN, but for the region.
    const secretArn = region === props.site.region ? own : Fn.replace(own, props.site.region, region);
    return connectionString({ host, port: PORTS.postgresql, username, database, secretArn });
  }

  /** Host name that spreads reads over the readers of the environment's own region; over the writer, where it is alone. */
  get readerEndpoint(): string {
    return this.home.cluster.readerEndpoint;
  }

  /** Limits of an instance, for alarms. */
  get limits(): DatabaseLimits {
    return databaseLimits(this.props.settings.capacity);
  }

  /** Lets members of a security group connect. */
  allowFrom(peer: SecurityGroup): void {
    this.home.allowFrom(peer);
  }

  private problems(): string[] {
    const { site, network, settings, recovery } = this.props;
    const { databaseName, masterUsername } = this;
    const second = ({ region, settings }: Exclude<DatabaseProps["recovery"], "none">) => ({
      region: region.site.region,
      zones: region.network.zones,
      settings,
    });
    return databaseProblems({
      settings,
      region: site.region,
      zones: network.zones,
      databaseName,
      masterUsername,
      recovery: recovery === "none" ? "none" : second(recovery),
    });
  }

  private inOneRegion() {
    const home = this.createHome({
      databaseName: this.databaseName,
      masterUsername: this.masterUsername,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: this.props.keys.data.arn,
    });
    // A plan that takes the second region away does not know yet that RDS will make a secret.
    const { secretArn: made } = home.cluster.masterUserSecret.get(0);
    const secretArn = Token.asString(Fn.try([made, ""]));
    return { home, recovery: undefined, host: home.cluster.endpoint, secretArn };
  }

  private inTwoRegions({ region, settings }: Exclude<DatabaseProps["recovery"], "none">) {
    const { site, keys, dataProtection } = this.props;
    const props = {
      site,
      keys,
      engine: this.props.settings,
      databaseName: this.databaseName,
      masterUsername: this.masterUsername,
      masterPasswordVersion: settings.masterPasswordVersion,
      activeRegion: settings.activeRegion,
      dataProtection,
      replica: { region: region.site.region, key: region.keys.data },
    };
    const global = new GlobalDatabase(this, "global", props, {
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
    const { home, recovery, endpoint: host, masterSecretArn: secretArn } = global;
    return { home, recovery, host, secretArn };
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

  /** Props that the clusters of both regions have in common. */
  private common() {
    const { settings, dataProtection, logRetentionDays } = this.props;
    return { settings, dataProtection, logRetentionDays };
  }

  private scaleReaders(): void {
    const { capacity } = this.props.settings;
    if (capacity.kind !== "provisioned" || capacity.readerScaling === "none") return;
    new ReaderScaling(this, "readers", {
      settings: capacity.readerScaling,
      clusterIdentifier: this.home.cluster.clusterIdentifier,
      after: Object.values(this.home.instances),
    });
  }

  /** Reports to topics of each cluster's own region: AWS takes no others. */
  private reportEvents(): Database["events"] {
    const { site, alerts, recovery } = this.props;
    const home = new DatabaseEvents(this, "events", {
      site,
      clusterIdentifier: this.home.cluster.clusterIdentifier,
      alerts,
    });
    if (recovery === "none" || this.recovery === undefined) return { home, recovery: undefined };
    const there = new DatabaseEvents(recovery.region, "database-events", {
      site: recovery.region.site,
      clusterIdentifier: this.recovery.cluster.clusterIdentifier,
      alerts: recovery.region.alerts,
    });
    return { home, recovery: there };
  }
}
