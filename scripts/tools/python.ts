import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../failure";
import { attempt, findExecutable } from "../process";
import { keep } from "./keep";

/** A program that is written in Python, and how it is had. */
export interface PythonTool {
  /** Such as `moto`: the folder in the cache, and what messages call it. */
  readonly name: string;
  /** All packages that it consists of, each with its version and hashes. */
  readonly requirements: string;
  /** The oldest Python that it runs on, such as `3.10`. */
  readonly minimumPython: string;
}

/** Python's `bin/python3` in an environment of its own. */
const PYTHON = join("bin", "python3");
const VERSION = "import sys; print('%d.%d' % sys.version_info[:2])";

/**
 * The Python of an environment in the user's cache that holds a tool, installed there from PyPI on the first use, at the
 * versions and hashes of its requirements. Nothing else on the machine is touched.
 * @throws Failure in one line that says what to install, or to go online
 */
export async function pythonEnvironment(
  tool: PythonTool,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string> {
  const digest = createHash("sha256").update(readFileSync(tool.requirements)).digest("hex").slice(0, 16);
  const folder = await keep(env, [tool.name, digest, PYTHON], async (folder) => {
    const python = await findPython(tool, env, signal);
    const how = { env, signal, graceMs: 0 };
    const made = await attempt({ command: python, args: ["-m", "venv", folder], ...how });
    if (made.exitCode !== 0) throw new Failure(`${tool.name}: ${explainVenv(`${made.stdout}\n${made.stderr}`)}`);
    console.error(`${tool.name}: is installed from PyPI, once, into ${dirname(folder)}`);
    const pip = ["-m", "pip", "install", "--quiet", "--require-hashes", "--retries", "1", "--timeout", "20"];
    const args = [...pip, "--requirement", tool.requirements];
    const { exitCode, stderr } = await attempt({ command: join(folder, PYTHON), args, ...how });
    if (exitCode === 0) return;
    throw new Failure(
      `${tool.name}: must be installed from PyPI, got: ${lastLine(stderr)}; go online once, the cache keeps it`,
    );
  });
  return join(folder, PYTHON);
}

async function findPython(
  { name, minimumPython }: PythonTool,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string> {
  const advice = `install Python ${minimumPython} or newer`;
  const python = findExecutable("python3", env);
  if (python === undefined) throw new Failure(`${name}: must have a Python, got no program python3 in PATH; ${advice}`);
  const { stdout, stderr } = await attempt({ command: python, args: ["-c", VERSION], env, signal, graceMs: 0 });
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(stdout.trim()) ?? [];
  if (major === undefined)
    throw new Failure(`${name}: must have a Python that runs, got: ${lastLine(stderr)}; ${advice}`);
  const [wantedMajor, wantedMinor] = minimumPython.split(".").map(Number);
  const isOld =
    Number(major) < (wantedMajor ?? 0) || (Number(major) === wantedMajor && Number(minor) < (wantedMinor ?? 0));
  if (isOld) throw new Failure(`${name}: must have Python ${minimumPython} or newer, got ${major}.${minor}; ${advice}`);
  return python;
}

/** Debian leaves out of Python what makes environments, and says so at length. */
function explainVenv(words: string): string {
  return /ensurepip|No module named venv/.test(words)
    ? "must have a Python that makes virtual environments, got one without; install it (Debian: apt install python3-venv)"
    : `must have a Python that makes virtual environments, got: ${lastLine(words)}; install another Python`;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) || "no words";
}
