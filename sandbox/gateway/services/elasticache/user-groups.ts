import { type AwsRequest, formList } from "../../request";
import { AwsError } from "../../responses";
import type { Context, Handler } from "../../service";
import type { XmlElement } from "../../xml";
import { answer, found, newTagged, replicationGroups, required, type UserGroup, userGroups, users } from "./model";

/** User groups. @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_UserGroup.html */
export const userGroupOperations: Readonly<Record<string, Handler>> = {
  CreateUserGroup: (request, context) => {
    const id = required(request.form, "UserGroupId").toLowerCase();
    if (context.remembered(userGroups).has(id)) {
      throw new AwsError("UserGroupAlreadyExists", `User Group ${id} already exists.`);
    }
    const userIds = new Set(formList(request.form, "UserIds.member."));
    checkMembers(userIds, context);
    const group: UserGroup = {
      ...newTagged(request, context, `usergroup:${id}`),
      id,
      engine: required(request.form, "Engine").toLowerCase(),
      userIds,
    };
    context.remembered(userGroups).set(id, group);
    return answer(request, describe(group, context));
  },

  DescribeUserGroups: (request, context) => {
    const named = request.form.UserGroupId !== undefined;
    const groups = named ? [groupOf(request, context)] : [...context.remembered(userGroups).values()];
    return answer(request, { UserGroups: { member: groups.map((group) => describe(group, context)) } });
  },

  ModifyUserGroup: (request, context) => {
    const group = groupOf(request, context);
    const { form } = request;
    const changed = new Set([...group.userIds, ...formList(form, "UserIdsToAdd.member.")]);
    for (const id of formList(form, "UserIdsToRemove.member.")) changed.delete(id);
    checkMembers(changed, context);
    group.userIds.clear();
    for (const id of changed) group.userIds.add(id);
    group.engine = form.Engine?.toLowerCase() ?? group.engine;
    return answer(request, describe(group, context));
  },

  DeleteUserGroup: (request, context) => {
    const group = groupOf(request, context);
    if (replicationGroupsOf(group, context).length > 0) {
      throw new AwsError("InvalidUserGroupState", `User group ${group.id} is in use by a replication group.`);
    }
    context.remembered(userGroups).delete(group.id);
    return answer(request, { ...describe(group, context), Status: "deleting" });
  },
};

/** All must exist, exactly one must be named `default`, and no name may occur twice. */
function checkMembers(userIds: ReadonlySet<string>, context: Context): void {
  const names = [...userIds].map(
    (id) => found(context.remembered(users).get(id), "UserNotFound", `User ${id} not found.`).name,
  );
  if (!names.includes("default")) {
    throw new AwsError("DefaultUserRequired", "User group needs to contain a user with the user name default.");
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new AwsError("DuplicateUserName", `User group has more than one user with the user name ${twice}.`);
  }
}

function groupOf({ form }: AwsRequest, context: Context): UserGroup {
  const id = required(form, "UserGroupId").toLowerCase();
  return found(context.remembered(userGroups).get(id), "UserGroupNotFound", `User Group ${id} not found.`);
}

function replicationGroupsOf({ id }: UserGroup, context: Context): string[] {
  const groups = [...context.remembered(replicationGroups).values()];
  return groups.filter(({ userGroupIds }) => userGroupIds.has(id)).map((group) => group.id);
}

function describe(group: UserGroup, context: Context): XmlElement {
  return {
    UserGroupId: group.id,
    Status: "active",
    Engine: group.engine,
    UserIds: { member: [...group.userIds] },
    MinimumEngineVersion: "6.0",
    ReplicationGroups: { member: replicationGroupsOf(group, context) },
    ARN: group.arn,
  };
}
