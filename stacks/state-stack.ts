import { Aspects } from "cdktf";
import { Construct } from "constructs";
import { type AccountSettings, type Environment, otherRegionOf } from "../environments/environment";
import { type Standby, standbyOf } from "../environments/standby";
import { EncryptionKey } from "../modules/encryption";
import { KeepIrreplaceable } from "../modules/foundation/irreplaceable";
import { roleArn, type Site, siteOf } from "../modules/foundation/names";
import { InRegion } from "../modules/foundation/regions";
import { AccessRoles } from "../modules/iam";
import { type KeyedBucket, PrivateBucket, StateCopy } from "../modules/s3-cloudfront";
import { Root } from "./root";

/**
 * The root that all others of an account rest on, applied by an administrator with `npm run bootstrap`: the S3 bucket
 * of the state, its key, and in an environment the roles of people and pipelines, which the deployer must not change.
 * It keeps its own state in that bucket too; the bootstrap creates the bucket first and then moves the state in.
 */
export class StateStack extends Root {
  /** @param registry of the images that an environment's nodes pull */
  constructor(scope: Construct, settings: AccountSettings | Environment, registry: Pick<AccountSettings, "region">) {
    super(scope, `state-${settings.name}`, settings);
    const { account, region, stateBucket } = settings;
    const site = siteOf(settings);
    Aspects.of(this).add(new KeepIrreplaceable());
    const key = new EncryptionKey(this, "key", {
      account,
      region,
      alias: `${site.prefix}-terraform-state`,
      description: "Terraform state",
      // State is what the platform is managed by: it outlives even a disposable environment.
      dataProtection: "retained",
      throughServices: ["s3"],
      ...("access" in settings ? keptFromRoles(site) : {}),
    });
    const state = new PrivateBucket(this, "state", {
      key,
      bucketName: stateBucket,
      dataProtection: "retained",
      oldVersionDays: 90,
    });
    this.publish("state_bucket", "The bucket that holds the Terraform state of this account", state.bucket.bucket);

    if ("access" in settings) {
      const standby = standbyOf(settings);
      if (standby !== "none") {
        new StateCopy(this, "copy", {
          site,
          source: { bucket: state, key, region },
          replica: this.keepStandbyState(standby),
        });
      }
      const roles = new AccessRoles(this, "access", {
        site: { ...settings, ...site, recovery: otherRegionOf(settings), registryRegion: registry.region, standby },
        access: settings.access,
      });
      this.publish("role_arns", "Roles of people and pipelines", roles.roleArns);
      this.publish("policies", "Their policies, and the permissions boundary", roles.policies);
    }
  }

  /**
   * The bucket of the state of what stands by in the recovery region: there, so that it outlives the home region. The state
   * of home is copied there, too.
   */
  private keepStandbyState({ name, account, region, stateBucket }: Standby): KeyedBucket {
    const scope = new Construct(this, "standby");
    const provider = this.providerIn(region, "recovery");
    Aspects.of(scope).add(new InRegion(provider));
    const key = new EncryptionKey(scope, "key", {
      account,
      region,
      alias: `${siteOf({ name, account, region }).prefix}-terraform-state`,
      description: "Terraform state",
      dataProtection: "retained",
      throughServices: ["s3"],
      ...keptFromRoles(siteOf({ name, account, region })),
    });
    const state = new PrivateBucket(scope, "state", {
      key,
      provider,
      bucketName: stateBucket,
      dataProtection: "retained",
      oldVersionDays: 90,
    });
    this.publish("standby_state_bucket", "The bucket of the state of what stands by", state.bucket.bucket);
    return { bucket: state, key, region };
  }
}

/** Whoever can spoil the key of state spoils every version of every state: the deployer and what it makes cannot. */
function keptFromRoles(site: Site) {
  return { keptFrom: { roles: roleArn(site, "*"), except: roleArn(site, "admin") } };
}
