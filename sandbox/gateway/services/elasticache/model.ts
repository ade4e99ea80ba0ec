import { type AwsRequest, type Form, formRecords } from "../../request";
import { type Answer, AwsError, queryAnswer } from "../../responses";
import type { Context } from "../../service";
import { Kind } from "../../store";
import { buildXml, type XmlElement } from "../../xml";

/** Something with an ARN and tags. */
export interface Tagged {
  readonly arn: string;
  readonly tags: Map<string, string>;
}

export interface SubnetGroup extends Tagged {
  readonly name: string;
  description: string;
  vpcId: string;
  /** The zone of each subnet, by subnet id. */
  subnets: ReadonlyMap<string, string>;
}

export interface ParameterGroup extends Tagged {
  readonly name: string;
  readonly family: string;
  readonly description: string;
  /** The parameters that differ from the family's. */
  readonly parameters: Map<string, string>;
}

export interface User extends Tagged {
  readonly id: string;
  readonly name: string;
  engine: string;
  accessString: string;
  authentication: { readonly type: string; readonly passwords: number };
}

export interface UserGroup extends Tagged {
  readonly id: string;
  engine: string;
  readonly userIds: Set<string>;
}

export interface ReplicationGroup extends Tagged {
  readonly id: string;
  /** The scalar settings as they were last given, such as `CacheNodeType`. */
  settings: Form;
  /** The zone of each member, in order. */
  zones: readonly string[];
  securityGroupIds: readonly string[];
  readonly userGroupIds: Set<string>;
  /** The log deliveries by log type. */
  readonly logs: Map<string, Form>;
}

export const subnetGroups = new Kind<SubnetGroup>("ElastiCache subnet group, by name");
export const parameterGroups = new Kind<ParameterGroup>("ElastiCache parameter group, by name");
export const users = new Kind<User>("ElastiCache user, by id");
export const userGroups = new Kind<UserGroup>("ElastiCache user group, by id");
export const replicationGroups = new Kind<ReplicationGroup>("ElastiCache replication group, by id");

/** Everything that has tags, of a region. */
export function taggedResources(context: Context): Tagged[] {
  const kinds = [subnetGroups, parameterGroups, users, userGroups, replicationGroups];
  return kinds.flatMap((kind): Tagged[] => [...context.remembered<Tagged>(kind).values()]);
}

/** ARN and tags of a new resource; `resource` is such as `usergroup:app`. */
export function newTagged({ form }: AwsRequest, context: Context, resource: string): Tagged {
  return { arn: context.arn(resource), tags: new Map(tagPairs(form)) };
}

/** The tags in a request. */
export function tagPairs(form: Form): [key: string, value: string][] {
  return formRecords(form, "Tags.Tag.").map(({ Key = "", Value = "" }) => [Key, Value]);
}

/** The value, if there is one. @throws AwsError with the code. */
export function found<T>(value: T | undefined, code: string, message: string): T {
  if (value === undefined) throw new AwsError(code, message, 404);
  return value;
}

/** The field of a form, which must be there. @throws AwsError InvalidParameterValue. */
export function required(form: Form, field: string): string {
  const value = form[field];
  if (value === undefined || value === "") throw new AwsError("InvalidParameterValue", `${field} must be given`);
  return value;
}

/** The answer of the request's operation, its result as a tree. */
export function answer(request: AwsRequest, result: XmlElement): Answer {
  return queryAnswer(request.action, buildXml(result));
}
