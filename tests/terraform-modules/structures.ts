import { dev } from "../../environments/dev";
import type { Environment } from "../../environments/environment";
import { prod } from "../../environments/prod";

/** An academy outside us-east-1, of two zones and two node groups, with names and values of its own. */
const academy: Environment = {
  ...dev,
  name: "academy",
  account: "222222222222",
  region: "us-west-2",
  owner: "academy-operations",
  costCenter: "4711",
  logRetentionDays: 90,
  network: {
    cidr: "172.20.0.0/18",
    zones: ["us-west-2b", "us-west-2d"],
    vpc: "created",
    natGateways: "one-per-zone",
    interfaceEndpoints: ["sts"],
  },
  cluster: {
    ...dev.cluster,
    controlPlaneZones: ["us-west-2b", "us-west-2d"],
    nodeGroups: { system: dev.cluster.nodeGroups.general, "video-work": dev.cluster.nodeGroups.compute },
  },
  cache: { ...dev.cache, sessions: { ...dev.cache.sessions, logins: ["iam-token"] } },
  database: { ...dev.database, capacity: { ...dev.database.capacity, instances: { "us-west-2d": "writer" } } },
};

/** Environments that modules are written like: small, large, and one that no one has. */
export const STRUCTURES: readonly Environment[] = [dev, prod, academy];
export { academy, dev, prod };
