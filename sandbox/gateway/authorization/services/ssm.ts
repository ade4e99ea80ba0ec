import { any, arnOf, created, each, on, serviceTable, type Target } from "../table";

/** A parameter's name begins with a slash, its ARN has one; AWS's own parameters are in no account. */
const parameter: Target = (call) => [nameToArn(call.required("Name"))(call)];
const taggedParameter: Target = (call) => [nameToArn(call.required("ResourceId"))(call)];
const parameters: Target = (call) => call.texts("Names").map((name) => nameToArn(name)(call));

function nameToArn(name: string) {
  return (call: Parameters<Target>[0]) =>
    arnOf(call, `parameter/${name.replace(/^\//, "")}`, name.startsWith("/aws/service/") ? { account: "" } : {});
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
export const ssm = serviceTable(
  { name: "ssm" },
  {
    PutParameter: created(parameter, "AddTagsToResource"),
    ...each(on(parameter), "DeleteParameter", "GetParameter"),
    GetParameters: on(parameters),
    DescribeParameters: on(any),
    ...each(on(taggedParameter), "AddTagsToResource", "ListTagsForResource", "RemoveTagsFromResource"),
  },
);
