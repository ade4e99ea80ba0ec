import {
  all,
  any,
  arn,
  arnIn,
  arnOf,
  created,
  each,
  on,
  passes,
  serviceTable,
  type Target,
  whenTagged,
} from "../table";

const cluster = arn("cluster/{name}");
// The last part of these ARNs is an id of EKS that the request does not have.
const nodeGroup = arn("nodegroup/{name}/{nodegroup}/*");
const addon = arn("addon/{name}/{addon}/*");
const accessEntry: Target = (call) => {
  const [, , , , account = "", principal = ""] = call.required("principal").split(":");
  return [arnOf(call, `access-entry/${call.required("name")}/${principal.replace("/", `/${account}/`)}/*`)];
};
const association = arn("podidentityassociation/{name}/{association}");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html */
export const eks = serviceTable(
  { name: "eks" },
  {
    CreateCluster: all(on(any), whenTagged(on(cluster, "TagResource")), passes("eks.amazonaws.com", "roleArn")),
    ...each(
      on(cluster),
      "DeleteCluster",
      "DescribeCluster",
      "ListAccessEntries",
      "ListNodegroups",
      "UpdateClusterConfig",
      "UpdateClusterVersion",
    ),
    DescribeClusterVersions: on(any),
    DescribeUpdate: on(cluster),
    CreateNodegroup: all(
      on(cluster),
      whenTagged(on(arn("nodegroup/{name}/{nodegroupName}/*"), "TagResource")),
      // The role ends in the instance profile of the nodes.
      passes("ec2.amazonaws.com", "nodeRole"),
    ),
    ...each(on(nodeGroup), "DeleteNodegroup", "DescribeNodegroup", "UpdateNodegroupConfig", "UpdateNodegroupVersion"),
    CreateAddon: all(
      on(cluster),
      whenTagged(on(arn("addon/{name}/{addonName}/*"), "TagResource")),
      passes("pods.eks.amazonaws.com", "serviceAccountRoleArn"),
    ),
    ...each(on(addon), "DeleteAddon", "DescribeAddon", "UpdateAddon"),
    ...each(on(any), "DescribeAddonVersions", "DescribeAddonConfiguration"),
    CreateAccessEntry: created(cluster),
    ...each(
      on(accessEntry),
      "AssociateAccessPolicy",
      "DeleteAccessEntry",
      "DescribeAccessEntry",
      "DisassociateAccessPolicy",
      "ListAssociatedAccessPolicies",
      "UpdateAccessEntry",
    ),
    CreatePodIdentityAssociation: all(created(cluster), passes("pods.eks.amazonaws.com", "roleArn")),
    ...each(on(association), "DeletePodIdentityAssociation", "DescribePodIdentityAssociation"),
    UpdatePodIdentityAssociation: all(on(association), passes("pods.eks.amazonaws.com", "roleArn")),
    ...each(on(arnIn("arn")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
  {
    "POST /clusters": "CreateCluster",
    "GET /clusters/{name}": "DescribeCluster",
    "DELETE /clusters/{name}": "DeleteCluster",
    "POST /clusters/{name}/update-config": "UpdateClusterConfig",
    "POST /clusters/{name}/updates": "UpdateClusterVersion",
    "GET /clusters/{name}/updates/{update}": "DescribeUpdate",
    "GET /cluster-versions": "DescribeClusterVersions",
    "POST /clusters/{name}/node-groups": "CreateNodegroup",
    "GET /clusters/{name}/node-groups": "ListNodegroups",
    "GET /clusters/{name}/node-groups/{nodegroup}": "DescribeNodegroup",
    "DELETE /clusters/{name}/node-groups/{nodegroup}": "DeleteNodegroup",
    "POST /clusters/{name}/node-groups/{nodegroup}/update-config": "UpdateNodegroupConfig",
    "POST /clusters/{name}/node-groups/{nodegroup}/update-version": "UpdateNodegroupVersion",
    "POST /clusters/{name}/addons": "CreateAddon",
    "GET /clusters/{name}/addons/{addon}": "DescribeAddon",
    "DELETE /clusters/{name}/addons/{addon}": "DeleteAddon",
    "POST /clusters/{name}/addons/{addon}/update": "UpdateAddon",
    "GET /addons/supported-versions": "DescribeAddonVersions",
    "GET /addons/configuration-schemas": "DescribeAddonConfiguration",
    "POST /clusters/{name}/access-entries": "CreateAccessEntry",
    "GET /clusters/{name}/access-entries": "ListAccessEntries",
    "GET /clusters/{name}/access-entries/{principal}": "DescribeAccessEntry",
    "POST /clusters/{name}/access-entries/{principal}": "UpdateAccessEntry",
    "DELETE /clusters/{name}/access-entries/{principal}": "DeleteAccessEntry",
    "GET /clusters/{name}/access-entries/{principal}/access-policies": "ListAssociatedAccessPolicies",
    "POST /clusters/{name}/access-entries/{principal}/access-policies": "AssociateAccessPolicy",
    "DELETE /clusters/{name}/access-entries/{principal}/access-policies/{policy}": "DisassociateAccessPolicy",
    "POST /clusters/{name}/pod-identity-associations": "CreatePodIdentityAssociation",
    "GET /clusters/{name}/pod-identity-associations/{association}": "DescribePodIdentityAssociation",
    "POST /clusters/{name}/pod-identity-associations/{association}": "UpdatePodIdentityAssociation",
    "DELETE /clusters/{name}/pod-identity-associations/{association}": "DeletePodIdentityAssociation",
    "GET /tags/{arn}": "ListTagsForResource",
    "POST /tags/{arn}": "TagResource",
    "DELETE /tags/{arn}": "UntagResource",
  },
);
