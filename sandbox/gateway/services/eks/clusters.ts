import {
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  pick,
  requiredString,
  stringAt,
  stringMapAt,
  stringsAt,
} from "../../json";
import type { AwsRequest } from "../../request";
import { AwsError, jsonAnswer } from "../../responses";
import { type Context, type Route, route } from "../../service";
import { elementAt, elementsAt, textAt } from "../../xml";
import {
  addresses,
  type Cluster,
  clusterOf,
  clusters,
  finishUpdate,
  found,
  hex,
  inUse,
  invalid,
  now,
  refused,
} from "./model";
import { checkVersionUpdate, DEFAULT_KUBERNETES_VERSION } from "./versions";

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** The authentication modes in the only order in which they can be changed. */
const AUTHENTICATION_MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

/** Settings that are given back as they were put. */
const ECHOED = [
  "encryptionConfig",
  "zonalShiftConfig",
  "computeConfig",
  "storageConfig",
  "remoteNetworkConfig",
  "outpostConfig",
];

/** Clusters. @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html */
export const clusterRoutes: readonly Route[] = [
  route("POST", "/clusters", async (request, context) => {
    const name = requiredString(request.parameters, "name");
    if (context.remembered(clusters).has(name)) inUse(`Cluster already exists with name: ${name}`);
    const cluster = await createCluster(name, request, context);
    context.remembered(clusters).set(name, cluster);
    return jsonAnswer({ cluster: cluster.description });
  }),

  route("GET", "/clusters", (_request, context) => jsonAnswer({ clusters: [...context.remembered(clusters).keys()] })),

  route("GET", "/clusters/{name}", (_request, context, { name }) =>
    jsonAnswer({ cluster: clusterOf(context, name).description }),
  ),

  route("DELETE", "/clusters/{name}", async (_request, context, { name }) => {
    const cluster = clusterOf(context, name);
    if (cluster.nodeGroups.size > 0) inUse("Cluster has nodegroups attached");
    if (cluster.description.deletionProtection === true) {
      refused(`Cluster ${name} has deletion protection; disable it first`);
    }
    await deleteSecurityGroup(cluster, context);
    context.remembered(clusters).delete(name);
    return jsonAnswer({ cluster: { ...cluster.description, status: "DELETING" } });
  }),

  route("POST", "/clusters/{name}/update-config", (request, context, { name }) => {
    const cluster = clusterOf(context, name);
    return jsonAnswer(finishUpdate(cluster, applyConfig(cluster.description, request.parameters)));
  }),

  route("POST", "/clusters/{name}/updates", (request, context, { name }) => {
    const cluster = clusterOf(context, name);
    const version = requiredString(request.parameters, "version");
    checkVersionUpdate(String(cluster.description.version), version);
    cluster.description.version = version;
    return jsonAnswer(finishUpdate(cluster, "VersionUpdate"));
  }),

  route("GET", "/clusters/{name}/updates", (_request, context, { name }) =>
    jsonAnswer({ updateIds: [...clusterOf(context, name).updates.keys()] }),
  ),

  route("GET", "/clusters/{name}/updates/{id}", (_request, context, { name, id }) =>
    jsonAnswer({ update: found(clusterOf(context, name).updates.get(id), `No update found for ID: ${id}`) }),
  ),

  route("POST", "/clusters/{name}/encryption-config/associate", (request, context, { name }) => {
    const cluster = clusterOf(context, name);
    if (objectsAt(cluster.description, "encryptionConfig").length > 0) refused("Encryption is already enabled.");
    cluster.description.encryptionConfig = objectsAt(request.parameters, "encryptionConfig");
    return jsonAnswer(finishUpdate(cluster, "AssociateEncryptionConfig"));
  }),
];

async function createCluster(name: string, request: AwsRequest, context: Context): Promise<Cluster> {
  const { parameters, region } = request;
  const roleArn = requiredString(parameters, "roleArn");
  const id = hex(32).toUpperCase();
  const address = context.remembered(addresses).get(name) ?? {
    endpoint: `https://${id}.gr7.${region}.eks.amazonaws.com`,
    certificate: Buffer.from("the certificate of a cluster in the local AWS").toString("base64"),
  };
  const arn = context.arn(`cluster/${name}`);
  const description = {
    name,
    arn,
    createdAt: now(),
    version: stringAt(parameters, "version") ?? DEFAULT_KUBERNETES_VERSION,
    platformVersion: "eks.1",
    status: "ACTIVE",
    health: { issues: [] },
    roleArn,
    endpoint: address.endpoint,
    identity: { oidc: { issuer: `https://oidc.eks.${region}.amazonaws.com/id/${id}` } },
    certificateAuthority: { data: address.certificate },
    resourcesVpcConfig: await vpcConfig(name, objectAt(parameters, "resourcesVpcConfig") ?? {}, context),
    kubernetesNetworkConfig: {
      serviceIpv4Cidr: "172.20.0.0/16",
      ipFamily: "ipv4",
      elasticLoadBalancing: { enabled: false },
      ...objectAt(parameters, "kubernetesNetworkConfig"),
    },
    logging: logging(objectAt(parameters, "logging")),
    accessConfig: {
      authenticationMode: "CONFIG_MAP",
      bootstrapClusterCreatorAdminPermissions: true,
      ...objectAt(parameters, "accessConfig"),
    },
    upgradePolicy: { supportType: "EXTENDED", ...objectAt(parameters, "upgradePolicy") },
    deletionProtection: parameters.deletionProtection === true,
    ...pick(parameters, ECHOED),
    tags: stringMapAt(parameters, "tags"),
  };
  return {
    arn,
    description,
    nodeGroups: new Map(),
    addons: new Map(),
    accessEntries: new Map(),
    podIdentityAssociations: new Map(),
    identityProviders: new Map(),
    updates: new Map(),
  };
}

/** The VPC settings as EKS completes them: the VPC of the subnets and a security group of its own in it. */
async function vpcConfig(cluster: string, given: JsonObject, context: Context): Promise<JsonObject> {
  const subnetIds = stringsAt(given, "subnetIds");
  const form = subnetIds.map((id, index) => [`SubnetId.${index + 1}`, id]);
  if (form.length === 0) invalid("subnetIds is required");
  const subnets = await context.callQuery("ec2", { Action: "DescribeSubnets", ...Object.fromEntries(form) });
  const [subnet = {}] = elementsAt(elementAt(subnets, "DescribeSubnetsResponse", "subnetSet"), "item");
  const vpcId = textAt(subnet, "vpcId") ?? "";
  const group = await context.callQuery("ec2", {
    Action: "CreateSecurityGroup",
    GroupName: `eks-cluster-sg-${cluster}-${hex(8)}`,
    GroupDescription: "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes",
    VpcId: vpcId,
    "TagSpecification.1.ResourceType": "security-group",
    "TagSpecification.1.Tag.1.Key": `kubernetes.io/cluster/${cluster}`,
    "TagSpecification.1.Tag.1.Value": "owned",
  });
  return {
    securityGroupIds: [],
    endpointPublicAccess: true,
    endpointPrivateAccess: false,
    publicAccessCidrs: ["0.0.0.0/0"],
    ...given,
    vpcId,
    clusterSecurityGroupId: textAt(elementAt(group, "CreateSecurityGroupResponse"), "groupId") ?? "",
  };
}

async function deleteSecurityGroup(cluster: Cluster, context: Context): Promise<void> {
  const id = stringAt(objectAt(cluster.description, "resourcesVpcConfig") ?? {}, "clusterSecurityGroupId") ?? "";
  try {
    await context.callQuery("ec2", { Action: "DeleteSecurityGroup", GroupId: id });
  } catch (error) {
    // EKS leaves a security group behind that something else still uses; the VPC then cannot be deleted.
    if (!(error instanceof AwsError)) throw error;
  }
}

/** Changes what the request names and gives the type of the update. */
function applyConfig(cluster: JsonObject, changes: JsonObject): string {
  const network = objectAt(changes, "resourcesVpcConfig");
  if (network !== undefined) {
    cluster.resourcesVpcConfig = { ...objectAt(cluster, "resourcesVpcConfig"), ...network };
    return network.subnetIds === undefined && network.securityGroupIds === undefined
      ? "EndpointAccessUpdate"
      : "VpcConfigUpdate";
  }
  if (changes.logging !== undefined) {
    cluster.logging = logging(objectAt(changes, "logging"), objectAt(cluster, "logging"));
    return "LoggingUpdate";
  }
  const access = objectAt(changes, "accessConfig");
  if (access !== undefined) {
    const current = objectAt(cluster, "accessConfig") ?? {};
    checkAuthenticationMode(current.authenticationMode, access.authenticationMode);
    cluster.accessConfig = { ...current, ...access };
    return "AccessConfigUpdate";
  }
  if (changes.deletionProtection !== undefined) {
    cluster.deletionProtection = changes.deletionProtection;
    return "DeletionProtectionUpdate";
  }
  for (const [field, type] of SIMPLE_UPDATES) {
    if (changes[field] === undefined) continue;
    cluster[field] = { ...objectAt(cluster, field), ...objectAt(changes, field) };
    return type;
  }
  return invalid("No changes needed for the given configuration");
}

const SIMPLE_UPDATES = [
  ["upgradePolicy", "UpgradePolicyUpdate"],
  ["zonalShiftConfig", "ZonalShiftConfigUpdate"],
  ["kubernetesNetworkConfig", "AutoModeUpdate"],
  ["remoteNetworkConfig", "RemoteNetworkConfigUpdate"],
] as const;

function checkAuthenticationMode(from: Json, to: Json): void {
  if (AUTHENTICATION_MODES.indexOf(String(to)) < AUTHENTICATION_MODES.indexOf(String(from))) {
    invalid(`Unsupported authentication mode update from ${from} to ${to}`);
  }
}

/** The log settings as EKS answers them: one list of the enabled types, one of the others. */
function logging(changes: JsonObject = {}, current: JsonObject = {}): JsonObject {
  const enabled = new Set<string>();
  for (const setup of [...objectsAt(current, "clusterLogging"), ...objectsAt(changes, "clusterLogging")]) {
    for (const type of stringsAt(setup, "types")) {
      if (setup.enabled === true) enabled.add(type);
      else enabled.delete(type);
    }
  }
  const setups = [true, false].map((isEnabled) => ({
    types: LOG_TYPES.filter((type) => enabled.has(type) === isEnabled),
    enabled: isEnabled,
  }));
  return { clusterLogging: setups.filter(({ types }) => types.length > 0) };
}
