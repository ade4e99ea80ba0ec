import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { ElasticacheUser } from "@cdktf/provider-aws/lib/elasticache-user";
import { Construct } from "constructs";
import { report } from "../foundation/checks";
import type { DataProtection, DataTier, Keys, SecurityGroup } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ENGINE, type StoreUse } from "../foundation/store-uses";
import { RedisStore } from "./redis-store";
import { type CacheSettings, cachePlaceOf, cacheProblems, loginsOf } from "./settings";
import { StorePasswords } from "./store-passwords";
import { createUsers, type StoreUsers } from "./store-users";

export interface RedisProps {
  readonly keys: Pick<Keys, "data" | "logs" | "messages">;
  readonly network: DataTier;
  readonly site: Site;
  /** Site whose administrators and deployer look after passwords, where the stores are elsewhere; `site` by default. */
  readonly accessSite?: Pick<Site, "account" | "prefix">;
  readonly settings: CacheSettings;
  /** `retained`: the sessions cannot be destroyed by accident, and a deletion on purpose leaves a final snapshot. */
  readonly dataProtection: DataProtection;
  readonly logRetentionDays: number;
}

/**
 * Redis of an environment, in the data tier: a store for sessions, which evicts nothing and keeps snapshots, and a cache,
 * which may be in the same store. No one can connect until `allowFrom` opens them.
 */
export class Redis extends Construct {
  readonly sessions: RedisStore;
  /** Store that keeps the cache: that of sessions where the settings say so. */
  readonly cache: RedisStore;
  /** Passwords of the stores that are logged in to with one; undefined where none is. */
  readonly passwords: StorePasswords | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RedisProps,
  ) {
    super(scope, id);
    const { keys, network, site, settings, dataProtection, logRetentionDays } = props;
    report(this, cacheProblems(settings, { zones: network.zones, dataProtection }));
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
    const guests = cache === "with-sessions" ? this.createGuests() : {};
    this.sessions = new RedisStore(this, "sessions", {
      ...common,
      use: "sessions",
      guests,
      settings: sessions,
      snapshots: { retentionDays: sessions.snapshotRetentionDays, dataProtection },
    });
    this.cache =
      cache === "with-sessions"
        ? this.sessions
        : new RedisStore(this, "cache", { ...common, use: "cache", guests: {}, settings: cache, snapshots: "none" });
    this.passwords = this.createPasswords({
      sessions: this.sessions.users,
      cache: cache === "with-sessions" ? guests : this.cache.users,
    });
  }

  /** Lets members of `peer` connect to every store. */
  allowFrom(peer: SecurityGroup): void {
    for (const store of new Set([this.sessions, this.cache])) store.allowFrom(peer);
  }

  /** Creates the users of a cache in the store of sessions, at the addresses that they have in a store of its own. */
  private createGuests(): StoreUsers {
    const { site, settings } = this.props;
    return createUsers(new Construct(this, "cache"), {
      site,
      use: "cache",
      logins: loginsOf(settings, "cache"),
      cachePlace: cachePlaceOf(settings),
    });
  }

  private createPasswords(users: Readonly<Record<StoreUse, StoreUsers>>): StorePasswords | undefined {
    const { keys, site, accessSite = site, logRetentionDays } = this.props;
    const stores = (["sessions", "cache"] as const satisfies readonly StoreUse[]).flatMap((use) => {
      const { password } = users[use];
      return password === undefined ? [] : [{ use, user: password, ready: this[use].group }];
    });
    if (stores.length === 0) return undefined;
    return new StorePasswords(this, "passwords", { keys, stores, site, accessSite, logRetentionDays });
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
   * Every user group must have a user named `default`, the user of clients that do not log in. AWS's own has all rights;
   * this one is disabled.
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
