import { expect, it } from "vitest";
import { judgingText, watchIdle } from "../../sandbox/judging-time";

it("is told beside the cycle's time", () => {
  expect(judgingText({ count: 5708, seconds: 4.24 }, 298.4, 0.5)).toBe(
    "5708 requests authorized and judged in 4.2 of 298 s",
  );
});

it("may add 15 % to a cycle, and no more", () => {
  expect(judgingText({ count: 1, seconds: 15 }, 115, 0.1)).toBe("1 requests authorized and judged in 15.0 of 115 s");
  expect(() => judgingText({ count: 1, seconds: 15.1 }, 115, 0.1)).toThrow(
    "sandbox: must grow by at most 15 % through judging, got 1 requests authorized and judged in 15.1 of 115 s; look in sandbox/gateway for what became slow",
  );
});

it("is told and no failure where others were at work", () => {
  expect(judgingText({ count: 1, seconds: 60 }, 115, 0.09)).toBe(
    "1 requests authorized and judged in 60.0 of 115 s, much of it spent waiting for the other work of this machine",
  );
});

it("knows how idle the processors are", async () => {
  const idle = watchIdle();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(idle()).toBeGreaterThanOrEqual(0);
  expect(idle()).toBeLessThanOrEqual(1);
});
