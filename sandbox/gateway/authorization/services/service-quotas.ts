import { any, each, on, serviceTable } from "../table";

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_servicequotas.html */
export const serviceQuotas = serviceTable(
  { name: "servicequotas" },
  each(on(any), "GetAWSDefaultServiceQuota", "GetServiceQuota"),
);
