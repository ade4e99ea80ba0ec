import {
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  requiredString,
  stringAt,
  stringMapAt,
  stringsAt,
} from "../../json";
import { jsonAnswer } from "../../responses";
import { type Context, type Route, route } from "../../service";
import { allowNodes } from "./access-entries";
import { type Cluster, clusterOf, finishUpdate, found, inUse, invalid, now, type Resource, uuid } from "./model";
import { createGroup, deleteGroup, type LaunchTemplate, launchTemplate, resizeGroup } from "./scaling-groups";
import { amiRelease } from "./versions";

/** Managed node groups. @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html */
export const nodeGroupRoutes: readonly Route[] = [
  route("POST", "/clusters/{cluster}/node-groups", async (request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    const name = requiredString(request.parameters, "nodegroupName");
    if (cluster.nodeGroups.has(name)) {
      inUse(`NodeGroup already exists with name ${name} and cluster name ${values.cluster}`);
    }
    const nodeGroup = await createNodeGroup(cluster, name, request.parameters, context);
    cluster.nodeGroups.set(name, nodeGroup);
    return jsonAnswer({ nodegroup: nodeGroup.description });
  }),

  route("GET", "/clusters/{cluster}/node-groups", (_request, context, { cluster }) =>
    jsonAnswer({ nodegroups: [...clusterOf(context, cluster).nodeGroups.keys()] }),
  ),

  route("GET", "/clusters/{cluster}/node-groups/{name}", (_request, context, { cluster, name }) =>
    jsonAnswer({ nodegroup: nodeGroupOf(clusterOf(context, cluster), name).description }),
  ),

  route("POST", "/clusters/{cluster}/node-groups/{name}/update-config", async (request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    const { description } = nodeGroupOf(cluster, values.name);
    applyConfig(description, request.parameters);
    await resizeGroup(
      groupName(description),
      numberAt(objectAt(description, "scalingConfig") ?? {}, "maxSize") ?? 0,
      context,
    );
    return jsonAnswer(finishUpdate(cluster, "ConfigUpdate"));
  }),

  route("POST", "/clusters/{cluster}/node-groups/{name}/update-version", async (request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    const { description } = nodeGroupOf(cluster, values.name);
    Object.assign(description, await versionChanges(description, cluster, request.parameters, context));
    return jsonAnswer(finishUpdate(cluster, "VersionUpdate"));
  }),

  route("DELETE", "/clusters/{cluster}/node-groups/{name}", async (_request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    const { description } = nodeGroupOf(cluster, values.name);
    await deleteGroup(groupName(description), description.launchTemplate === undefined, context);
    cluster.nodeGroups.delete(values.name);
    return jsonAnswer({ nodegroup: { ...description, status: "DELETING" } });
  }),
];

async function createNodeGroup(
  cluster: Cluster,
  name: string,
  parameters: JsonObject,
  context: Context,
): Promise<Resource> {
  const clusterName = String(cluster.description.name);
  const id = uuid();
  const arn = context.arn(`nodegroup/${clusterName}/${name}/${id}`);
  const given = objectAt(parameters, "launchTemplate");
  const template = given === undefined ? undefined : await launchTemplate(given, context);
  const version = stringAt(parameters, "version") ?? String(cluster.description.version);
  const scalingConfig = { minSize: 1, maxSize: 2, desiredSize: 2, ...objectAt(parameters, "scalingConfig") };
  checkScaling(scalingConfig);
  const nodeRole = requiredString(parameters, "nodeRole");
  const hardware = hardwareOf(parameters, template);
  const subnets = stringsAt(parameters, "subnets");
  const group = {
    name: `eks-${name}-${id}`,
    clusterName,
    nodeGroupName: name,
    subnets,
    maxSize: scalingConfig.maxSize,
  };
  await createGroup(group, template, context);
  allowNodes(cluster, nodeRole, context);
  const description = {
    nodegroupName: name,
    nodegroupArn: arn,
    clusterName,
    version,
    releaseVersion: stringAt(parameters, "releaseVersion") ?? amiRelease(version),
    createdAt: now(),
    modifiedAt: now(),
    status: "ACTIVE",
    health: { issues: [] },
    capacityType: stringAt(parameters, "capacityType") ?? "ON_DEMAND",
    amiType: stringAt(parameters, "amiType") ?? "AL2023_x86_64_STANDARD",
    nodeRole,
    subnets,
    scalingConfig,
    updateConfig: objectAt(parameters, "updateConfig") ?? { maxUnavailable: 1 },
    labels: stringMapAt(parameters, "labels"),
    taints: objectsAt(parameters, "taints"),
    tags: stringMapAt(parameters, "tags"),
    resources: { autoScalingGroups: [{ name: group.name }] },
    nodeRepairConfig: objectAt(parameters, "nodeRepairConfig"),
    remoteAccess: objectAt(parameters, "remoteAccess"),
    ...hardware,
  };
  return { arn, description };
}

/** Disk and instance types have defaults only where no launch template can hold them. */
function hardwareOf(parameters: JsonObject, template: LaunchTemplate | undefined): JsonObject {
  const instanceTypes = stringsAt(parameters, "instanceTypes");
  if (template !== undefined) {
    if (parameters.diskSize !== undefined) invalid("Disk size must be specified within the launch template.");
    if (parameters.remoteAccess !== undefined) {
      invalid("Remote access configuration cannot be specified with a launch template.");
    }
    const { id, name, version } = template;
    return { launchTemplate: { id, name, version }, ...(instanceTypes.length > 0 ? { instanceTypes } : {}) };
  }
  return {
    diskSize: numberAt(parameters, "diskSize") ?? 20,
    instanceTypes: instanceTypes.length > 0 ? instanceTypes : ["t3.medium"],
  };
}

function applyConfig(nodeGroup: JsonObject, changes: JsonObject): void {
  const scaling = { ...objectAt(nodeGroup, "scalingConfig"), ...objectAt(changes, "scalingConfig") };
  checkScaling(scaling);
  nodeGroup.scalingConfig = scaling;
  for (const field of ["updateConfig", "nodeRepairConfig"]) {
    // An update names one of a percentage and a number, and the other one goes.
    if (changes[field] !== undefined) nodeGroup[field] = changes[field];
  }
  const labels = objectAt(changes, "labels") ?? {};
  const removedLabels = stringsAt(labels, "removeLabels");
  const keptLabels = Object.entries(stringMapAt(nodeGroup, "labels")).filter(([key]) => !removedLabels.includes(key));
  nodeGroup.labels = { ...Object.fromEntries(keptLabels), ...stringMapAt(labels, "addOrUpdateLabels") };
  const taints = objectAt(changes, "taints") ?? {};
  const added = objectsAt(taints, "addOrUpdateTaints");
  const replaced = [...added, ...objectsAt(taints, "removeTaints")].map(taintId);
  nodeGroup.taints = [
    ...objectsAt(nodeGroup, "taints").filter((taint) => !replaced.includes(taintId(taint))),
    ...added,
  ];
  nodeGroup.modifiedAt = now();
}

/** What an update of version, AMI release or launch template changes of the node group. */
async function versionChanges(
  nodeGroup: JsonObject,
  cluster: Cluster,
  parameters: JsonObject,
  context: Context,
): Promise<JsonObject> {
  const version = stringAt(parameters, "version") ?? String(nodeGroup.version);
  const clusterVersion = cluster.description.version;
  if (parameters.version !== undefined && version !== clusterVersion) {
    invalid(`Requested Nodegroup version ${version} is not the cluster's version ${clusterVersion}`);
  }
  const newest = version === nodeGroup.version ? nodeGroup.releaseVersion : amiRelease(version);
  const changes = { version, releaseVersion: stringAt(parameters, "releaseVersion") ?? newest, modifiedAt: now() };
  const template = objectAt(parameters, "launchTemplate");
  if (template === undefined) return changes;
  if (nodeGroup.launchTemplate === undefined) {
    invalid("A launch template cannot be given to a node group that was created without one");
  }
  return { ...changes, launchTemplate: { ...(await launchTemplate(template, context)) } };
}

function taintId({ key, effect }: JsonObject): string {
  return `${key} ${effect}`;
}

function checkScaling({ minSize, desiredSize, maxSize }: JsonObject): void {
  if (Number(minSize) > Number(desiredSize))
    invalid(`Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`);
  if (Number(desiredSize) > Number(maxSize))
    invalid(`desired capacity ${desiredSize} can't be greater than max size ${maxSize}`);
}

function nodeGroupOf(cluster: Cluster, name: string): Resource {
  return found(cluster.nodeGroups.get(name), `No node group found for name: ${name}.`);
}

function groupName(nodeGroup: JsonObject): string {
  const [group = {}] = objectsAt(objectAt(nodeGroup, "resources") ?? {}, "autoScalingGroups");
  return stringAt(group, "name") ?? "";
}
