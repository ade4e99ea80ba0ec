import { selectEnvironments } from "./environments";
import { buildRoots } from "./stacks";
import { synthesizeOrReport } from "./stacks/synthesize";

synthesizeOrReport(() => buildRoots(selectEnvironments(process.env.LMS_ENVIRONMENTS)));
