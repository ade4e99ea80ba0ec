import { stringMapAt } from "../../json";
import { AwsError, jsonAnswer } from "../../responses";
import { type Context, type Route, route } from "../../service";
import { type Cluster, clusters, type Resource } from "./model";

/** Tags of everything that EKS has, by ARN. @see https://docs.aws.amazon.com/eks/latest/APIReference/API_TagResource.html */
export const tagRoutes: readonly Route[] = [
  route("GET", "/tags/{arn}", (_request, context, { arn }) =>
    jsonAnswer({ tags: stringMapAt(resourceOf(context, arn).description, "tags") }),
  ),

  route("POST", "/tags/{arn}", (request, context, { arn }) => {
    const { description } = resourceOf(context, arn);
    description.tags = { ...stringMapAt(description, "tags"), ...stringMapAt(request.parameters, "tags") };
    return jsonAnswer({});
  }),

  route("DELETE", "/tags/{arn}", (request, context, { arn }) => {
    const { description } = resourceOf(context, arn);
    const removed = request.query.getAll("tagKeys");
    const kept = Object.entries(stringMapAt(description, "tags")).filter(([key]) => !removed.includes(key));
    description.tags = Object.fromEntries(kept);
    return jsonAnswer({});
  }),
];

/** Everything that EKS has in the request's region. */
export function allResources(context: Context): Resource[] {
  return [...context.remembered(clusters).values()].flatMap(resourcesOf);
}

function resourceOf(context: Context, arn: string): Resource {
  const resource = allResources(context).find((it) => it.arn === arn);
  if (resource === undefined) throw new AwsError("NotFoundException", `Resource was not found: ${arn}`, 404);
  return resource;
}

function resourcesOf(cluster: Cluster): Resource[] {
  const { nodeGroups, addons, accessEntries, podIdentityAssociations, identityProviders } = cluster;
  const parts = [nodeGroups, addons, accessEntries, podIdentityAssociations, identityProviders];
  return [cluster, ...parts.flatMap((part): Resource[] => [...part.values()])];
}
