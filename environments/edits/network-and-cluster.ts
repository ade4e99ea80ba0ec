import type { Environment } from "../environment";
import { Absent, type EnvironmentEdits, general, type Writable } from "./edit";

/** Edits of the network, the cluster and who may enter. */
export const NETWORK_AND_CLUSTER_EDITS: EnvironmentEdits = {
  "access.admin": { retained: "in place", note: "Applied by an administrator, with `npm run bootstrap`." },
  "access.developer": { retained: "in place", note: "As `access.admin`." },
  "access.readonly": { retained: "in place", note: "As `access.admin`." },
  "access.deployer": { retained: "in place", note: "As `access.admin`; pipelines that run are shut out at once." },
  "access.planner": { retained: "in place", note: "As `access.admin`." },
  "access.deployer: turned off": {
    retained: "replaces stateless",
    note: "With `access.planner`. From then on an administrator plans and applies: first the platform, then `npm run bootstrap`.",
    edit: ({ access }) => {
      access.deployer = "none";
      access.planner = "none";
    },
  },
  "access.deployer: turned on": {
    retained: "in place",
    note: "With `access.planner`. By an administrator: first `npm run bootstrap`, then the platform, and `npm run pipelines`.",
  },
  "network.vpc": {
    retained: "never",
    note: "All is in it. Make a new environment beside it.",
    edit: (environment) => {
      environment.network.vpc = "vpc-0a1b2c3d4e5f60718";
    },
  },
  "network.cidr": {
    retained: "never",
    note: "A VPC keeps its block. Make a new environment beside it.",
    edit: (environment) => {
      environment.network.cidr = "10.80.0.0/16";
    },
  },
  "network.zones: one added": {
    retained: "in place",
    note: "[A zone that comes](#a-zone-that-comes).",
    edit: (environment) => {
      if (hasGroupOverZones(environment)) throw new Absent("a node group has one Auto Scaling group over all zones");
      environment.network.zones.push(`${environment.region}d`);
    },
  },
  "network.zones: one added, with a node group over all": {
    retained: "rolls nodes",
    note: "[A zone that comes](#a-zone-that-comes). A group whose `scalingGroups` is `one` is replaced, and begins with as many nodes.",
    edit: (environment) => {
      if (!hasGroupOverZones(environment)) throw new Absent("each node group has an Auto Scaling group per zone");
      environment.network.zones.push(`${environment.region}d`);
    },
  },
  "network.zones: one removed": {
    retained: "in steps",
    disposable: "rolls nodes",
    note: "[A zone that goes](#a-zone-that-goes).",
    edit: (environment) => {
      environment.network.zones.pop();
      const { database, region } = environment;
      const { capacity } = database;
      if (capacity.kind !== "provisioned") return;
      capacity.instances = { [`${region}a`]: "writer", [`${region}b`]: "standby" };
      if (capacity.readerScaling !== "none") capacity.readerScaling.minReaders = 1;
      environment.cache.sessions.replicas = 1;
      if (environment.cache.cache !== "with-sessions") environment.cache.cache.replicas = 1;
    },
  },
  "network.zones: reordered": {
    retained: "in place",
    note: "Nothing changes.",
    edit: ({ network }) => {
      if (network.natGateways === "one") throw new Absent("the only NAT gateway is in the first zone");
      network.zones.reverse();
    },
  },
  "network.zones: reordered, with one NAT gateway": {
    retained: "in steps",
    disposable: "loses data",
    note: "The gateway moves to the first zone, and gives its address back.",
    edit: ({ network }) => {
      if (network.natGateways !== "one") throw new Absent("each zone keeps its NAT gateway");
      network.zones.reverse();
    },
  },
  "network.natGateways": {
    retained: "in steps",
    disposable: "loses data",
    note: "[NAT gateways that go](#nat-gateways-that-go): `one` gives addresses back that others may let in.",
    edit: ({ network }) => {
      if (network.natGateways !== "one-per-zone")
        throw new Absent("NAT gateways are given back where there are several");
      network.natGateways = "one";
    },
  },
  "network.natGateways: one-per-zone": {
    retained: "in place",
    note: "It adds addresses: tell whoever lets them in.",
    edit: ({ network }) => {
      if (network.natGateways === "one-per-zone") throw new Absent("NAT gateways are added where there is one");
      network.natGateways = "one-per-zone";
    },
  },
  "network.natGateways: none": {
    retained: "in steps",
    disposable: "loses data",
    note: "[NAT gateways that go](#nat-gateways-that-go): nodes without a public address would have no way out.",
    edit: ({ network }) => {
      if (network.natGateways === "none") throw new Absent("NAT gateways are given up where there are some");
      network.natGateways = "none";
    },
  },
  "network.interfaceEndpoints: one added": {
    retained: "in place",
    edit: (environment) => {
      environment.network.interfaceEndpoints.push("sqs");
    },
  },
  "network.interfaceEndpoints: one removed": {
    retained: "replaces stateless",
    note: "Calls of its service take the NAT gateways.",
    edit: (environment) => {
      environment.network.interfaceEndpoints.pop();
    },
  },
  "cluster.kubernetesVersion": {
    retained: "rolls nodes",
    note: "The next one only: another is refused, and an older one. The control plane comes first.",
    edit: (environment) => {
      environment.cluster.kubernetesVersion = "1.36";
    },
  },
  "cluster.controlPlaneZones": {
    retained: "never",
    note: "EKS takes no other zones for a cluster that runs.",
    edit: (environment) => {
      environment.cluster.controlPlaneZones.push(`${environment.region}d`);
    },
  },
  "cluster.publicAccess": {
    retained: "in place",
    edit: (environment) => {
      environment.cluster.publicAccess = ["198.51.100.0/24"];
    },
  },
  "cluster.privateAccess: one added": {
    retained: "in place",
    edit: (environment) => {
      environment.cluster.privateAccess.push("10.201.0.0/24");
    },
  },
  "cluster.containerInsights": {
    retained: "in steps",
    disposable: "rolls nodes",
    note: "`none` deletes the agent and its log group: [what is to go](#what-is-to-go). Turned on, the alarms are made. Either way nodes are rolled, whose instances have metrics by the minute or by five.",
    edit: (environment) => {
      if (environment.cluster.containerInsights === "none")
        throw new Absent("metrics are given up where there are some");
      environment.cluster.containerInsights = "none";
    },
  },
  "cluster.nodeGroups: one added": {
    retained: "in place",
    edit: (environment) => {
      environment.cluster.nodeGroups.spare = structuredClone(general(environment));
    },
  },
  "cluster.nodeGroups: one removed": {
    retained: "rolls nodes",
    note: "[A group that goes](#a-node-group-that-goes).",
    edit: (environment) => {
      delete environment.cluster.nodeGroups.memory;
    },
  },
  "cluster.nodeGroups: one renamed": {
    retained: "rolls nodes",
    note: "The new one begins with its `desiredSize`.",
    edit: ({ cluster }) => {
      const { memory, ...others } = cluster.nodeGroups;
      cluster.nodeGroups = { ...others, ...(memory === undefined ? {} : { caching: memory }) };
    },
  },
  "cluster.nodeGroups.*.instanceTypes": {
    retained: "rolls nodes",
    note: "Another group takes its place, with as many nodes as run.",
    edit: (environment) => {
      general(environment).instanceTypes = ["t3.xlarge"];
    },
  },
  "cluster.nodeGroups.*.capacity": {
    retained: "rolls nodes",
    note: "As `instanceTypes`.",
    edit: (environment) => {
      general(environment).capacity = "spot";
    },
  },
  "cluster.nodeGroups.*.scalingGroups": {
    retained: "rolls nodes",
    note: "To `one-per-zone`: the old group goes when those of all zones are there. To `one`: [a group that goes](#a-node-group-that-goes).",
    edit: ({ cluster }) => {
      for (const group of Object.values(cluster.nodeGroups)) {
        group.scalingGroups = group.scalingGroups === "one" ? "one-per-zone" : "one";
        group.maxSize = Math.max(group.maxSize, 3);
      }
    },
  },
  "cluster.nodeGroups.*.minSize": {
    retained: "in place",
    note: "Never fewer nodes than run; more at once where the minimum asks for them.",
    edit: (environment) => {
      const group = general(environment);
      group.minSize += 2;
      group.desiredSize = Math.max(group.desiredSize, group.minSize);
    },
  },
  "cluster.nodeGroups.*.desiredSize": {
    retained: "in place",
    note: "It counts for a new group only.",
    edit: (environment) => {
      general(environment).desiredSize += 1;
    },
  },
  "cluster.nodeGroups.*.maxSize": {
    retained: "in place",
    note: "A maximum below what runs ends nodes.",
    edit: (environment) => {
      general(environment).maxSize += 3;
    },
  },
  "cluster.nodeGroups.*.diskGib": {
    retained: "rolls nodes",
    edit: (environment) => {
      general(environment).diskGib = 120;
    },
  },
  "cluster.nodeGroups.*.taints": {
    retained: "in place",
    note: "`NO_EXECUTE` moves the pods that do not tolerate it.",
    edit: (environment) => {
      const { compute } = environment.cluster.nodeGroups;
      if (compute === undefined) throw new Absent("an edit of taints needs a group that is called compute");
      compute.taints.push({ key: "lms.platform/video", value: "only", effect: "PREFER_NO_SCHEDULE" });
    },
  },
};

function hasGroupOverZones({ cluster }: Writable<Environment>): boolean {
  return Object.values(cluster.nodeGroups).some(({ scalingGroups }) => scalingGroups === "one");
}
