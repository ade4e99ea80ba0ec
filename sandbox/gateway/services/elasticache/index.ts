import type { Service } from "../../service";
import { cacheClusterOperations } from "./cache-clusters";
import { parameterGroupOperations } from "./parameter-groups";
import { replicationGroupOperations } from "./replication-groups";
import { snapshotOperations } from "./snapshots";
import { subnetGroupOperations } from "./subnet-groups";
import { tagOperations } from "./tags";
import { userGroupOperations } from "./user-groups";
import { userOperations } from "./users";

/**
 * ElastiCache, all but stand-alone clusters and snapshots that people make: moto has replication groups without members and users that
 * cannot change, and no parameter groups or user groups. What refers to each other must be in one place.
 */
export const elasticache: Service = {
  name: "elasticache",
  operations: {
    ...subnetGroupOperations,
    ...parameterGroupOperations,
    ...userOperations,
    ...userGroupOperations,
    ...replicationGroupOperations,
    ...cacheClusterOperations,
    ...snapshotOperations,
    ...tagOperations,
  },
};
