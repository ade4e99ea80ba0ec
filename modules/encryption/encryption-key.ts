import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { Construct } from "constructs";
import type { DataProtection } from "../foundation/contracts";
import { policyDocument } from "../foundation/policy-document";
import { type KeyUse, keyPolicy } from "./key-policy";

export interface EncryptionKeyProps extends KeyUse {
  /** Name without `alias/`, such as `lms-prod-data`; people find the key by it. */
  readonly alias: string;
  readonly description: string;
  /** `retained` leaves 30 days to take a deletion back, `disposable` 7, the least that KMS allows. */
  readonly dataProtection: DataProtection;
  /** Whether the key can be replicated to other regions. It cannot be changed later without losing the key. */
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
      deletionWindowInDays: props.dataProtection === "retained" ? 30 : 7,
      multiRegion: props.multiRegion ?? false,
      policy: policyDocument(keyPolicy(props)),
    });
    new KmsAlias(this, "alias", { name: `alias/${props.alias}`, targetKeyId: this.keyId });
  }
}
