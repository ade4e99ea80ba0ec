import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { call, createStore, createSurroundings, createUsers, listFields, refused } from "./support";

const sandbox = useSandbox();
const create = (...userIds: string[]) =>
  call(sandbox, "CreateUserGroup", {
    UserGroupId: "team",
    Engine: "REDIS",
    ...listFields("UserIds.member.", userIds),
  });
const GROUP = {
  UserGroupId: "team",
  Status: "active",
  Engine: "redis",
  UserIds: { member: ["off", "app"] },
  MinimumEngineVersion: "6.0",
  ReplicationGroups: "",
  ARN: "arn:aws:elasticache:us-east-1:111111111111:usergroup:team",
};

beforeEach(() => createUsers(sandbox));

describe("a user group", () => {
  it("is created and described", async () => {
    expect((await create("off", "app")).result).toEqual(GROUP);
    const described = { UserGroups: { member: [GROUP] } };
    expect((await call(sandbox, "DescribeUserGroups", { UserGroupId: "team" })).result).toEqual(described);
    expect((await call(sandbox, "DescribeUserGroups")).result).toEqual(described);
  });

  it("is not created twice", async () => {
    await create("off");
    expect(await create("off")).toEqual(refused("UserGroupAlreadyExists", "User Group team already exists."));
  });

  it("must have one user named default, and users that exist", async () => {
    expect(await create("app")).toEqual(
      refused("DefaultUserRequired", "User group needs to contain a user with the user name default."),
    );
    expect(await create("off", "nobody")).toEqual(refused("UserNotFound", "User nobody not found.", 404));
    await call(sandbox, "CreateUser", {
      UserId: "second",
      UserName: "default",
      Engine: "redis",
      AccessString: "off",
      NoPasswordRequired: "true",
    });
    expect(await create("off", "second")).toEqual(
      refused("DuplicateUserName", "User group has more than one user with the user name default."),
    );
  });

  it("is changed, and stays as it was when the change is wrong", async () => {
    await create("off");
    const add = await call(sandbox, "ModifyUserGroup", { UserGroupId: "team", "UserIdsToAdd.member.1": "app" });
    expect(add.result).toEqual(GROUP);
    const form = { UserGroupId: "team", "UserIdsToRemove.member.1": "off" };
    expect((await call(sandbox, "ModifyUserGroup", form)).error.Code).toBe("DefaultUserRequired");
    expect((await call(sandbox, "DescribeUserGroups")).result).toEqual({ UserGroups: { member: [GROUP] } });
  });

  it("is deleted, but not while it is used", async () => {
    await createSurroundings(sandbox);
    await createStore(sandbox);
    expect((await call(sandbox, "DescribeUserGroups")).result.UserGroups).toMatchObject({
      member: [{ ReplicationGroups: { member: ["store"] } }],
    });
    expect(await call(sandbox, "DeleteUserGroup", { UserGroupId: "team" })).toEqual(
      refused("InvalidUserGroupState", "User group team is in use by a replication group."),
    );
    await call(sandbox, "DeleteReplicationGroup", { ReplicationGroupId: "store" });
    expect((await call(sandbox, "DeleteUserGroup", { UserGroupId: "team" })).result.Status).toBe("deleting");
    expect((await call(sandbox, "DescribeUserGroups", { UserGroupId: "team" })).status).toBe(404);
  });

  it.each(["DescribeUserGroups", "ModifyUserGroup", "DeleteUserGroup"])("must exist for %s", async (operation) => {
    expect(await call(sandbox, operation, { UserGroupId: "other" })).toEqual(
      refused("UserGroupNotFound", "User Group other not found.", 404),
    );
  });
});
