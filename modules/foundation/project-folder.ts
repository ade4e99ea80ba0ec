import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder with the project's cdktf.json, looked for upwards: a bundled program does not lie where its sources do. */
export function projectFolder(from: string): string {
  return existsSync(join(from, "cdktf.json")) ? from : projectFolder(dirname(from));
}
