import { any, each, on, serviceTable } from "../table";

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonresourcegrouptaggingapi.html */
export const tagging = serviceTable(
  { name: "tagging", prefix: "tag" },
  each(on(any), "GetResources", "GetTagKeys", "GetTagValues"),
);
