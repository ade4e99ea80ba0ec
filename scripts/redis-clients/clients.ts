import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure";
import { findExecutable, run } from "../process";
import { PROJECT } from "../synth";
import { keep, pythonEnvironment } from "../tools";

const FOLDER = join(PROJECT, "scripts", "redis-clients");

/** Program that does with a Redis what a stack of an LMS does: reads tries as JSON, and prints what became of each. */
export interface ClientProgram {
  readonly name: string;
  /** Programs that it takes, in PATH. */
  readonly needs: readonly string[];
  /** Gets what else it takes, once. @returns the command */
  readonly command: (signal: AbortSignal) => Promise<readonly string[]>;
}

/** Releases that were tried; a change of one makes its folder anew. */
const NODE_CLIENTS = "ioredis-6.0.0-redis-6.3.1";
const JAVA_CLIENTS = "lettuce-6.8.1";

export const CLIENT_PROGRAMS: readonly ClientProgram[] = [
  {
    name: "redis-py",
    needs: ["python3"],
    command: async (signal) => {
      const requirements = join(FOLDER, "python", "requirements.txt");
      const tool = { name: "redis-py", requirements, minimumPython: "3.10" };
      return [await pythonEnvironment(tool, process.env, signal), join(FOLDER, "python", "client.py")];
    },
  },
  { name: "phpredis", needs: ["php"], command: async () => ["php", join(FOLDER, "php", "client.php")] },
  ...["ioredis", "redis"].map((library) => ({
    name: library === "redis" ? "node-redis" : library,
    needs: ["npm"],
    command: async (signal: AbortSignal) => {
      const files = ["package.json", "package-lock.json", "client.js"];
      const folder = await kept(NODE_CLIENTS, "node", files, ["npm", "ci", "--ignore-scripts", "--no-audit"], signal);
      return [process.execPath, join(folder, "client.js"), library];
    },
  })),
  {
    name: "lettuce",
    needs: ["mvn", "java"],
    command: async (signal) => {
      const copy = ["mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"];
      const folder = await kept(JAVA_CLIENTS, "java", ["pom.xml", "Client.java"], copy, signal);
      return ["java", "-cp", join(folder, "lib", "*"), join(folder, "Client.java")];
    },
  },
];

/** What a program takes that is not in PATH; undefined where all is. */
export function missing({ needs }: ClientProgram): string | undefined {
  return needs.find((name) => findExecutable(name, process.env) === undefined);
}

/** A folder of the user's cache with the files of a client, and what a command has put beside them. */
function kept(
  release: string,
  source: string,
  files: readonly [string, ...string[]] | string[],
  [command = "", ...args]: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  return keep(process.env, ["redis-clients", release, files[0] ?? ""], async (folder) => {
    for (const file of files) copyFileSync(join(FOLDER, source, file), join(folder, file));
    const { exitCode, stderr } = await run({ command, args, cwd: folder, env: process.env, signal, graceMs: 0 });
    if (exitCode !== 0) throw new Failure(`redis-clients: ${command} must get ${release}, got ${stderr.trim()}`);
  });
}
