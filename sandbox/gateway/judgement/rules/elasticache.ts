import { type JsonObject, numberAt, stringAt, stringsAt } from "../../json";
import { replicationGroups, subnetGroups } from "../../services/elasticache/model";
import { type Rules, refuse } from "../rule";
import { requireIdentifier } from "./identifiers";
import { isCacheNodeType } from "./machine-sizes";
import { subnetsOf } from "./subnets";
import { windowsOverlap } from "./windows";

/** ElastiCache: names, nodes and windows of replication groups, and the VPC of subnet groups. */
export const elastiCacheRules: Rules = {
  CreateReplicationGroup: (parameters) => {
    // @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
    requireIdentifier("ReplicationGroupId", stringAt(parameters, "ReplicationGroupId") ?? "", 40);
    requireNodeType(parameters);
    requireWindows(parameters, {});
    // @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.Redis.Groups.html
    const nodes = numberAt(parameters, "NumCacheClusters") ?? 1;
    if (nodes > 6) invalid(`The number of replicas per node group must be within 0 and 5, got ${nodes - 1}.`);
  },

  ModifyReplicationGroup: (parameters, scene) => {
    const id = (stringAt(parameters, "ReplicationGroupId") ?? "").toLowerCase();
    requireNodeType(parameters);
    requireWindows(parameters, scene.remembered(replicationGroups).get(id)?.settings ?? {});
  },

  IncreaseReplicaCount: (parameters) => {
    const replicas = numberAt(parameters, "NewReplicaCount") ?? 0;
    if (replicas > 5) invalid(`The number of replicas per node group must be within 0 and 5, got ${replicas}.`);
  },

  /** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheSubnetGroup.html */
  ModifyCacheSubnetGroup: async (parameters, scene) => {
    const name = (stringAt(parameters, "CacheSubnetGroupName") ?? "").toLowerCase();
    const vpc = scene.remembered(subnetGroups).get(name)?.vpcId;
    const subnets = await subnetsOf(stringsAt(parameters, "SubnetIds"), scene);
    if (vpc === undefined || subnets.every((subnet) => subnet.vpc === vpc)) return;
    refuse("InvalidSubnet", `The new subnets are not in the VPC ${vpc} of the cache subnet group ${name}.`);
  },
};

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html */
function requireNodeType(parameters: JsonObject): void {
  const type = stringAt(parameters, "CacheNodeType");
  if (type !== undefined && !isCacheNodeType(type)) invalid(`Invalid cache node type: ${type}`);
}

function requireWindows(asked: JsonObject, before: Readonly<Record<string, string>>): void {
  const daily = stringAt(asked, "SnapshotWindow") ?? before.SnapshotWindow ?? "";
  const weekly = stringAt(asked, "PreferredMaintenanceWindow") ?? before.PreferredMaintenanceWindow ?? "";
  if (windowsOverlap(daily, weekly)) invalid("The snapshot window and maintenance window must not overlap.");
}

function invalid(message: string): never {
  return refuse("InvalidParameterValue", message);
}
