import { type JsonObject, objectsAt, stringAt, stringMapAt, stringsAt } from "../json";
import { taggedResources } from "../resource-tags";
import { type Context, correctJson, type Service } from "../service";
import { taggedAlarms } from "./cloudwatch";
import { allResources } from "./eks/tags";

/** Resource Groups Tagging: moto does not know what the gateway has. */
export const tagging: Service = {
  name: "tagging",
  operations: {
    /** @see https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
    GetResources: correctJson((answer, request, context) => {
      // The gateway's resources stand on the last page.
      if ((stringAt(answer, "PaginationToken") ?? "") !== "") return;
      const mappings = ofGateway(context)
        .filter(({ arn, tags }) => isWanted(arn, tags, request.parameters))
        .map(({ arn, tags }) => ({
          ResourceARN: arn,
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }));
      answer.ResourceTagMappingList = [...objectsAt(answer, "ResourceTagMappingList"), ...mappings];
    }),
  },
};

function ofGateway(context: Context): { readonly arn: string; readonly tags: Record<string, string> }[] {
  return [
    ...allResources(context).map(({ arn, description }) => ({ arn, tags: stringMapAt(description, "tags") })),
    ...[...taggedResources(context), ...taggedAlarms(context)].map(([arn, tags]) => ({
      arn,
      tags: Object.fromEntries(tags),
    })),
  ];
}

/** Whether a resource has tags and passes the filters: one value of each tag, one of the types, one of the ARNs. */
function isWanted(arn: string, tags: Record<string, string>, filters: JsonObject): boolean {
  const [, , service, , , resource = ""] = arn.split(":");
  const types = stringsAt(filters, "ResourceTypeFilters");
  const type = `${service}:${resource.split("/")[0]}`;
  const arns = stringsAt(filters, "ResourceARNList");
  return (
    Object.keys(tags).length > 0 &&
    objectsAt(filters, "TagFilters").every((filter) => hasTag(tags, filter)) &&
    (types.length === 0 || types.some((wanted) => wanted === service || wanted === type)) &&
    (arns.length === 0 || arns.includes(arn))
  );
}

function hasTag(tags: Record<string, string>, filter: JsonObject): boolean {
  const value = tags[stringAt(filter, "Key") ?? ""];
  const values = stringsAt(filter, "Values");
  return value !== undefined && (values.length === 0 || values.includes(value));
}
