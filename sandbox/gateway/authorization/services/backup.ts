import { all, any, arn, arnIn, created, each, on, passes, serviceTable } from "../table";

const vault = arn("backup-vault:{name}");
const plan = arn("backup-plan:{id}");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html */
export const backup = serviceTable(
  { name: "backup" },
  {
    CreateBackupVault: created(vault),
    // A plan has no id before it is made.
    CreateBackupPlan: created(arn("backup-plan:*")),
    CreateBackupSelection: all(on(plan), passes("backup.amazonaws.com", "BackupSelection", "IamRoleArn")),
    ...each(
      on(vault),
      "DeleteBackupVault",
      "DeleteBackupVaultAccessPolicy",
      "DeleteBackupVaultLockConfiguration",
      "DeleteBackupVaultNotifications",
      "DescribeBackupVault",
      "GetBackupVaultAccessPolicy",
      "GetBackupVaultNotifications",
      "ListRecoveryPointsByBackupVault",
      "PutBackupVaultAccessPolicy",
      "PutBackupVaultLockConfiguration",
      "PutBackupVaultNotifications",
    ),
    ...each(
      on(plan),
      "DeleteBackupPlan",
      "DeleteBackupSelection",
      "GetBackupPlan",
      "GetBackupSelection",
      "ListBackupSelections",
      "UpdateBackupPlan",
    ),
    ...each(on(any), "DescribeRegionSettings", "UpdateRegionSettings"),
    ...each(on(arnIn("arn")), "ListTags", "TagResource", "UntagResource"),
  },
  {
    "PUT /backup-vaults/{name}": "CreateBackupVault",
    "GET /backup-vaults/{name}": "DescribeBackupVault",
    "DELETE /backup-vaults/{name}": "DeleteBackupVault",
    "PUT /backup-vaults/{name}/access-policy": "PutBackupVaultAccessPolicy",
    "GET /backup-vaults/{name}/access-policy": "GetBackupVaultAccessPolicy",
    "DELETE /backup-vaults/{name}/access-policy": "DeleteBackupVaultAccessPolicy",
    "PUT /backup-vaults/{name}/notification-configuration": "PutBackupVaultNotifications",
    "GET /backup-vaults/{name}/notification-configuration": "GetBackupVaultNotifications",
    "DELETE /backup-vaults/{name}/notification-configuration": "DeleteBackupVaultNotifications",
    "PUT /backup-vaults/{name}/vault-lock": "PutBackupVaultLockConfiguration",
    "DELETE /backup-vaults/{name}/vault-lock": "DeleteBackupVaultLockConfiguration",
    "GET /backup-vaults/{name}/recovery-points": "ListRecoveryPointsByBackupVault",
    "PUT /backup/plans": "CreateBackupPlan",
    "GET /backup/plans/{id}": "GetBackupPlan",
    "POST /backup/plans/{id}": "UpdateBackupPlan",
    "DELETE /backup/plans/{id}": "DeleteBackupPlan",
    "PUT /backup/plans/{id}/selections": "CreateBackupSelection",
    "GET /backup/plans/{id}/selections": "ListBackupSelections",
    "GET /backup/plans/{id}/selections/{selection}": "GetBackupSelection",
    "DELETE /backup/plans/{id}/selections/{selection}": "DeleteBackupSelection",
    "GET /account-settings": "DescribeRegionSettings",
    "PUT /account-settings": "UpdateRegionSettings",
    "GET /tags/{arn}": "ListTags",
    "POST /tags/{arn}": "TagResource",
    "POST /untag/{arn}": "UntagResource",
  },
);
