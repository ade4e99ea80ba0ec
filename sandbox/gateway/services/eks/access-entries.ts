import { type JsonObject, objectAt, requiredString, stringAt, stringMapAt, stringsAt } from "../../json";
import { jsonAnswer } from "../../responses";
import { type Context, type Route, route } from "../../service";
import { type AccessEntry, type Cluster, clusterOf, found, inUse, invalid, now, refused, uuid } from "./model";

const POLICY_ARN = /^arn:aws[\w-]*:eks::aws:cluster-access-policy\/\w+$/;
const PRINCIPAL_ARN = /^arn:aws[\w-]*:iam::(\d{12}):(role|user)\/(?:.*\/)?([^/]+)$/;

/** Types of entries for nodes; only a STANDARD entry can have groups and access policies. */
const NODE_TYPES = ["EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "EC2"];

/** Access entries and their policies. @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html */
export const accessEntryRoutes: readonly Route[] = [
  route("POST", "/clusters/{cluster}/access-entries", (request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    requireAccessEntries(cluster);
    const principalArn = requiredString(request.parameters, "principalArn");
    if (cluster.accessEntries.has(principalArn)) {
      inUse("The specified access entry resource is already in use on this cluster.");
    }
    const entry = createEntry(cluster, principalArn, request.parameters, context);
    return jsonAnswer({ accessEntry: entry.description });
  }),

  route("GET", "/clusters/{cluster}/access-entries", (request, context, { cluster }) => {
    const policy = request.query.get("associatedPolicyArn");
    const entries = [...clusterOf(context, cluster).accessEntries];
    const listed = entries.filter(([, { policies }]) => policy === null || policies.has(policy));
    return jsonAnswer({ accessEntries: listed.map(([principalArn]) => principalArn) });
  }),

  route("GET", "/clusters/{cluster}/access-entries/{principal}", (_request, context, { cluster, principal }) =>
    jsonAnswer({ accessEntry: entryOf(clusterOf(context, cluster), principal).description }),
  ),

  route("POST", "/clusters/{cluster}/access-entries/{principal}", (request, context, { cluster, principal }) => {
    const { description } = entryOf(clusterOf(context, cluster), principal);
    const { kubernetesGroups, username } = request.parameters;
    if (description.type !== "STANDARD") invalid(`An access entry of type ${description.type} cannot be changed`);
    if (kubernetesGroups !== undefined) description.kubernetesGroups = kubernetesGroups;
    if (username !== undefined) description.username = username;
    description.modifiedAt = now();
    return jsonAnswer({ accessEntry: description });
  }),

  route("DELETE", "/clusters/{cluster}/access-entries/{principal}", (_request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    entryOf(cluster, values.principal);
    cluster.accessEntries.delete(values.principal);
    return jsonAnswer({});
  }),

  route("POST", "/clusters/{cluster}/access-entries/{principal}/access-policies", (request, context, values) => {
    const entry = entryOf(clusterOf(context, values.cluster), values.principal);
    const policyArn = requiredString(request.parameters, "policyArn");
    if (!POLICY_ARN.test(policyArn)) invalid("The policyArn parameter format is not valid");
    if (entry.description.type !== "STANDARD") {
      refused(`The access entry is of type ${entry.description.type}: access policies need the type STANDARD`);
    }
    const accessScope = scopeOf(objectAt(request.parameters, "accessScope") ?? {});
    const associatedAt = entry.policies.get(policyArn)?.associatedAt ?? now();
    const policy = { policyArn, accessScope, associatedAt, modifiedAt: now() };
    entry.policies.set(policyArn, policy);
    return jsonAnswer({ clusterName: values.cluster, principalArn: values.principal, associatedAccessPolicy: policy });
  }),

  route("GET", "/clusters/{cluster}/access-entries/{principal}/access-policies", (_request, context, values) => {
    const { policies } = entryOf(clusterOf(context, values.cluster), values.principal);
    return jsonAnswer({
      clusterName: values.cluster,
      principalArn: values.principal,
      associatedAccessPolicies: [...policies.values()],
    });
  }),

  route(
    "DELETE",
    "/clusters/{cluster}/access-entries/{principal}/access-policies/{policy}",
    (_request, context, values) => {
      const { policies } = entryOf(clusterOf(context, values.cluster), values.principal);
      found(policies.get(values.policy), `The policy ${values.policy} is not associated with ${values.principal}`);
      policies.delete(values.policy);
      return jsonAnswer({});
    },
  ),
];

/** Lets the nodes of a role in, as EKS does when it creates a managed node group. */
export function allowNodes(cluster: Cluster, nodeRole: string, context: Context): void {
  if (usesConfigMapOnly(cluster) || cluster.accessEntries.has(nodeRole)) return;
  createEntry(cluster, nodeRole, { type: "EC2_LINUX" }, context);
}

function createEntry(cluster: Cluster, principalArn: string, parameters: JsonObject, context: Context): AccessEntry {
  const [, account, kind, name] =
    PRINCIPAL_ARN.exec(principalArn) ?? invalid("The specified principalArn is invalid: invalid principal.");
  const type = stringAt(parameters, "type") ?? "STANDARD";
  const isForNodes = NODE_TYPES.includes(type);
  const groups = stringsAt(parameters, "kubernetesGroups");
  if (type !== "STANDARD" && !isForNodes)
    invalid(`type must be STANDARD or one of ${NODE_TYPES.join(", ")}, got ${type}`);
  if (isForNodes && groups.length > 0) invalid(`kubernetesGroups cannot be given for the type ${type}`);
  const clusterName = String(cluster.description.name);
  const arn = context.arn(`access-entry/${clusterName}/${kind}/${account}/${name}/${uuid()}`);
  const session = `arn:aws:sts::${account}:assumed-role/${name}/{{SessionName}}`;
  const username = isForNodes ? "system:node:{{EC2PrivateDNSName}}" : kind === "role" ? session : principalArn;
  const description = {
    clusterName,
    principalArn,
    accessEntryArn: arn,
    type,
    kubernetesGroups: isForNodes ? ["system:nodes"] : groups,
    username: stringAt(parameters, "username") ?? username,
    createdAt: now(),
    modifiedAt: now(),
    tags: stringMapAt(parameters, "tags"),
  };
  const entry = { arn, description, policies: new Map() };
  cluster.accessEntries.set(principalArn, entry);
  return entry;
}

function scopeOf(scope: JsonObject): JsonObject {
  const type = requiredString(scope, "type");
  const namespaces = stringsAt(scope, "namespaces");
  if (type === "namespace" && namespaces.length === 0) invalid("accessScope of type namespace needs namespaces");
  if (type === "cluster" && namespaces.length > 0) invalid("accessScope of type cluster has no namespaces");
  return { type, namespaces };
}

function entryOf(cluster: Cluster, principalArn: string): AccessEntry {
  requireAccessEntries(cluster);
  return found(
    cluster.accessEntries.get(principalArn),
    `The specified principalArn could not be found: ${principalArn}. You can view your existing access entries with the ListAccessEntries API.`,
  );
}

function requireAccessEntries(cluster: Cluster): void {
  if (!usesConfigMapOnly(cluster)) return;
  refused(
    "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
  );
}

function usesConfigMapOnly(cluster: Cluster): boolean {
  return objectAt(cluster.description, "accessConfig")?.authenticationMode === "CONFIG_MAP";
}
