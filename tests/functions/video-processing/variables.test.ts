import { afterEach, expect, it, vi } from "vitest";
import { variable } from "../../../functions/video-processing/variables";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("is what the function was told", () => {
  vi.stubEnv("LADDER", "720p,360p");
  expect(variable("LADDER")).toBe("720p,360p");
});

it.each([undefined, ""])("must be set, not %o", (value) => {
  vi.stubEnv("LADDER", value);
  expect(() => variable("LADDER")).toThrow("LADDER: must be set, got nothing; give it to the function");
});
