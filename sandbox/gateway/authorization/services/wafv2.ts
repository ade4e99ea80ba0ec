import { all, any, arn, arnIn, arnOf, both, created, each, on, type Rule, serviceTable, type Target } from "../table";

const scope = (text: string) => (text === "CLOUDFRONT" ? "global" : "regional");
const acl =
  (id: string): Target =>
  (call) => [
    arnOf(call, `${scope(call.required("Scope"))}/webacl/${call.required("Name")}/${id || call.required("Id")}`),
  ];
const logged = arnIn("ResourceArn");
const balancer = arnIn("ResourceArn");
/** The load balancer is changed too. */
const setWebAcl: Rule = (call) => [
  { action: "elasticloadbalancing:SetWebAcl", resource: call.required("ResourceArn"), via: "wafv2" },
];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html */
export const wafv2 = serviceTable(
  { name: "wafv2" },
  {
    CreateWebACL: created(acl("*")),
    ...each(on(acl("")), "DeleteWebACL", "GetWebACL", "UpdateWebACL"),
    ListWebACLs: on(any),
    AssociateWebACL: all(on(arnIn("WebACLArn")), on(balancer), setWebAcl),
    DisassociateWebACL: all(on(balancer), setWebAcl),
    // The answer is what names the web ACL.
    GetWebACLForResource: on(both(balancer, arn("regional/webacl/*/*"))),
    PutLoggingConfiguration: on(arnIn("LoggingConfiguration", "ResourceArn")),
    ...each(on(logged), "DeleteLoggingConfiguration", "GetLoggingConfiguration"),
    ...each(on(arnIn("ResourceARN")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
);
