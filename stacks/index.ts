import { ENVIRONMENTS, type Environment, IMAGE_SIGNER, type Selection } from "../environments";
import { shared as registry } from "../environments/shared";
import { standbyOf } from "../environments/standby";
import { AddonsStack } from "./addons-stack";
import { PlatformStack } from "./platform-stack";
import { RegistryStack } from "./registry-stack";
import { StandbyStack } from "./standby-stack";
import { StateStack } from "./state-stack";
import type { RootBuilder } from "./synthesize";

/** The roots of the selected accounts, in the order in which they are applied. A new kind of root takes its place here. */
export function buildRoots({ shared, environments }: Selection): RootBuilder[] {
  const sharedRoots: RootBuilder[] =
    shared === "none"
      ? []
      : [
          (app) => new StateStack(app, shared, registry),
          (app) => new RegistryStack(app, shared, IMAGE_SIGNER, ENVIRONMENTS),
        ];
  return [
    ...sharedRoots,
    ...environments.flatMap((environment): RootBuilder[] => [
      (app) => new StateStack(app, environment, registry),
      (app) => new PlatformStack(app, environment),
      (app) => new AddonsStack(app, environment),
      ...standbyRoots(environment),
    ]),
  ];
}

/** The roots of what stands by in the recovery region, if anything does. */
function standbyRoots(environment: Environment): RootBuilder[] {
  const standby = standbyOf(environment);
  return standby === "none" ? [] : [(app) => new StandbyStack(app, standby), (app) => new AddonsStack(app, standby)];
}
