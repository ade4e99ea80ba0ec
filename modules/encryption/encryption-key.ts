import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import type { Construct } from "constructs";
import type { Arn, DataProtection } from "../foundation/contracts";
import { policyDocument } from "../foundation/policy-document";
import { type KeyUse, keyPolicy } from "./key-policy";

/** Settings that a key and its replica in another region have alike. */
interface KeyProps extends KeyUse {
  /** Name without `alias/`, such as `lms-prod-data`; people find the key by it. */
  readonly alias: string;
  readonly description: string;
  /** `retained` leaves 30 days to cancel a deletion, `disposable` 7, the minimum of KMS. */
  readonly dataProtection: DataProtection;
}

export interface EncryptionKeyProps extends KeyProps {
  /** Makes the key a multi-Region key, which has replicas; `false` by default. A later change replaces the key. */
  readonly multiRegion?: boolean;
}

/**
 * A customer-managed KMS key with yearly rotation, an alias, and a policy that allows the declared uses only.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export class EncryptionKey extends KmsKey {
  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id, {
      description: props.description,
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: deletionWindowDays(props.dataProtection),
      multiRegion: props.multiRegion ?? false,
      policy: policyDocument(keyPolicy(props)),
    });
    new KmsAlias(this, "alias", { name: `alias/${props.alias}`, targetKeyId: this.keyId });
  }
}

export interface ReplicaKeyProps extends KeyProps {
  /** Multi-Region key of the other region; the replica has its key material and is rotated with it. */
  readonly primary: Arn;
}

/**
 * Replica of a multi-Region key in another region, with that region's own policy: data that is encrypted in one region can
 * be read in the other, even while the first is down.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export class ReplicaKey extends KmsReplicaKey {
  constructor(scope: Construct, id: string, props: ReplicaKeyProps) {
    super(scope, id, {
      primaryKeyArn: props.primary.arn,
      description: props.description,
      deletionWindowInDays: deletionWindowDays(props.dataProtection),
      policy: policyDocument(keyPolicy(props)),
    });
    new KmsAlias(this, "alias", { name: `alias/${props.alias}`, targetKeyId: this.keyId });
  }
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
function deletionWindowDays(dataProtection: DataProtection): number {
  return dataProtection === "retained" ? 30 : 7;
}
