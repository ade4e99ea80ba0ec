import { type JsonObject, pick, requiredString, stringMapAt } from "../../json";
import { jsonAnswer } from "../../responses";
import { type Context, type Route, route } from "../../service";
import { type Cluster, clusterOf, found, hex, inUse, now, type Resource } from "./model";

/** What a list of associations tells of each. */
const SUMMARY = ["clusterName", "namespace", "serviceAccount", "associationArn", "associationId", "ownerArn"];

/** What an update may change. */
const CHANGEABLE = ["roleArn", "targetRoleArn", "disableSessionTags"];

/** Pod Identity associations. @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html */
export const podIdentityRoutes: readonly Route[] = [
  route("POST", "/clusters/{cluster}/pod-identity-associations", (request, context, values) => {
    const association = createAssociation(clusterOf(context, values.cluster), request.parameters, context);
    return jsonAnswer({ association: association.description });
  }),

  route("GET", "/clusters/{cluster}/pod-identity-associations", (request, context, { cluster }) => {
    const wanted = [...request.query].filter(([name]) => name === "namespace" || name === "serviceAccount");
    const associations = [...clusterOf(context, cluster).podIdentityAssociations.values()].map((it) => it.description);
    const listed = associations.filter((association) => wanted.every(([name, value]) => association[name] === value));
    return jsonAnswer({ associations: listed.map((association) => pick(association, SUMMARY)) });
  }),

  route("GET", "/clusters/{cluster}/pod-identity-associations/{id}", (_request, context, { cluster, id }) =>
    jsonAnswer({ association: associationOf(clusterOf(context, cluster), id).description }),
  ),

  route("POST", "/clusters/{cluster}/pod-identity-associations/{id}", (request, context, { cluster, id }) => {
    const { description } = associationOf(clusterOf(context, cluster), id);
    Object.assign(description, pick(request.parameters, CHANGEABLE), { modifiedAt: now() });
    return jsonAnswer({ association: description });
  }),

  route("DELETE", "/clusters/{cluster}/pod-identity-associations/{id}", (_request, context, values) => {
    const cluster = clusterOf(context, values.cluster);
    const { description } = associationOf(cluster, values.id);
    cluster.podIdentityAssociations.delete(values.id);
    return jsonAnswer({ association: description });
  }),
];

/** Gives a service account a role. @throws AwsError ResourceInUseException if it has one. */
export function createAssociation(cluster: Cluster, parameters: JsonObject, context: Context): Resource {
  const namespace = requiredString(parameters, "namespace");
  const serviceAccount = requiredString(parameters, "serviceAccount");
  const roleArn = requiredString(parameters, "roleArn");
  for (const { description } of cluster.podIdentityAssociations.values()) {
    if (description.namespace === namespace && description.serviceAccount === serviceAccount) {
      inUse(`Association already exists: ${description.associationId}`);
    }
  }
  const clusterName = String(cluster.description.name);
  const id = `a-${hex(17)}`;
  const arn = context.arn(`podidentityassociation/${clusterName}/${id}`);
  const description = {
    clusterName,
    namespace,
    serviceAccount,
    roleArn,
    associationArn: arn,
    associationId: id,
    ...pick(parameters, ["ownerArn", "targetRoleArn", "disableSessionTags"]),
    createdAt: now(),
    modifiedAt: now(),
    tags: stringMapAt(parameters, "tags"),
  };
  const association = { arn, description };
  cluster.podIdentityAssociations.set(id, association);
  return association;
}

function associationOf(cluster: Cluster, id: string): Resource {
  return found(cluster.podIdentityAssociations.get(id), `No association found for ID: ${id}`);
}
