import type { Construct } from "constructs";
import type { Environment } from "../environments/environment";
import { GlobalRegion } from "../modules/edge";
import { siteOf } from "../modules/foundation/names";
import { type GlobalProvider, isGlobal } from "../modules/foundation/regions";

/** Creates what an environment has in us-east-1 beside its home region; `home` if that is us-east-1. */
export function createGlobalRegion(
  scope: Construct,
  environment: Environment,
  provider: GlobalProvider,
): "home" | GlobalRegion {
  if (isGlobal(environment.region)) return "home";
  const { dataProtection } = environment;
  return new GlobalRegion(scope, "global", { provider, site: siteOf(environment), dataProtection });
}
