import { all, any, arn, arnIn, created, each, on, passes, serviceTable, type Target } from "../table";

const newFunction = arn("function:{FunctionName}");
const fn = arn("function:{function}");
const mapping = arn("event-source-mapping:{id}");
const mappedFunction: Target = (call) => arn("function:{FunctionName}")(call);

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambda = serviceTable(
  { name: "lambda" },
  {
    CreateFunction: all(created(newFunction), passes("lambda.amazonaws.com", "Role")),
    ...each(
      on(fn),
      "AddPermission",
      "DeleteFunction",
      "DeleteFunctionConcurrency",
      "DeleteFunctionEventInvokeConfig",
      "GetFunction",
      "GetFunctionCodeSigningConfig",
      "GetFunctionConfiguration",
      "GetFunctionEventInvokeConfig",
      "GetPolicy",
      "ListVersionsByFunction",
      "PublishVersion",
      "PutFunctionConcurrency",
      "PutFunctionEventInvokeConfig",
      "RemovePermission",
      "UpdateFunctionCode",
    ),
    UpdateFunctionConfiguration: all(on(fn), passes("lambda.amazonaws.com", "Role")),
    CreateEventSourceMapping: async (call) => {
      const [name = ""] = await mappedFunction(call);
      return [{ action: "lambda:CreateEventSourceMapping", resource: "*", context: { "lambda:functionarn": name } }];
    },
    ...each(on(mapping), "DeleteEventSourceMapping", "GetEventSourceMapping", "UpdateEventSourceMapping"),
    ListEventSourceMappings: on(any),
    ...each(on(arnIn("arn")), "ListTags", "TagResource", "UntagResource"),
  },
  {
    "POST /2015-03-31/functions": "CreateFunction",
    "GET /2015-03-31/functions/{function}": "GetFunction",
    "DELETE /2015-03-31/functions/{function}": "DeleteFunction",
    "GET /2015-03-31/functions/{function}/configuration": "GetFunctionConfiguration",
    "PUT /2015-03-31/functions/{function}/configuration": "UpdateFunctionConfiguration",
    "PUT /2015-03-31/functions/{function}/code": "UpdateFunctionCode",
    "GET /2015-03-31/functions/{function}/versions": "ListVersionsByFunction",
    "POST /2015-03-31/functions/{function}/versions": "PublishVersion",
    "GET /2015-03-31/functions/{function}/policy": "GetPolicy",
    "POST /2015-03-31/functions/{function}/policy": "AddPermission",
    "DELETE /2015-03-31/functions/{function}/policy/{statement}": "RemovePermission",
    "PUT /2017-10-31/functions/{function}/concurrency": "PutFunctionConcurrency",
    "DELETE /2017-10-31/functions/{function}/concurrency": "DeleteFunctionConcurrency",
    "GET /2019-09-25/functions/{function}/event-invoke-config": "GetFunctionEventInvokeConfig",
    "PUT /2019-09-25/functions/{function}/event-invoke-config": "PutFunctionEventInvokeConfig",
    "DELETE /2019-09-25/functions/{function}/event-invoke-config": "DeleteFunctionEventInvokeConfig",
    "GET /2020-06-30/functions/{function}/code-signing-config": "GetFunctionCodeSigningConfig",
    "POST /2015-03-31/event-source-mappings": "CreateEventSourceMapping",
    "GET /2015-03-31/event-source-mappings": "ListEventSourceMappings",
    "GET /2015-03-31/event-source-mappings/{id}": "GetEventSourceMapping",
    "PUT /2015-03-31/event-source-mappings/{id}": "UpdateEventSourceMapping",
    "DELETE /2015-03-31/event-source-mappings/{id}": "DeleteEventSourceMapping",
    "GET /2017-03-31/tags/{arn}": "ListTags",
    "POST /2017-03-31/tags/{arn}": "TagResource",
    "DELETE /2017-03-31/tags/{arn}": "UntagResource",
  },
);
