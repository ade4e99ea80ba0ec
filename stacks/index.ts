import type { Environment } from "../environments";
import { PlatformStack } from "./platform-stack";
import { StateStack } from "./state-stack";
import type { RootBuilder } from "./synthesize";

/** The roots of the environments, in the order in which they are applied. A new kind of root takes its place here. */
export function buildRoots(environments: readonly Environment[]): RootBuilder[] {
  return environments.flatMap((environment): RootBuilder[] => [
    (app) => new StateStack(app, environment),
    (app) => new PlatformStack(app, environment),
  ]);
}
