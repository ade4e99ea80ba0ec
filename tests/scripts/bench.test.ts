import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram, temporaryFolder } from "../sandbox/support";

test("the bench makes as many environments as it is told, which the checks let through", async () => {
  const folder = temporaryFolder();
  expect(await runProgram("scripts/bench-synth.ts", ["4", folder])).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  const names = [0, 1, 2, 3].flatMap((at) => ["addons", "platform"].map((root) => `bench${at}-${root}`));
  const states = [0, 1, 2, 3].map((at) => `state-bench${at}`);
  expect(readdirSync(join(folder, "stacks")).sort()).toEqual([...names, ...states]);
});
