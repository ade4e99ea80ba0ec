import { any, arn, arnIn, arnOf, created, each, on, serviceTable, type Target } from "../table";

// A group's ARN ends in an id that the request does not have.
const newGroup = arn("group/{GroupName}/*");
const group: Target = (call) => [call.text("GroupARN") ?? arnOf(call, `group/${call.required("GroupName")}/*`)];
const newRule: Target = (call) => [arnOf(call, `sampling-rule/${call.required("SamplingRule", "RuleName")}`)];
const rule: Target = (call) => [call.text("RuleARN") ?? arnOf(call, `sampling-rule/${call.required("RuleName")}`)];
const updatedRule: Target = (call) => [
  call.text("SamplingRuleUpdate", "RuleARN") ??
    arnOf(call, `sampling-rule/${call.required("SamplingRuleUpdate", "RuleName")}`),
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
export const xray = serviceTable(
  { name: "xray" },
  {
    CreateGroup: created(newGroup),
    ...each(on(group), "DeleteGroup", "GetGroup", "UpdateGroup"),
    CreateSamplingRule: created(newRule),
    DeleteSamplingRule: on(rule),
    UpdateSamplingRule: on(updatedRule),
    ...each(on(any), "GetEncryptionConfig", "GetSamplingRules", "PutEncryptionConfig"),
    ...each(on(arnIn("ResourceARN")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
  {
    "POST /CreateGroup": "CreateGroup",
    "POST /GetGroup": "GetGroup",
    "POST /UpdateGroup": "UpdateGroup",
    "POST /DeleteGroup": "DeleteGroup",
    "POST /CreateSamplingRule": "CreateSamplingRule",
    "POST /UpdateSamplingRule": "UpdateSamplingRule",
    "POST /DeleteSamplingRule": "DeleteSamplingRule",
    "POST /GetSamplingRules": "GetSamplingRules",
    "POST /EncryptionConfig": "GetEncryptionConfig",
    "POST /PutEncryptionConfig": "PutEncryptionConfig",
    "POST /ListTagsForResource": "ListTagsForResource",
    "POST /TagResource": "TagResource",
    "POST /UntagResource": "UntagResource",
  },
);
