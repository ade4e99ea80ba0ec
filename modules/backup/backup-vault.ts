import { BackupVault as AwsBackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import { BackupVaultPolicy } from "@cdktf/provider-aws/lib/backup-vault-policy";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Arn, DataProtection } from "../foundation/contracts";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";
import type { RetentionRange } from "./backup-rules";

export interface BackupVaultProps {
  /** The key of the vault's region; an `EncryptionKey` or the replica of one. */
  readonly key: Arn;
  /** The AWS provider of another region; the root's own by default. */
  readonly provider?: TerraformProvider;
  /** Name of the vault, 2-50 letters, digits or hyphens. */
  readonly name: string;
  /** `retained`: locked, and deleted by no one's accident; `disposable`: goes with all that is in it. */
  readonly dataProtection: DataProtection;
  /** How long what is put in may be kept. */
  readonly retention: RetentionRange;
}

/** What no one may do, however wide their own rights: a backup goes when its time is over, and not before. */
const KEEP_BACKUPS: PolicyStatement = {
  Sid: "KeepBackups",
  Effect: "Deny",
  Principal: "*",
  Action: ["backup:DeleteRecoveryPoint", "backup:DisassociateRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
  Resource: "*",
};

/**
 * A vault of backups, encrypted, from which no one can delete any. Where data is retained it is locked in governance
 * mode: not even its retention can be shortened without the right to lift the lock.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export class BackupVault extends Construct {
  readonly vault: AwsBackupVault;

  constructor(scope: Construct, id: string, props: BackupVaultProps) {
    super(scope, id);
    const { key, name, dataProtection, retention } = props;
    const retained = dataProtection === "retained";
    const inRegion = props.provider === undefined ? {} : { provider: props.provider };
    this.vault = new AwsBackupVault(this, "vault", {
      ...inRegion,
      name,
      kmsKeyArn: key.arn,
      forceDestroy: !retained,
      ...(retained ? { lifecycle: { preventDestroy: true } } : {}),
    });
    new BackupVaultPolicy(this, "policy", {
      ...inRegion,
      backupVaultName: this.vault.name,
      policy: policyDocument([KEEP_BACKUPS]),
    });
    if (!retained) return;
    new BackupVaultLockConfiguration(this, "lock", {
      ...inRegion,
      backupVaultName: this.vault.name,
      // No changeableForDays: it would make the lock one that nobody, AWS included, can ever lift.
      minRetentionDays: retention.minDays,
      maxRetentionDays: retention.maxDays,
    });
  }
}
