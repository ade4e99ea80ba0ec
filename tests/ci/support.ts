import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join, parse } from "node:path";
import type { Surroundings } from "../../ci/scripts/jenkinsfiles/calls";
import { parseGroovy } from "../../ci/scripts/jenkinsfiles/groovy";
import { PROJECT } from "../../scripts/synth";
import { type Ending, ending, fakePrograms, temporaryFolder } from "../sandbox/support";

/** How to run a script of the pipelines. */
export interface Run {
  /** The folder it runs in; the project's by default. */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Programs that it finds before the real ones, as the bodies of shell scripts. */
  readonly programs?: Readonly<Record<string, string>>;
}

/** Git's settings for tests: an author, and nothing of the user's own. */
const GIT_ENVIRONMENT: NodeJS.ProcessEnv = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.com",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.com",
};

/** Runs a script of `ci/scripts` as the pipelines do. */
export function runScript(
  name: string,
  args: readonly string[],
  { cwd = PROJECT, env = {}, programs }: Run = {},
): Promise<Ending> {
  const path = [...(programs === undefined ? [] : [fakePrograms(programs)]), process.env.PATH].join(delimiter);
  const script = [join(PROJECT, "scripts", "run.js"), join(PROJECT, "ci", "scripts", `${name}.ts`)];
  const child = spawn(process.execPath, [...script, ...args], {
    cwd,
    env: { ...process.env, ...GIT_ENVIRONMENT, PATH: path, ...env },
  });
  return ending(child);
}

/** What a script that refuses ends with. */
export function refused(message: string): Ending {
  return { exitCode: 1, stdout: "", stderr: `${message}\n` };
}

/** Runs a program of this machine, such as Git. @throws Error when it does not succeed */
export async function real(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await ending(
    spawn(command, args, { cwd, env: { ...process.env, ...GIT_ENVIRONMENT } }),
  );
  if (exitCode !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}

/** A Git of which a command fails the first time that it is called: before it has done anything, or after all. */
export async function gitThatFails(verb: string, message: string, when: "before" | "after" = "before") {
  const once = join(temporaryFolder(), "once");
  const git = await real(PROJECT, "sh", "-c", "command -v git");
  const done = when === "after" ? `${git} "$@"` : "true";
  return {
    git: `if [ "$1" = ${verb} ] && [ ! -e ${once} ]; then touch ${once}; ${done}; echo '${message}' >&2; exit 128; fi; exec ${git} "$@"`,
  };
}

/** Parts of this project that its scripts need to run. */
const PARTS = ["ci", "scripts", "node_modules", "environments", "modules", "review", "stacks", "package.json"];

/** A workspace of Jenkins: a clone of main, or at a commit, and this project's scripts in it. */
export async function workspace(origin: string, folder = temporaryFolder(), commit = "main"): Promise<string> {
  await real(folder, "git", "clone", "--quiet", origin, ".");
  if (commit !== "main") await real(folder, "git", "checkout", "--quiet", "--detach", commit);
  for (const name of PARTS) {
    rmSync(join(folder, name), { recursive: true, force: true });
    symlinkSync(join(PROJECT, name), join(folder, name));
  }
  return folder;
}

/** The steps of the pipelines' shared library, `ci/vars`, by their names. */
export async function sharedLibrary(): Promise<Surroundings["library"]> {
  const folder = join(PROJECT, "ci", "vars");
  const steps = readdirSync(folder).map(async (file) => {
    return [parse(file).name, await parseGroovy(file, readFileSync(join(folder, file), "utf8"))] as const;
  });
  return new Map(await Promise.all(steps));
}

/** A repository with a first commit, and the bare one that it calls origin. */
export async function repository(write: (folder: string) => void): Promise<{ folder: string; origin: string }> {
  const [folder, origin] = [temporaryFolder(), temporaryFolder()];
  await real(origin, "git", "init", "--quiet", "--bare", "--initial-branch=main");
  await real(folder, "git", "init", "--quiet", "--initial-branch=main");
  await real(folder, "git", "remote", "add", "origin", origin);
  write(folder);
  await commitAll(folder, "First");
  await real(folder, "git", "push", "--quiet", "origin", "main");
  return { folder, origin };
}

/** Commits everything in a repository. @returns the commit */
export async function commitAll(folder: string, message: string): Promise<string> {
  await real(folder, "git", "add", "--all");
  await real(folder, "git", "commit", "--quiet", "--allow-empty", "--message", message);
  return real(folder, "git", "rev-parse", "HEAD");
}
