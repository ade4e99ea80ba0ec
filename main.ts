import { selectEnvironments } from "./environments";
import { PlatformStack } from "./stacks/platform-stack";
import { StateStack } from "./stacks/state-stack";
import { synthesizeOrReport } from "./stacks/synthesize";

synthesizeOrReport(() =>
  selectEnvironments(process.env.LMS_ENVIRONMENTS).flatMap((environment) => [
    (app) => new StateStack(app, environment),
    (app) => new PlatformStack(app, environment),
  ]),
);
