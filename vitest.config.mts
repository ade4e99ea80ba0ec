import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that take minutes. They begin first, so that none of them is left alone at the end. */
const SLOW = ["terraform-modules/equal", "terraform-modules/apply", "ci/", "environments/", "sandbox/"];

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = (file: TestSpecification) => SLOW.find((name) => file.moduleId.includes(`/tests/${name}`));
    const begin = SLOW.flatMap((name) => sorted.filter((file) => isSlow(file) === name));
    return [...begin, ...sorted.filter((file) => isSlow(file) === undefined)];
  }
}

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/support/temporary-folder.ts",
    // One module registry per worker: loading the provider bindings for every file anew takes most of the run.
    isolate: false,
    // The slow files wait for Terraform and AWS's own delays, not for the processor.
    maxWorkers: 3,
    sequence: { sequencer: SlowFirst },
    // Beside them the sandboxes run, see the script `test`: what takes ten seconds alone takes minutes then, on a slow machine.
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
