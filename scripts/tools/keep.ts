import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { Failure } from "../failure";

/**
 * A folder of the user's cache that holds a tool: `lms-platform` in XDG_CACHE_HOME or ~/.cache, below it the tool's name
 * and release. It is made on the first use. Runs at the same time each find the whole of it or nothing.
 * @param file the file in the folder that says that the tool is there
 * @param make fills a folder that is renamed into place
 * @throws Failure when the cache cannot be written, and what `make` throws
 */
export async function keep(
  env: NodeJS.ProcessEnv,
  [name, release, file]: readonly [name: string, release: string, file: string],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache"), "lms-platform", name, release);
  if (existsSync(join(folder, file))) return folder;
  const partial = newFolder(folder, name);
  try {
    await make(partial);
    replace(partial, folder, file);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

function newFolder(beside: string, name: string): string {
  try {
    mkdirSync(dirname(beside), { recursive: true });
    return mkdtempSync(`${beside}.`);
  } catch (error) {
    throw new Failure(
      `${name}: the cache must be writable, got ${(error as NodeJS.ErrnoException).code} for ${dirname(beside)}; ` +
        "set XDG_CACHE_HOME to a folder that is",
    );
  }
}

/** Takes the place of what is broken, such as a Python environment whose Python has gone, and of nothing else. */
function replace(partial: string, folder: string, file: string): void {
  if (existsSync(join(folder, file))) return;
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(join(folder, file))) throw error;
  }
}
