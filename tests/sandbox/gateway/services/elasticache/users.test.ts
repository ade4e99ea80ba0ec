import { describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { call, createUsers, listFields, refused } from "./support";

const sandbox = useSandbox();
const create = (form: Record<string, string>) =>
  call(sandbox, "CreateUser", {
    UserId: "app",
    UserName: "app",
    Engine: "REDIS",
    AccessString: "on ~* +@all",
    ...form,
  });
const IAM = { "AuthenticationMode.Type": "iam" };
const USER = {
  UserId: "app",
  UserName: "app",
  Status: "active",
  Engine: "redis",
  MinimumEngineVersion: "6.0",
  AccessString: "on ~* +@all",
  UserGroupIds: "",
  Authentication: { Type: "iam", PasswordCount: "0" },
  ARN: "arn:aws:elasticache:us-east-1:111111111111:user:app",
};

describe("a user", () => {
  it("is created with IAM, and described", async () => {
    expect((await create(IAM)).result).toEqual(USER);
    const described = { Users: { member: [USER] } };
    expect((await call(sandbox, "DescribeUsers", { UserId: "app" })).result).toEqual(described);
    expect((await call(sandbox, "DescribeUsers")).result).toEqual(described);
  });

  it.each<[string, Record<string, string>, object]>([
    ["no password", { NoPasswordRequired: "true" }, { Type: "no-password", PasswordCount: "0" }],
    [
      "no password, by its mode",
      { "AuthenticationMode.Type": "no-password-required" },
      { Type: "no-password", PasswordCount: "0" },
    ],
    ["passwords", listFields("Passwords.member.", ["one", "two"]), { Type: "password", PasswordCount: "2" }],
    [
      "a password, by its mode",
      { "AuthenticationMode.Type": "password", "AuthenticationMode.Passwords.member.1": "one" },
      { Type: "password", PasswordCount: "1" },
    ],
  ])("is created with %s", async (_, form, authentication) => {
    expect((await create(form)).result.Authentication).toEqual(authentication);
  });

  it("is not created twice, without a way to log in, or with IAM under two names", async () => {
    await create(IAM);
    expect(await create(IAM)).toEqual(refused("UserAlreadyExists", "User app already exists."));
    expect(await create({ UserId: "new", UserName: "new" })).toEqual(
      refused("InvalidParameterValue", "An authentication mode must be given"),
    );
    expect(await create({ ...IAM, UserId: "new" })).toEqual(
      refused("InvalidParameterValue", "For IAM authentication UserId and UserName must be identical."),
    );
  });

  it("is changed", async () => {
    await create(IAM);
    const modified = await call(sandbox, "ModifyUser", {
      UserId: "app",
      AccessString: "off",
      NoPasswordRequired: "true",
    });
    expect(modified.result).toEqual({
      ...USER,
      AccessString: "off",
      Authentication: { Type: "no-password", PasswordCount: "0" },
    });
    const appended = await call(sandbox, "ModifyUser", { UserId: "app", AppendAccessString: "-@all" });
    expect(appended.result.AccessString).toBe("off -@all");
  });

  it("does not get IAM under two names", async () => {
    await create({ UserName: "other", NoPasswordRequired: "true" });
    expect((await call(sandbox, "ModifyUser", { UserId: "app", ...IAM })).error.Code).toBe("InvalidParameterValue");
  });

  it("leaves its groups when it is deleted", async () => {
    await createUsers(sandbox);
    await call(sandbox, "CreateUserGroup", {
      UserGroupId: "team",
      Engine: "redis",
      ...listFields("UserIds.member.", ["off", "app"]),
    });
    expect((await call(sandbox, "DeleteUser", { UserId: "app" })).result).toMatchObject({
      Status: "deleting",
      UserGroupIds: { member: ["team"] },
    });
    expect((await call(sandbox, "DescribeUserGroups")).result.UserGroups).toMatchObject({
      member: [{ UserIds: { member: ["off"] } }],
    });
    expect(await call(sandbox, "DeleteUser", { UserId: "off" })).toEqual(
      refused("DefaultUserAssociatedToUserGroup", "Default user off is associated to user group team"),
    );
  });

  it.each(["DescribeUsers", "ModifyUser", "DeleteUser"])("must exist for %s", async (operation) => {
    expect(await call(sandbox, operation, { UserId: "other" })).toEqual(
      refused("UserNotFound", "User other not found.", 404),
    );
  });
});
