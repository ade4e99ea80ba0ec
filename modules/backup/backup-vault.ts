import { BackupVault as AwsBackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import { BackupVaultPolicy } from "@cdktf/provider-aws/lib/backup-vault-policy";
import { Construct } from "constructs";
import type { Arn, DataProtection } from "../foundation/contracts";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";
import type { RetentionRange } from "./backup-rules";

export interface BackupVaultProps {
  /** Key of the vault's region. */
  readonly key: Arn;
  /** Name of the vault, 2-50 letters, digits or hyphens. */
  readonly name: string;
  /** `retained`: locked, and not deleted by accident; `disposable`: deleted with all backups in it. */
  readonly dataProtection: DataProtection;
  /** Retentions that a locked vault takes. */
  readonly retention: RetentionRange;
}

/** Denies the early end of a backup to everyone, whatever their own rights. */
const KEEP_BACKUPS: PolicyStatement = {
  Sid: "KeepBackups",
  Effect: "Deny",
  Principal: "*",
  Action: ["backup:DeleteRecoveryPoint", "backup:DisassociateRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
  Resource: "*",
};

/**
 * An encrypted vault of backups that no one can delete. Where data is retained it is locked in governance mode: its
 * retention cannot be shortened without the right to lift the lock.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export class BackupVault extends Construct {
  readonly vault: AwsBackupVault;

  constructor(scope: Construct, id: string, props: BackupVaultProps) {
    super(scope, id);
    const { key, name, dataProtection, retention } = props;
    const retained = dataProtection === "retained";
    this.vault = new AwsBackupVault(this, "vault", {
      name,
      kmsKeyArn: key.arn,
      forceDestroy: !retained,
    });
    new BackupVaultPolicy(this, "policy", {
      backupVaultName: this.vault.name,
      policy: policyDocument([KEEP_BACKUPS]),
    });
    if (!retained) return;
    new BackupVaultLockConfiguration(this, "lock", {
      backupVaultName: this.vault.name,
      // Without changeableForDays: with it, nobody could ever lift the lock, AWS included.
      minRetentionDays: retention.minDays,
      maxRetentionDays: retention.maxDays,
    });
  }
}
