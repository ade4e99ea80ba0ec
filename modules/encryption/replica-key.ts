import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import type { Construct } from "constructs";
import type { Arn, DataProtection } from "../foundation/contracts";
import { policyDocument } from "../foundation/policy-document";
import { type KeyUse, keyPolicy } from "./key-policy";

export interface ReplicaKeyProps extends KeyUse {
  /** The multi-Region key of the other region; the replica has its key material and is rotated with it. */
  readonly primary: Arn;
  /** Name without `alias/`, such as `lms-prod-data`; people find the key by it. */
  readonly alias: string;
  readonly description: string;
  /** `retained` leaves 30 days to take a deletion back, `disposable` 7, the least that KMS allows. */
  readonly dataProtection: DataProtection;
}

/**
 * The replica of a multi-Region key in another region, with a policy of that region's own: what is encrypted in one
 * region can be read in the other, even while the first is gone.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export class ReplicaKey extends KmsReplicaKey {
  constructor(scope: Construct, id: string, props: ReplicaKeyProps) {
    super(scope, id, {
      primaryKeyArn: props.primary.arn,
      description: props.description,
      deletionWindowInDays: props.dataProtection === "retained" ? 30 : 7,
      policy: policyDocument(keyPolicy(props)),
    });
    new KmsAlias(this, "alias", { name: `alias/${props.alias}`, targetKeyId: this.keyId });
  }
}
