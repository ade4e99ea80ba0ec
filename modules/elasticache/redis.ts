import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { ElasticacheUser } from "@cdktf/provider-aws/lib/elasticache-user";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { DataProtection, DataTier, Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ENGINE } from "../foundation/store-uses";
import { cacheProblems } from "./cache-checks";
import type { CacheSettings } from "./cache-settings";
import { RedisStore } from "./redis-store";

export interface RedisProps {
  readonly keys: Pick<Keys, "data" | "logs">;
  readonly network: DataTier;
  readonly site: Pick<Site, "prefix">;
  readonly settings: CacheSettings;
  /** `retained`: the sessions cannot be destroyed by accident, and leave a final snapshot when they are on purpose. */
  readonly dataProtection: DataProtection;
  readonly logRetentionDays: number;
}

/**
 * The Redis of an environment, in the data tier: a store for sessions that evicts nothing and keeps snapshots, and one
 * that is a cache. Closed to everyone until `sessions.allowFrom` or `cache.allowFrom` opens it.
 */
export class Redis extends Construct {
  readonly sessions: RedisStore;
  readonly cache: RedisStore;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RedisProps,
  ) {
    super(scope, id);
    this.checkProps();
    const { keys, network, site, settings, dataProtection, logRetentionDays } = props;
    const { sessions, cache, maintenanceWindow, snapshotWindow } = settings;
    const common = {
      keys,
      network,
      subnetGroup: this.createSubnetGroup(),
      disabledUser: this.createDisabledUser(),
      site,
      windows: { maintenanceWindow, snapshotWindow },
      logRetentionDays,
    };
    this.sessions = new RedisStore(this, "sessions", {
      ...common,
      use: "sessions",
      settings: sessions,
      snapshots: { retentionDays: sessions.snapshotRetentionDays, dataProtection },
    });
    this.cache = new RedisStore(this, "cache", { ...common, use: "cache", settings: cache, snapshots: "none" });
  }

  private checkProps(): void {
    const { network, settings, dataProtection } = this.props;
    for (const problem of cacheProblems(settings, { zones: network.zones, dataProtection }))
      Annotations.of(this).addError(problem);
  }

  private createSubnetGroup(): ElasticacheSubnetGroup {
    const { network, site } = this.props;
    return new ElasticacheSubnetGroup(this, "subnets", {
      name: `${site.prefix}-redis`,
      description: "Data tier",
      subnetIds: [...network.subnetIds["private-data"]],
    });
  }

  /**
   * Every user group must have a user named `default`, which is who a client is that does not log in. AWS's own one may
   * do everything; this one is off.
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
   */
  private createDisabledUser(): ElasticacheUser {
    return new ElasticacheUser(this, "default-user", {
      userId: `${this.props.site.prefix}-default-off`,
      userName: "default",
      engine: ENGINE.name,
      accessString: "off -@all",
      // It cannot log in at all, and a password would be a secret to keep.
      noPasswordRequired: true,
    });
  }
}
