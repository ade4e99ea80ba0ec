import { expect, it } from "vitest";
import { readClusterArguments } from "../../../sandbox/arguments";

it("a cluster is that of one environment", () => {
  expect(readClusterArguments(["cluster", "dev"])?.name).toBe("dev");
  expect(readClusterArguments(["dev"])).toBe(undefined);
  expect(() => readClusterArguments(["cluster"])).toThrow(
    "sandbox: cluster must name one environment, got none; choose from dev, staging, prod",
  );
});
