import { elementAt, parseXml, type XmlElement } from "../../../../../sandbox/gateway/xml";
import type { Sandbox } from "../../support";

/** What an operation of ElastiCache answered: its result, or the code and message of its error. */
export interface Result {
  readonly status: number;
  readonly result: XmlElement;
  readonly error: XmlElement;
}

/** Calls an operation of ElastiCache. */
export async function call(
  sandbox: Sandbox,
  operation: string,
  form: Record<string, string> = {},
  region?: string,
): Promise<Result> {
  const { status, text } = await sandbox.query("elasticache", { Action: operation, ...form }, region);
  const document = parseXml(text);
  return {
    status,
    result: elementAt(document, `${operation}Response`, `${operation}Result`),
    error: elementAt(document, "ErrorResponse", "Error"),
  };
}

/** An error as `call` gives it. */
export function refused(code: string, message: string, status = 400) {
  return { status, result: {}, error: { Type: "Sender", Code: code, Message: message } };
}

/** The fields of a list of strings, such as `UserIds.member.1`. */
export function listFields(prefix: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${prefix}${index + 1}`, value]));
}

/** Creates the users `off`, who is named `default`, and `app`, who logs in with IAM. */
export async function createUsers(sandbox: Sandbox): Promise<void> {
  await call(sandbox, "CreateUser", {
    UserId: "off",
    UserName: "default",
    Engine: "redis",
    AccessString: "off -@all",
    NoPasswordRequired: "true",
  });
  await call(sandbox, "CreateUser", {
    UserId: "app",
    UserName: "app",
    Engine: "redis",
    AccessString: "on ~* +@all",
    "AuthenticationMode.Type": "iam",
  });
}

/** Creates the subnet group `data`, the parameter group `own` and the user group `team` with its users. */
export async function createSurroundings(sandbox: Sandbox): Promise<void> {
  sandbox.moto.xml("DescribeSubnets", SUBNETS);
  await call(sandbox, "CreateCacheSubnetGroup", {
    CacheSubnetGroupName: "data",
    CacheSubnetGroupDescription: "Data",
    ...listFields("SubnetIds.SubnetIdentifier.", ["subnet-a", "subnet-b"]),
  });
  await call(sandbox, "CreateCacheParameterGroup", {
    CacheParameterGroupName: "own",
    CacheParameterGroupFamily: "redis7",
    Description: "Own",
  });
  await createUsers(sandbox);
  await call(sandbox, "CreateUserGroup", {
    UserGroupId: "team",
    Engine: "redis",
    ...listFields("UserIds.member.", ["off", "app"]),
  });
}

/** Creates the replication group `store` of so many nodes, in those surroundings. */
export function createStore(sandbox: Sandbox, settings: Record<string, string> = {}): Promise<Result> {
  return call(sandbox, "CreateReplicationGroup", {
    ReplicationGroupId: "store",
    ReplicationGroupDescription: "Store",
    Engine: "redis",
    EngineVersion: "7.1",
    CacheNodeType: "cache.t4g.micro",
    NumCacheClusters: "2",
    CacheSubnetGroupName: "data",
    CacheParameterGroupName: "own",
    TransitEncryptionEnabled: "true",
    "UserGroupIds.member.1": "team",
    ...settings,
  });
}

/** What moto answers for the two subnets of `data`. */
export const SUBNETS = `<DescribeSubnetsResponse><subnetSet>${["a", "b"]
  .map(
    (zone) =>
      `<item><subnetId>subnet-${zone}</subnetId><vpcId>vpc-1</vpcId><availabilityZone>us-east-1${zone}</availabilityZone></item>`,
  )
  .join("")}</subnetSet></DescribeSubnetsResponse>`;
