import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // One module registry per worker: loading the provider bindings for every file anew takes most of the run.
    isolate: false,
    testTimeout: 20_000,
  },
});
