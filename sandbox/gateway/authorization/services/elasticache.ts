import { any, arn, arnIn, arns, both, created, each, ifGiven, on, serviceTable } from "../table";

const parameterGroup = arn("parametergroup:{CacheParameterGroupName}");
const subnetGroup = arn("subnetgroup:{CacheSubnetGroupName}");
const replicationGroup = arn("replicationgroup:{ReplicationGroupId}");
const user = arn("user:{UserId}");
const userGroup = arn("usergroup:{UserGroupId}");
const TAG = "AddTagsToResource";

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html */
export const elasticache = serviceTable(
  { name: "elasticache" },
  {
    CreateCacheParameterGroup: created(parameterGroup, TAG),
    ...each(on(parameterGroup), "DeleteCacheParameterGroup", "DescribeCacheParameters", "ModifyCacheParameterGroup"),
    ResetCacheParameterGroup: on(parameterGroup),
    DescribeCacheParameterGroups: on(arn("parametergroup:{CacheParameterGroupName*}")),
    CreateCacheSubnetGroup: created(subnetGroup, TAG),
    ...each(on(subnetGroup), "DeleteCacheSubnetGroup", "ModifyCacheSubnetGroup"),
    DescribeCacheSubnetGroups: on(arn("subnetgroup:{CacheSubnetGroupName*}")),
    CreateReplicationGroup: created(
      both(
        replicationGroup,
        ifGiven("CacheParameterGroupName", parameterGroup),
        ifGiven("CacheSubnetGroupName", subnetGroup),
        ifGiven("SnapshotName", arn("snapshot:{SnapshotName}")),
        arns("usergroup:{}", "UserGroupIds"),
      ),
      TAG,
    ),
    ...each(
      on(replicationGroup),
      "DeleteReplicationGroup",
      "IncreaseReplicaCount",
      "DecreaseReplicaCount",
      "ModifyReplicationGroup",
      "TestFailover",
    ),
    DescribeReplicationGroups: on(arn("replicationgroup:{ReplicationGroupId*}")),
    DescribeCacheClusters: on(arn("cluster:{CacheClusterId*}")),
    DescribeSnapshots: on(arn("snapshot:{SnapshotName*}")),
    CreateUser: created(user, TAG),
    ...each(on(user), "DeleteUser", "ModifyUser"),
    DescribeUsers: on(arn("user:{UserId*}")),
    CreateUserGroup: created(both(userGroup, arns("user:{}", "UserIds")), TAG),
    ModifyUserGroup: on(both(userGroup, arns("user:{}", "UserIdsToAdd"), arns("user:{}", "UserIdsToRemove"))),
    DeleteUserGroup: on(userGroup),
    DescribeUserGroups: on(arn("usergroup:{UserGroupId*}")),
    DescribeEngineDefaultParameters: on(any),
    ...each(on(arnIn("ResourceName")), "AddTagsToResource", "ListTagsForResource", "RemoveTagsFromResource"),
  },
);
