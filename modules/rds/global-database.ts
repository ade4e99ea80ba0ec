import { RdsGlobalCluster } from "@cdktf/provider-aws/lib/rds-global-cluster";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { DataProtection, Keys, Replica } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import type { AuroraCluster, ClusterIdentity } from "./aurora-cluster";
import type { RegionRole } from "./database-settings";
import type { EngineVersion } from "./engine-versions";
import { MasterPassword } from "./master-password";

export interface GlobalDatabaseProps {
  /** Its prefix is the identifier of the global cluster, unique in the account. */
  readonly site: Site;
  readonly keys: Pick<Keys, "data">;
  readonly engineVersion: EngineVersion;
  readonly databaseName: string;
  readonly masterUsername: string;
  readonly masterPasswordVersion: number;
  /** The region whose cluster takes the writes. */
  readonly activeRegion: RegionRole;
  readonly dataProtection: DataProtection;
  /** Where the master password is copied to. */
  readonly replica: Pick<Replica, "region" | "key">;
}

/** Makes the cluster of a region. */
type CreateCluster = (identity: ClusterIdentity, after: readonly ITerraformDependable[]) => AuroraCluster;

/**
 * What Terraform must not look at in the clusters of a global database, for after a failover AWS has changed it and to
 * put it back would detach a cluster or make it anew.
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_global_cluster
 */
const CHANGED_BY_FAILOVER = [
  // Empty or not as the roles are; without it in the configuration Terraform takes the cluster out of the database.
  "global_cluster_identifier",
  "replication_source_identifier",
  "snapshot_identifier",
  // The global cluster raises the version of its members.
  "engine_version",
  // Only the first writer is given them, and every member has them: a difference would replace the cluster.
  "database_name",
  "master_username",
];

/**
 * A database in two regions: one cluster takes the writes, the other follows it within a second and can take over. Its
 * endpoint leads to whichever writes. Both have the same addresses in Terraform whoever it is.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html
 */
export class GlobalDatabase extends Construct {
  private readonly cluster: RdsGlobalCluster;
  private readonly password: MasterPassword;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GlobalDatabaseProps,
  ) {
    super(scope, id);
    this.cluster = new RdsGlobalCluster(this, "cluster", {
      globalClusterIdentifier: props.site.prefix,
      engine: "aurora-postgresql",
      engineVersion: props.engineVersion,
      databaseName: props.databaseName,
      storageEncrypted: true,
      deletionProtection: props.dataProtection === "retained",
    });
    this.password = new MasterPassword(this, "master", {
      keys: props.keys,
      site: props.site,
      replica: props.replica,
      username: props.masterUsername,
      version: passwordNumber(props),
      dataProtection: props.dataProtection,
    });
  }

  /** Host name that leads to the writer, in whichever region it is. */
  get endpoint(): string {
    return this.cluster.endpoint;
  }

  /** ARN of the secret with the master user's name and password. */
  get masterSecretArn(): string {
    return this.password.secret.arn;
  }

  /**
   * Makes the clusters in order: the first becomes the writer, and must be the last to be deleted.
   * @param create makes the cluster of each region, after something and before nothing
   */
  createClusters(create: Readonly<Record<RegionRole, CreateCluster>>): Readonly<Record<RegionRole, AuroraCluster>> {
    const { activeRegion } = this.props;
    const writer = create[activeRegion](this.writerIdentity(), []);
    this.password.storeAfter(writer.cluster);
    const after = Object.values(writer.instances).slice(0, 1);
    return activeRegion === "home"
      ? { home: writer, recovery: create.recovery(this.readerIdentity(), after) }
      : { home: create.home(this.readerIdentity(), after), recovery: writer };
  }

  private writerIdentity(): ClusterIdentity {
    const { databaseName, masterUsername } = this.props;
    return { ...this.readerIdentity(), databaseName, masterUsername, ...this.password.writerArguments };
  }

  /** Without credentials: a reader has those of the writer, and AWS refuses any other. */
  private readerIdentity(): ClusterIdentity {
    return {
      globalClusterIdentifier: this.cluster.id,
      lifecycle: { ignoreChanges: CHANGED_BY_FAILOVER },
    };
  }
}

/**
 * The number of a password that is set through a region's cluster. It differs for the regions, so that a change of the
 * active region, too, sets the password in the database and in its secret alike.
 */
function passwordNumber({ masterPasswordVersion, activeRegion }: GlobalDatabaseProps): number {
  return masterPasswordVersion * 2 + (activeRegion === "home" ? 0 : 1);
}
