import { all, any, arn, arnIn, both, created, each, ifGiven, on, passes, serviceTable, type Target } from "../table";

const cluster = arn("cluster:{DBClusterIdentifier}");
const instance = arn("db:{DBInstanceIdentifier}");
const clusterParameters = arn("cluster-pg:{DBClusterParameterGroupName}");
const parameters = arn("pg:{DBParameterGroupName}");
const subnetGroup = arn("subgrp:{DBSubnetGroupName}");
const subscription = arn("es:{SubscriptionName}");
const global: Target = arn("global-cluster:{GlobalClusterIdentifier}", { region: "" });
const TAG = "AddTagsToResource";
const monitoring = passes("monitoring.rds.amazonaws.com", "MonitoringRoleArn");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html */
export const rds = serviceTable(
  { name: "rds" },
  {
    CreateDBCluster: all(
      created(
        both(
          cluster,
          arn("og:{OptionGroupName*}"),
          ifGiven("DBClusterParameterGroupName", clusterParameters),
          ifGiven("DBSubnetGroupName", subnetGroup),
          ifGiven("GlobalClusterIdentifier", global),
        ),
        TAG,
      ),
      monitoring,
    ),
    ModifyDBCluster: all(on(both(cluster, ifGiven("DBClusterParameterGroupName", clusterParameters))), monitoring),
    DeleteDBCluster: on(
      both(cluster, ifGiven("FinalDBSnapshotIdentifier", arn("cluster-snapshot:{FinalDBSnapshotIdentifier}"))),
    ),
    DescribeDBClusters: on(arn("cluster:{DBClusterIdentifier*}")),
    RestoreDBClusterToPointInTime: created(
      both(
        cluster,
        arn("cluster:{SourceDBClusterIdentifier}"),
        arn("og:{OptionGroupName*}"),
        arn("cluster-pg:{DBClusterParameterGroupName*}"),
        arn("subgrp:{DBSubnetGroupName*}"),
      ),
      TAG,
    ),
    ...each(all(on(cluster), passes("rds.amazonaws.com", "RoleArn")), "AddRoleToDBCluster", "RemoveRoleFromDBCluster"),
    CreateDBInstance: all(
      created(
        both(
          instance,
          ifGiven("DBClusterIdentifier", cluster),
          ifGiven("DBParameterGroupName", parameters),
          ifGiven("DBSubnetGroupName", subnetGroup),
        ),
        TAG,
      ),
      monitoring,
    ),
    ModifyDBInstance: all(on(both(instance, ifGiven("DBParameterGroupName", parameters))), monitoring),
    ...each(on(instance), "DeleteDBInstance", "RebootDBInstance"),
    DescribeDBInstances: on(arn("db:{DBInstanceIdentifier*}")),
    CreateDBClusterParameterGroup: created(clusterParameters, TAG),
    ...each(
      on(clusterParameters),
      "DeleteDBClusterParameterGroup",
      "DescribeDBClusterParameters",
      "ModifyDBClusterParameterGroup",
      "ResetDBClusterParameterGroup",
    ),
    DescribeDBClusterParameterGroups: on(arn("cluster-pg:{DBClusterParameterGroupName*}")),
    CreateDBParameterGroup: created(parameters, TAG),
    ...each(
      on(parameters),
      "DeleteDBParameterGroup",
      "DescribeDBParameters",
      "ModifyDBParameterGroup",
      "ResetDBParameterGroup",
    ),
    DescribeDBParameterGroups: on(arn("pg:{DBParameterGroupName*}")),
    CreateDBSubnetGroup: created(subnetGroup, TAG),
    ...each(on(subnetGroup), "DeleteDBSubnetGroup", "ModifyDBSubnetGroup"),
    DescribeDBSubnetGroups: on(arn("subgrp:{DBSubnetGroupName*}")),
    CreateEventSubscription: created(subscription, TAG),
    ...each(on(subscription), "DeleteEventSubscription", "ModifyEventSubscription"),
    DescribeEvents: on(any),
    DescribeEventSubscriptions: on(arn("es:{SubscriptionName*}")),
    CreateGlobalCluster: created(
      both(global, ifGiven("SourceDBClusterIdentifier", arn("cluster:{SourceDBClusterIdentifier}"))),
      TAG,
    ),
    ...each(on(global), "DeleteGlobalCluster", "ModifyGlobalCluster"),
    ...each(
      on(both(global, arn("cluster:{TargetDbClusterIdentifier}"))),
      "FailoverGlobalCluster",
      "SwitchoverGlobalCluster",
    ),
    RemoveFromGlobalCluster: on(both(global, arn("cluster:{DbClusterIdentifier}"))),
    DescribeGlobalClusters: on(arn("global-cluster:{GlobalClusterIdentifier*}", { region: "" })),
    ...each(on(arnIn("ResourceName")), TAG, "ListTagsForResource", "RemoveTagsFromResource"),
  },
);
