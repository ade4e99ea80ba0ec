import { RdsGlobalCluster } from "@cdktf/provider-aws/lib/rds-global-cluster";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { DataProtection, Keys, Replica } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { plus, times } from "../foundation/numbers";
import type { AuroraCluster, ClusterIdentity } from "./aurora-cluster";
import { MasterPassword } from "./master-password";
import type { EngineVersion, RegionRole } from "./settings";

export interface GlobalDatabaseProps {
  /** Its prefix is the identifier of the global cluster, unique in the account. */
  readonly site: Site;
  readonly keys: Pick<Keys, "data">;
  readonly engineVersion: EngineVersion;
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
  // The global cluster raises the version of its members.
  "engine_version",
  // Set for the first writer alone, though every member has them: a difference would replace the cluster.
  "database_name",
  "master_username",
];

/**
 * A database in two regions: one cluster takes the writes, the other follows it within a second and can take over. The
 * endpoint leads to the current writer. Terraform addresses do not depend on which one is the writer.
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

  /** Host name of the writer, in either region. */
  get endpoint(): string {
    return this.cluster.endpoint;
  }

  /** ARN of the secret with the master user's name and password. */
  get masterSecretArn(): string {
    return this.password.secret.arn;
  }

  /**
   * Creates the clusters in order: the first becomes the writer, and must be the last to be deleted.
   * @param create creates the cluster of a region; `after` lists its dependencies
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

  /** Identity without credentials: a reader has those of the writer, and AWS refuses any other. */
  private readerIdentity(): ClusterIdentity {
    return {
      globalClusterIdentifier: this.cluster.id,
      lifecycle: { ignoreChanges: CHANGED_BY_FAILOVER },
    };
  }
}

/**
 * Number of the password that is set through the cluster of a region. It differs between the regions, so a change of the
 * active region also sets a new password, in the database and in its secret alike.
 */
function passwordNumber({ masterPasswordVersion, activeRegion }: GlobalDatabaseProps): number {
  return plus(times(masterPasswordVersion, 2), activeRegion === "home" ? 0 : 1);
}
