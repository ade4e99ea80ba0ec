import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findMoto } from "../../../sandbox/moto";
import { PROJECT } from "../../../scripts/synth";
import { pythonEnvironment } from "../../../scripts/tools";
import { fakePrograms, temporaryFolder } from "../../sandbox/support";

const signal = new AbortController().signal;
const tool = { name: "judge", requirements: join(temporaryFolder(), "requirements.txt"), minimumPython: "3.10" };
writeFileSync(tool.requirements, "judge==1.0.0 --hash=sha256:00\n");

/** A Python that makes environments with itself in them, and writes down what it is asked. */
const python = (version: string, install: string) => `
echo "$@" >> "$LOG"
case "$1 $2" in
  "-c "*) echo ${version} ;;
  "-m venv") /bin/mkdir -p "$3/bin" && /bin/cp "$0" "$3/bin/python3" ;;
  "-m pip") ${install} ;;
esac`;

function machine(programs: Readonly<Record<string, string>>) {
  const env = { PATH: fakePrograms(programs), XDG_CACHE_HOME: temporaryFolder(), LOG: join(temporaryFolder(), "log") };
  const folder = join(env.XDG_CACHE_HOME, "lms-platform", "judge");
  return { env, folder, kept: () => (existsSync(folder) ? readdirSync(folder) : []) };
}

test("it is installed once with the hashes of its requirements, also by two runs at once", async () => {
  const { env, folder, kept } = machine({ python3: python("3.12", "/bin/sleep 0.1") });
  const [first, second] = await Promise.all([1, 2].map(() => pythonEnvironment(tool, env, signal)));
  expect(first).toBe(second);
  const calls = readFileSync(env.LOG, "utf8");
  expect(await pythonEnvironment(tool, env, signal)).toBe(first);
  expect(readFileSync(env.LOG, "utf8")).toBe(calls);
  expect(calls).toContain(
    `-m pip install --quiet --require-hashes --retries 1 --timeout 20 --requirement ${tool.requirements}\n`,
  );
  expect(kept()).toHaveLength(1);
  expect(first).toBe(join(folder, kept()[0] ?? "", "bin", "python3"));
});

test("it is made anew when its Python has gone", async () => {
  const { env, kept } = machine({ python3: python("3.12", "true") });
  const interpreter = await pythonEnvironment(tool, env, signal);
  rmSync(interpreter);
  symlinkSync("/nowhere/python3", interpreter);
  expect(await pythonEnvironment(tool, env, signal)).toBe(interpreter);
  expect(existsSync(interpreter)).toBe(true);
  expect(kept()).toHaveLength(1);
});

const NO_VENV = "echo 'ensurepip is not available.  On Debian, install the python3-venv package' ; exit 1";

test.each([
  ["no Python", {}, "judge: must have a Python, got no program python3 in PATH; install Python 3.10 or newer"],
  [
    "a Python that is too old",
    { python3: "echo 3.9" },
    "judge: must have Python 3.10 or newer, got 3.9; install Python 3.10 or newer",
  ],
  [
    "a Python that does not run",
    { python3: "echo broken >&2; exit 1" },
    "judge: must have a Python that runs, got: broken; install Python 3.10 or newer",
  ],
  [
    "a Python without venv",
    { python3: `if [ "$1" = -c ]; then echo 3.11; else ${NO_VENV}; fi` },
    "judge: must have a Python that makes virtual environments, got one without; install it (Debian: apt install python3-venv)",
  ],
  [
    "no way to PyPI",
    { python3: python("3.11", "echo 'Trying again' >&2; echo 'ERROR: no PyPI' >&2; exit 1") },
    "judge: must be installed from PyPI, got: ERROR: no PyPI; go online once, the cache keeps it",
  ],
])("with %s it says so, and leaves nothing", async (_, programs, message) => {
  const { env, kept } = machine(programs);
  await expect(pythonEnvironment(tool, env, signal)).rejects.toThrow(message);
  expect(kept()).toEqual([]);
});

test("moto in PATH comes before one of the project's own, which has the release that it is tried with", async () => {
  const { env } = machine({ moto_server: "exit 0", python3: "echo 5.2.1" });
  expect(await findMoto(env, signal)).toBe(join(env.PATH, "python3"));
  expect(readFileSync(join(PROJECT, "sandbox", "requirements.txt"), "utf8")).toContain("\nmoto==5.2.1 \\\n");
});

test("moto in PATH whose Python has gone is passed over", async () => {
  const { env } = machine({ moto_server: "exit 0" });
  await expect(findMoto(env, signal)).rejects.toThrow(
    "moto: must have a Python, got no program python3 in PATH; install Python 3.10 or newer",
  );
});
