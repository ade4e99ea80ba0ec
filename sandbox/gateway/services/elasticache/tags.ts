import type { AwsRequest } from "../../request";
import { formList } from "../../request";
import type { Answer } from "../../responses";
import type { Context, Handler } from "../../service";
import { answer, required, type Tagged, taggedResources, tagPairs } from "./model";

/** Tags of what the gateway has; moto answers for the rest. */
export const tagOperations: Readonly<Record<string, Handler>> = {
  ListTagsForResource: ofOwn((resource, request) => tagList(resource, request)),

  AddTagsToResource: ofOwn((resource, request) => {
    for (const [key, value] of tagPairs(request.form)) resource.tags.set(key, value);
    return tagList(resource, request);
  }),

  RemoveTagsFromResource: ofOwn((resource, request) => {
    for (const key of formList(request.form, "TagKeys.member.")) resource.tags.delete(key);
    return tagList(resource, request);
  }),
};

function ofOwn(handle: (resource: Tagged, request: AwsRequest) => Answer): Handler {
  return (request: AwsRequest, context: Context) => {
    const name = required(request.form, "ResourceName");
    const resource = taggedResources(context).find(({ arn }) => arn === name);
    return resource === undefined ? context.passOn(request) : handle(resource, request);
  };
}

function tagList({ tags }: Tagged, request: AwsRequest): Answer {
  return answer(request, { TagList: { Tag: [...tags].map(([Key, Value]) => ({ Key, Value })) } });
}
