import { expect, it } from "vitest";
import { readDrillArguments } from "../../../sandbox/arguments";

it("a drill takes an environment with a second region", () => {
  expect(readDrillArguments(["drill", "prod"])?.environment.name).toBe("prod");
  expect(readDrillArguments(["prod"])).toBe(undefined);
  expect(() => readDrillArguments(["drill", "dev"])).toThrow(
    "sandbox: drill must be of an environment with a second region, got dev, whose recovery is none",
  );
  expect(() => readDrillArguments(["drill", "dev", "prod"])).toThrow("sandbox: drill must name one environment");
});

it.each([
  [[], "pilot-light"],
  [["--mode", "none"], "none"],
  [["--mode", "pilot-light"], "pilot-light"],
  [["--mode", "warm-standby"], "warm-standby"],
])("a drill with %j is of %s", (more, mode) => {
  expect(readDrillArguments(["drill", "prod", ...more])?.mode).toBe(mode);
});

it("a drill is of no other mode", () => {
  expect(() => readDrillArguments(["drill", "prod", "--mode", "hot"])).toThrow(
    "sandbox: --mode must be what stands by, got hot; choose from none, pilot-light, warm-standby",
  );
});
