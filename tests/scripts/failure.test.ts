import { afterEach, expect, test, vi } from "vitest";
import { Failure, runProgram } from "../../scripts/failure";

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

test.each([
  ["ends", async () => {}, [], undefined],
  [
    "fails",
    async () => {
      throw new Failure("dev: must be free, got taken");
    },
    [["dev: must be free, got taken"]],
    1,
  ],
] as const)("what a program began in the background is ended when it %s", async (_, end, said, exitCode) => {
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
