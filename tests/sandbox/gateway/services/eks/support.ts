import type { JsonReply, Sandbox } from "../../support";

export const ROLE = "arn:aws:iam::111111111111:role/admin";

/** A random id of EKS. */
export const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** Calls an operation of EKS. */
export function eks(sandbox: Sandbox, action: string, parameters?: unknown): Promise<JsonReply> {
  return sandbox.rest("eks", action, parameters);
}

/** Gives moto the VPC that clusters are created in, and creates the cluster `lms`. */
export async function createCluster(sandbox: Sandbox, settings: Record<string, unknown> = {}): Promise<JsonReply> {
  const subnet = "<item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId></item>";
  sandbox.moto.xml(
    "DescribeSubnets",
    `<DescribeSubnetsResponse><subnetSet>${subnet}</subnetSet></DescribeSubnetsResponse>`,
  );
  sandbox.moto.xml(
    "CreateSecurityGroup",
    "<CreateSecurityGroupResponse><groupId>sg-9</groupId></CreateSecurityGroupResponse>",
  );
  sandbox.moto.xml("DeleteSecurityGroup", "<DeleteSecurityGroupResponse/>");
  return eks(sandbox, "POST /clusters", {
    name: "lms",
    roleArn: "arn:aws:iam::111111111111:role/cluster",
    resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    accessConfig: { authenticationMode: "API" },
    ...settings,
  });
}

/** The answer of EKS for what is not there. */
export function notFound(message: string): JsonReply {
  return { status: 404, json: { code: "ResourceNotFoundException", message } };
}

/** The answer of EKS for a wrong parameter. */
export function invalid(message: string): JsonReply {
  return { status: 400, json: { code: "InvalidParameterException", message } };
}

/** The answer of EKS for what is there already. */
export function inUse(message: string): JsonReply {
  return { status: 409, json: { code: "ResourceInUseException", message } };
}

/** The answer of EKS for what the state of the cluster forbids. */
export function refused(message: string): JsonReply {
  return { status: 400, json: { code: "InvalidRequestException", message } };
}
