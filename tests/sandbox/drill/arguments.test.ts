import { expect, it } from "vitest";
import { readDrillArguments } from "../../../sandbox/arguments";

it("a drill takes an environment with a second region", () => {
  expect(readDrillArguments(["drill", "prod"])?.name).toBe("prod");
  expect(readDrillArguments(["prod"])).toBe(undefined);
  expect(() => readDrillArguments(["drill", "dev"])).toThrow(
    "sandbox: drill must be of an environment with a second region, got dev, whose recovery is none",
  );
  expect(() => readDrillArguments(["drill", "dev", "prod"])).toThrow("sandbox: drill must name one environment");
});
