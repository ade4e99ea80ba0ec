import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // One module registry per worker: loading the provider bindings for every file anew takes most of the run.
    isolate: false,
    // The slow files wait for Terraform and AWS's own delays, not for the processor.
    maxWorkers: 3,
    testTimeout: 60_000,
  },
});
