import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder with the project's cdktf.json, looked for upwards: a bundled program does not lie where its sources do. */
export function projectFolder(from: string): string {
  return existsSync(join(from, "cdktf.json")) ? from : projectFolder(dirname(from));
}

/** The folder where runs keep what later ones need not make again; `npm ci` empties it. */
export function cacheFolder(project: string): string {
  return join(project, "node_modules", ".cache", "lms-platform");
}
