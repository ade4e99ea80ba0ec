import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { type AccountSettings, type Environment, otherRegionOf } from "../environments/environment";
import { EncryptionKey } from "../modules/encryption";
import { KeepIrreplaceable } from "../modules/foundation/irreplaceable";
import { roleArn, siteOf } from "../modules/foundation/names";
import { AccessRoles } from "../modules/iam";
import { PrivateBucket } from "../modules/s3-cloudfront";
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
      // Whoever can spoil it spoils every version of every state: the deployer and what it makes cannot.
      ...("access" in settings ? { keptFrom: { roles: roleArn(site, "*"), except: roleArn(site, "admin") } } : {}),
    });
    const state = new PrivateBucket(this, "state", {
      key,
      bucketName: stateBucket,
      dataProtection: "retained",
      oldVersionDays: 90,
    });
    this.publish("state_bucket", "The bucket that holds the Terraform state of this account", state.bucket.bucket);

    if ("access" in settings) {
      const roles = new AccessRoles(this, "access", {
        site: { ...settings, ...site, recovery: otherRegionOf(settings), registryRegion: registry.region },
        access: settings.access,
      });
      this.publish("role_arns", "Roles of people and pipelines", roles.roleArns);
      this.publish("policies", "Their policies, and the permissions boundary", roles.policies);
    }
  }
}
