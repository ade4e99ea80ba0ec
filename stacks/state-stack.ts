import type { Construct } from "constructs";
import { type Environment, namePrefix } from "../environments/environment";
import { EncryptionKey } from "../modules/encryption/encryption-key";
import { PrivateBucket } from "../modules/s3-cloudfront/private-bucket";
import { Root } from "./root";

/**
 * The root that all others of an environment rest on: the S3 bucket of their state, and its key. It keeps its own
 * state in that bucket too; `npm run bootstrap` creates the bucket first and then moves the state in.
 */
export class StateStack extends Root {
  constructor(scope: Construct, environment: Environment) {
    super(scope, `state-${environment.name}`, environment);
    const { account, region, stateBucket } = environment;
    const key = new EncryptionKey(this, "key", {
      account,
      region,
      alias: `${namePrefix(environment)}-terraform-state`,
      description: "Terraform state",
      // State is what the platform is managed by: it outlives even a disposable environment.
      dataProtection: "retained",
      throughServices: ["s3"],
    });
    const state = new PrivateBucket(this, "state", {
      key,
      bucketName: stateBucket,
      dataProtection: "retained",
      oldVersionDays: 90,
    });
    this.publish("state_bucket", "The bucket that holds the Terraform state of this environment", state.bucket.bucket);
  }
}
