import { AwsError } from "../../responses";
import type { Context } from "../../service";
import { found, parameterGroups, type ReplicationGroup, subnetGroups, userGroups } from "./model";

/**
 * Refuses what ElastiCache refuses: references to what does not exist, and settings that exclude each other.
 * @throws AwsError with ElastiCache's code.
 */
export function checkReplicationGroup(group: ReplicationGroup, context: Context): void {
  checkReferences(group, context);
  const { settings, zones, userGroupIds } = group;
  if (settings.AutomaticFailoverEnabled === "true" && zones.length < 2) {
    throw invalid("Automatic failover is not supported with fewer than 2 cache clusters.");
  }
  if (settings.MultiAZEnabled === "true" && settings.AutomaticFailoverEnabled !== "true") {
    throw invalid("Automatic failover must be enabled to enable Multi-AZ.");
  }
  if (userGroupIds.size > 0 && settings.TransitEncryptionEnabled !== "true") {
    throw invalid("Encryption in-transit must be enabled to use user group based access control.");
  }
}

function checkReferences({ settings, userGroupIds }: ReplicationGroup, context: Context): void {
  const { CacheSubnetGroupName: subnets, CacheParameterGroupName: parameters } = settings;
  if (subnets !== undefined) {
    const message = `Cache subnet group ${subnets} does not exist.`;
    found(context.remembered(subnetGroups).get(subnets), "CacheSubnetGroupNotFoundFault", message);
  }
  if (parameters !== undefined && !parameters.startsWith("default.")) {
    const message = `CacheParameterGroup ${parameters} not found.`;
    found(context.remembered(parameterGroups).get(parameters), "CacheParameterGroupNotFound", message);
  }
  for (const id of userGroupIds) {
    found(context.remembered(userGroups).get(id), "UserGroupNotFound", `User Group ${id} not found.`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterCombination", message);
}
