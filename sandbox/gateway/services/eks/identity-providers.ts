import { objectAt, requiredString, stringMapAt } from "../../json";
import { jsonAnswer } from "../../responses";
import { type Route, route } from "../../service";
import { type Cluster, clusterOf, finishUpdate, found, inUse, type Resource, uuid } from "./model";

/** OIDC identity providers of people. @see https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html */
export const identityProviderRoutes: readonly Route[] = [
  route("POST", "/clusters/{cluster}/identity-provider-configs/associate", (request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    const oidc = objectAt(request.parameters, "oidc") ?? {};
    const name = requiredString(oidc, "identityProviderConfigName");
    if (cluster.identityProviders.size > 0) inUse("Identity provider config is already associated with cluster");
    const arn = context.arn(`identityproviderconfig/${values.cluster}/oidc/${name}/${uuid()}`);
    const tags = stringMapAt(request.parameters, "tags");
    const own = { clusterName: values.cluster, identityProviderConfigArn: arn, status: "ACTIVE", tags };
    cluster.identityProviders.set(name, { arn, description: { ...oidc, ...own } });
    return jsonAnswer({ ...finishUpdate(cluster, "AssociateIdentityProviderConfig"), tags });
  }),

  route("GET", "/clusters/{cluster}/identity-provider-configs", (_request, context, { cluster }) => {
    const names = [...clusterOf(context, cluster).identityProviders.keys()];
    return jsonAnswer({ identityProviderConfigs: names.map((name) => ({ name, type: "oidc" })) });
  }),

  route("POST", "/clusters/{cluster}/identity-provider-configs/describe", (request, context, { cluster }) => {
    const name = requiredString(objectAt(request.parameters, "identityProviderConfig") ?? {}, "name");
    return jsonAnswer({ identityProviderConfig: { oidc: providerOf(clusterOf(context, cluster), name).description } });
  }),

  route("POST", "/clusters/{cluster}/identity-provider-configs/disassociate", (request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    const name = requiredString(objectAt(request.parameters, "identityProviderConfig") ?? {}, "name");
    providerOf(cluster, name);
    cluster.identityProviders.delete(name);
    return jsonAnswer(finishUpdate(cluster, "DisassociateIdentityProviderConfig"));
  }),
];

function providerOf(cluster: Cluster, name: string): Resource {
  return found(cluster.identityProviders.get(name), `No identity provider config found for name: ${name}`);
}
