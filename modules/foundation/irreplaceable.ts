import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { type IAspect, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/** Types of resources that code cannot make again as they were, with what is lost with one. */
export const IRREPLACEABLE: Readonly<Record<string, string>> = {
  aws_backup_vault: "the recovery points in it",
  aws_cloudfront_public_key: "every URL that was signed with it",
  aws_cloudwatch_log_group: "the logs in it",
  aws_ecr_repository: "the images",
  aws_eip: "the public address, which others let in",
  aws_eks_cluster: "the cluster with all that runs in it",
  aws_elasticache_replication_group: "the data in memory",
  aws_kms_key: "all that is encrypted with it, once its waiting period is over",
  aws_kms_replica_key: "what is encrypted in its region, once its waiting period is over",
  aws_rds_cluster: "the database",
  aws_rds_global_cluster: "the link to the database's other region",
  aws_route53_zone: "the zone with its name servers, which the parent zone names",
  aws_s3_bucket: "the bucket",
  aws_secretsmanager_secret: "the secret's value",
  aws_sqs_queue: "the messages in it",
  aws_subnet: "the part of the network, with all that has an address in it",
  aws_vpc: "the network with all that is in it",
};

/**
 * Lets Terraform refuse to destroy or replace what is irreplaceable, so that no module can forget it:
 * `Aspects.of(root).add(new KeepIrreplaceable())`. What is taken out of the code loses this protection with it; the gate of
 * a plan and the lock of the state's addresses refuse that.
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/prevent_destroy
 */
export class KeepIrreplaceable implements IAspect {
  visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node) || !isIrreplaceable(node)) return;
    node.lifecycle = { ...node.lifecycle, preventDestroy: true };
  }
}

/** A store of Redis without a last snapshot holds what can be computed again, a secret without a recovery window what is made anew. */
function isIrreplaceable(resource: TerraformResource): boolean {
  if (resource instanceof SecretsmanagerSecret) return resource.recoveryWindowInDaysInput !== 0;
  if (resource instanceof ElasticacheReplicationGroup) return resource.finalSnapshotIdentifierInput !== undefined;
  return resource.terraformResourceType in IRREPLACEABLE;
}
