import { type AwsRequest, type Form, formList } from "../../request";
import { AwsError } from "../../responses";
import type { Context, Handler } from "../../service";
import type { XmlElement } from "../../xml";
import { answer, found, newTagged, required, type User, userGroups, users } from "./model";

/** Users. @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_User.html */
export const userOperations: Readonly<Record<string, Handler>> = {
  CreateUser: (request, context) => {
    const { form } = request;
    const id = required(form, "UserId").toLowerCase();
    if (context.remembered(users).has(id)) throw new AwsError("UserAlreadyExists", `User ${id} already exists.`);
    const authentication = authenticationIn(form);
    if (authentication === undefined) {
      throw new AwsError("InvalidParameterValue", "An authentication mode must be given");
    }
    const user: User = {
      ...newTagged(request, context, `user:${id}`),
      id,
      name: required(form, "UserName"),
      engine: required(form, "Engine").toLowerCase(),
      accessString: required(form, "AccessString"),
      authentication,
    };
    checkNames(user);
    context.remembered(users).set(id, user);
    return answer(request, describe(user, context));
  },

  DescribeUsers: (request, context) => {
    const asked =
      request.form.UserId === undefined ? [...context.remembered(users).values()] : [userOf(request, context)];
    return answer(request, { Users: { member: asked.map((user) => describe(user, context)) } });
  },

  ModifyUser: (request, context) => {
    const user = userOf(request, context);
    const { AccessString, AppendAccessString, Engine } = request.form;
    const changed = { ...user, authentication: authenticationIn(request.form) ?? user.authentication };
    checkNames(changed);
    user.authentication = changed.authentication;
    user.engine = Engine?.toLowerCase() ?? user.engine;
    user.accessString = AccessString ?? user.accessString;
    if (AppendAccessString !== undefined) user.accessString = `${user.accessString} ${AppendAccessString}`;
    return answer(request, describe(user, context));
  },

  DeleteUser: (request, context) => {
    const user = userOf(request, context);
    const groups = groupsOf(user, context);
    if (user.name === "default" && groups.length > 0) {
      const message = `Default user ${user.id} is associated to user group ${groups[0]?.id}`;
      throw new AwsError("DefaultUserAssociatedToUserGroup", message);
    }
    const description = { ...describe(user, context), Status: "deleting" };
    for (const { userIds } of groups) userIds.delete(user.id);
    context.remembered(users).delete(user.id);
    return answer(request, description);
  },
};

/** How a user logs in, undefined when the request says nothing of it. */
function authenticationIn(form: Form): User["authentication"] | undefined {
  const passwords = [...formList(form, "Passwords.member."), ...formList(form, "AuthenticationMode.Passwords.member.")];
  const mode = form["AuthenticationMode.Type"];
  if (mode === "iam") return { type: "iam", passwords: 0 };
  if (mode === "no-password-required" || form.NoPasswordRequired === "true")
    return { type: "no-password", passwords: 0 };
  return passwords.length === 0 ? undefined : { type: "password", passwords: passwords.length };
}

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html */
function checkNames({ id, name, authentication }: User): void {
  if (authentication.type !== "iam" || id === name) return;
  throw new AwsError("InvalidParameterValue", "For IAM authentication UserId and UserName must be identical.");
}

function userOf({ form }: AwsRequest, context: Context): User {
  const id = required(form, "UserId").toLowerCase();
  return found(context.remembered(users).get(id), "UserNotFound", `User ${id} not found.`);
}

function groupsOf({ id }: User, context: Context) {
  return [...context.remembered(userGroups).values()].filter(({ userIds }) => userIds.has(id));
}

function describe(user: User, context: Context): XmlElement {
  const { id, name, engine, accessString, authentication, arn } = user;
  return {
    UserId: id,
    UserName: name,
    Status: "active",
    Engine: engine,
    MinimumEngineVersion: "6.0",
    AccessString: accessString,
    UserGroupIds: { member: groupsOf(user, context).map((group) => group.id) },
    Authentication: { Type: authentication.type, PasswordCount: String(authentication.passwords) },
    ARN: arn,
  };
}
