import { RdsGlobalCluster } from "@cdktf/provider-aws/lib/rds-global-cluster";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { DataProtection, Keys, Replica } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { plus, times } from "../foundation/numbers";
import type { AuroraCluster, ClusterIdentity } from "./aurora-cluster";
import { MasterPassword } from "./master-password";
import { type DatabaseSettings, engineVersionFacts, type RegionRole } from "./settings";

export interface GlobalDatabaseProps {
  /** Its prefix is the identifier of the global cluster, unique in the account. */
  readonly site: Site;
  readonly keys: Pick<Keys, "data">;
  readonly engine: Pick<DatabaseSettings, "engineVersion" | "minorUpgrades">;
  readonly databaseName: string;
  readonly masterUsername: string;
  readonly masterPasswordVersion: number;
  /** Region whose cluster takes the writes. */
  readonly activeRegion: RegionRole;
  readonly dataProtection: DataProtection;
  /** Region and key of the copy of the master password. */
  readonly replica: Pick<Replica, "region" | "key">;
}

/** Creates the cluster of a region; `after` lists its dependencies. */
type CreateCluster = (identity: ClusterIdentity, after: readonly ITerraformDependable[]) => AuroraCluster;

/**
 * Attributes to ignore: a failover changes them, and reverting would detach or replace a cluster.
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_global_cluster
 */
const CHANGED_BY_FAILOVER = [
  // Depends on the role; without it in the configuration Terraform removes the cluster from the global database.
  "global_cluster_identifier",
  "replication_source_identifier",
  "snapshot_identifier",
  // A change here would restart both regions at once, see `upgradedFirst`.
  "engine_version",
  // Set for the home cluster alone, though every member has them: a difference would replace the cluster.
  "database_name",
  "master_username",
];

/**
 * A database in two regions: one cluster takes the writes, the other follows it within a second and can take over. The
 * endpoint leads to the current writer. The home cluster is there first, and the global database is made of it, so that a
 * database of one region can become one. Terraform addresses do not depend on which one is the writer.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html
 */
export class GlobalDatabase extends Construct {
  /** Cluster in the environment's own region. */
  readonly home: AuroraCluster;
  /** Cluster in the recovery region. */
  readonly recovery: AuroraCluster;

  private readonly cluster: RdsGlobalCluster;
  private readonly password: MasterPassword;

  /** @param create creates the cluster of a region; `after` lists its dependencies */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: GlobalDatabaseProps,
    create: Readonly<Record<RegionRole, CreateCluster>>,
  ) {
    super(scope, id);
    const { activeRegion, databaseName, masterUsername } = props;
    this.password = new MasterPassword(this, "master", {
      keys: props.keys,
      site: props.site,
      replica: props.replica,
      username: props.masterUsername,
      version: passwordNumber(props),
      dataProtection: props.dataProtection,
    });
    const lifecycle = { ignoreChanges: CHANGED_BY_FAILOVER };
    const credentials = (role: RegionRole) => (role === activeRegion ? this.password.writerArguments : {});
    this.home = create.home({ lifecycle, databaseName, masterUsername, ...credentials("home") }, []);
    this.cluster = this.joinRegions(this.home);
    const globalClusterIdentifier = this.cluster.id;
    const after = Object.values(this.home.instances).slice(0, 1);
    this.recovery = create.recovery({ lifecycle, globalClusterIdentifier, ...credentials("recovery") }, after);
    this.password.storeAfter((activeRegion === "home" ? this.home : this.recovery).cluster);
  }

  /** Host name of the writer, in either region. */
  get endpoint(): string {
    return this.cluster.endpoint;
  }

  /** ARN of the secret with the master user's name and password. */
  get masterSecretArn(): string {
    return this.password.secret.arn;
  }

  private joinRegions(home: AuroraCluster): RdsGlobalCluster {
    const { site, engine, dataProtection } = this.props;
    return new RdsGlobalCluster(this, "cluster", {
      globalClusterIdentifier: site.prefix,
      sourceDbClusterIdentifier: home.cluster.arn,
      // Its end lets go of the clusters and deletes none.
      forceDestroy: true,
      deletionProtection: dataProtection === "retained",
      lifecycle: {
        // Both are as they were when the global database was made; a difference would replace it.
        ignoreChanges: ["database_name", "source_db_cluster_identifier"],
        postcondition: [upgradedFirst(engine)],
      },
    });
  }
}

/**
 * Condition that the database runs the version of the configuration. To raise it here would restart every cluster at once,
 * at whatever time. A person upgrades one after the other in their maintenance windows, the readers' region first.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-upgrade.html
 */
function upgradedFirst({ engineVersion, minorUpgrades }: GlobalDatabaseProps["engine"]) {
  const version = minorUpgrades === "automatic" ? engineVersionFacts(engineVersion).major : engineVersion;
  return {
    // 17.7 is no 17.70.
    condition: `\${startswith(format("%s.", self.engine_version), "${version}.")}`,
    errorMessage:
      `The database does not run ${version} of database.engineVersion: upgrade it first, the readers' region before the ` +
      "writer's, as docs/edits.md tells, and then name the version that runs.",
  };
}

/**
 * Number of the password that is set through the cluster of a region. It differs between the regions, so a change of the
 * active region also sets a new password, in the database and in its secret alike.
 */
function passwordNumber({ masterPasswordVersion, activeRegion }: GlobalDatabaseProps): number {
  return plus(times(masterPasswordVersion, 2), activeRegion === "home" ? 0 : 1);
}
