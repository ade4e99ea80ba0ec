import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/support/temporary-folder.ts",
    // One module registry per worker: loading the provider bindings for every file anew takes most of the run.
    isolate: false,
    // The slow files wait for Terraform and AWS's own delays, not for the processor.
    maxWorkers: 3,
    // Beside them the sandbox of prod runs, see the script `test`.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
