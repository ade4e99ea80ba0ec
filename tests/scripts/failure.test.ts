import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { describeFailure, Failure, runProgram } from "../../scripts/failure";

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

const folder = mkdtempSync(join(tmpdir(), "lms-failure-"));
const file = join(folder, "file");
writeFileSync(file, "");

/** What is said of what an action throws. */
function said(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return describeFailure(error);
  }
  return "nothing was thrown";
}

it("says what the system refuses of a file, and what to do", () => {
  const use = "must be a file or folder that this program may use so";
  const remedy = "correct the path, or what it leads to";
  expect(said(() => readFileSync(join(folder, "none")))).toBe(
    `${join(folder, "none")}: ${use}, got no such file or directory (open); ${remedy}`,
  );
  expect(said(() => readFileSync(join(file, "below")))).toBe(
    `${join(file, "below")}: ${use}, got not a directory (open); ${remedy}`,
  );
  expect(said(() => writeFileSync(folder, ""))).toBe(
    `${folder}: ${use}, got illegal operation on a directory (open); ${remedy}`,
  );
  expect(said(() => readFileSync(folder))).toBe(
    `a file: ${use}, got illegal operation on a directory (read); ${remedy}`,
  );
  const full = { code: "ENOSPC", syscall: "write", path: "/disk", message: "ENOSPC: no space left on device, write" };
  expect(describeFailure(full)).toBe(`/disk: ${use}, got no space left on device (write); make room there`);
});

it("says which program does not start", () => {
  const { error } = spawnSync("no-such-program", []);
  expect(describeFailure(error)).toBe(
    "no-such-program: must start, in a folder that is there, got ENOENT; install it, or correct the folder",
  );
});

it("tells a failure in its own words, and what nobody has thought of as such", () => {
  expect(describeFailure(new Failure("x: must be right, got wrong; correct it"))).toBe(
    "x: must be right, got wrong; correct it",
  );
  expect(describeFailure(new TypeError("x is not a function"))).toBe(
    "unexpected: x is not a function (LMS_DEBUG=1 shows where)",
  );
  expect(describeFailure("text")).toBe("unexpected: text (LMS_DEBUG=1 shows where)");
});

const FAILURE = JSON.stringify(join(process.cwd(), "scripts", "failure"));

it.each([
  ["ends", ""],
  ["breaks off", 'throw new Error("the other end has gone");'],
])("is interrupted by a signal that came while a program worked without a pause, and %s", (_, end) => {
  const busy = 'process.kill(process.pid, "SIGINT"); const until = Date.now() + 100; while (Date.now() < until);';
  writeFileSync(
    join(folder, "busy.ts"),
    `import { runProgram } from ${FAILURE};\nvoid runProgram(async () => { ${busy} ${end} });\n`,
  );
  const { status, stderr } = spawnSync(process.execPath, ["scripts/run.js", join(folder, "busy.ts")], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 130, stderr: "interrupted\n" });
});

it.each([
  ["ends", async () => {}, [], undefined],
  [
    "fails",
    async () => {
      throw new Failure("dev: must be free, got taken");
    },
    [["dev: must be free, got taken"]],
    1,
  ],
] as const)("ends with a program what it began in the background, when it %s", async (_, end, said, exitCode) => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  let background: AbortSignal | undefined;
  await runProgram(async (signal) => {
    background = signal;
    expect(signal.aborted).toBe(false);
    await end();
  });
  expect(background?.aborted).toBe(true);
  expect(error.mock.calls).toEqual(said);
  expect(process.exitCode).toBe(exitCode);
});
