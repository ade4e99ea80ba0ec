import { type JsonObject, objectsAt, pick, requiredString, stringAt, stringMapAt } from "../../json";
import { jsonAnswer } from "../../responses";
import { type Context, type Route, route } from "../../service";
import { addonNamespace, defaultAddonVersion, describeAddonVersions } from "./addon-versions";
import { type Cluster, clusterOf, finishUpdate, found, inUse, invalid, now, type Resource, uuid } from "./model";
import { createAssociation } from "./pod-identity";
import { DEFAULT_KUBERNETES_VERSION } from "./versions";

const VERSION = /^v\d+\.\d+\.\d+-eksbuild\.\d+$/;

/**
 * Add-ons. Any version of the right form is accepted, so that a pinned one can be tried before it is known here.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html
 */
export const addonRoutes: readonly Route[] = [
  route("POST", "/clusters/{cluster}/addons", (request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    const name = requiredString(request.parameters, "addonName");
    if (cluster.addons.has(name)) inUse("Addon already exists.");
    const addon = createAddon(cluster, name, request.parameters, context);
    cluster.addons.set(name, addon);
    return jsonAnswer({ addon: addon.description });
  }),

  route("GET", "/clusters/{cluster}/addons", (_request, context, { cluster }) =>
    jsonAnswer({ addons: [...clusterOf(context, cluster).addons.keys()] }),
  ),

  route("GET", "/clusters/{cluster}/addons/{name}", (_request, context, { cluster, name }) =>
    jsonAnswer({ addon: addonOf(clusterOf(context, cluster), name).description }),
  ),

  route("POST", "/clusters/{cluster}/addons/{name}/update", (request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    const addon = addonOf(cluster, values.name);
    const { parameters } = request;
    checkVersion(stringAt(parameters, "addonVersion"));
    Object.assign(addon.description, pick(parameters, ["addonVersion", "configurationValues"]), { modifiedAt: now() });
    if (stringAt(parameters, "serviceAccountRoleArn") !== undefined) {
      addon.description.serviceAccountRoleArn = stringAt(parameters, "serviceAccountRoleArn");
    }
    if (parameters.podIdentityAssociations !== undefined) setAssociations(cluster, addon, parameters, context);
    return jsonAnswer(finishUpdate(cluster, "AddonUpdate"));
  }),

  route("DELETE", "/clusters/{cluster}/addons/{name}", (_request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    const addon = addonOf(cluster, values.name);
    removeAssociations(cluster, addon);
    cluster.addons.delete(values.name);
    return jsonAnswer({ addon: { ...addon.description, status: "DELETING" } });
  }),

  route("GET", "/addons/supported-versions", (request) => {
    const kubernetesVersion = request.query.get("kubernetesVersion") ?? DEFAULT_KUBERNETES_VERSION;
    return jsonAnswer({ addons: describeAddonVersions(request.query.get("addonName"), kubernetesVersion) });
  }),
];

function createAddon(cluster: Cluster, name: string, parameters: JsonObject, context: Context): Resource {
  if (addonNamespace(name) === undefined) invalid(`Addon ${name} specified is not supported`);
  checkVersion(stringAt(parameters, "addonVersion"));
  const { name: clusterName, version } = cluster.description;
  const arn = context.arn(`addon/${clusterName}/${name}/${uuid()}`);
  const description = {
    addonName: name,
    clusterName,
    status: "ACTIVE",
    addonVersion: stringAt(parameters, "addonVersion") ?? defaultAddonVersion(name, String(version)),
    health: { issues: [] },
    addonArn: arn,
    createdAt: now(),
    modifiedAt: now(),
    ...pick(parameters, ["serviceAccountRoleArn", "configurationValues"]),
    tags: stringMapAt(parameters, "tags"),
    podIdentityAssociations: [],
  };
  const addon = { arn, description };
  setAssociations(cluster, addon, parameters, context);
  return addon;
}

/** Replaces the Pod Identity associations that belong to the add-on by those of the request. */
function setAssociations(cluster: Cluster, addon: Resource, parameters: JsonObject, context: Context): void {
  removeAssociations(cluster, addon);
  const namespace = addonNamespace(String(addon.description.addonName));
  addon.description.podIdentityAssociations = objectsAt(parameters, "podIdentityAssociations").map(
    (given) => createAssociation(cluster, { ...given, namespace, ownerArn: addon.arn }, context).arn,
  );
}

function removeAssociations(cluster: Cluster, addon: Resource): void {
  for (const [id, { description }] of cluster.podIdentityAssociations) {
    if (description.ownerArn === addon.arn) cluster.podIdentityAssociations.delete(id);
  }
}

function checkVersion(version: string | undefined): void {
  if (version !== undefined && !VERSION.test(version)) invalid(`Addon version specified is not supported: ${version}`);
}

function addonOf(cluster: Cluster, name: string): Resource {
  return found(cluster.addons.get(name), `No addon: ${name} found in cluster: ${cluster.description.name}`);
}
