import { ElasticacheUser } from "@cdktf/provider-aws/lib/elasticache-user";
import type { Construct } from "constructs";
import type { Site } from "../foundation/names";
import { accessString, type CachePlace, ENGINE, type Login, type StoreUse, storeUser } from "../foundation/store-uses";

/** Users of applications by the way that they log in, with rights to data only. */
export type StoreUsers = Readonly<Partial<Record<Login, ElasticacheUser>>>;

/** Facts that the users of a use depend on. */
export interface StoreUsersProps {
  readonly site: Pick<Site, "prefix">;
  readonly use: StoreUse;
  readonly logins: readonly Login[];
  readonly cachePlace: CachePlace;
}

/** Creates the users of a use. */
export function createUsers(scope: Construct, { logins, ...props }: StoreUsersProps): StoreUsers {
  return Object.fromEntries(logins.map((login) => [login, createUser(scope, login, props)]));
}

function createUser(
  scope: Construct,
  login: Login,
  { site, use, cachePlace }: Omit<StoreUsersProps, "logins">,
): ElasticacheUser {
  const userName = storeUser(site.prefix, use, login);
  return new ElasticacheUser(scope, login === "iam-token" ? "user" : "password-user", {
    // Id and name must be the same for IAM authentication.
    userId: userName,
    userName,
    engine: ENGINE.name,
    accessString: accessString(use, cachePlace),
    authenticationMode: { type: "iam" },
    // Nobody may log in as this one, whom no policy names, until the first rotation gives it a password, which no plan sees.
    ...(login === "password" ? { lifecycle: { ignoreChanges: ["authentication_mode"] } } : {}),
  });
}
