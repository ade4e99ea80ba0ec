import { expect, it } from "vitest";
import { Stopwatch } from "../../../sandbox/gateway/stopwatch";

it("counts time once in which several runs are under way, and none between them", () => {
  let now = 0;
  const stopwatch = new Stopwatch(() => now);
  const first = stopwatch.start();
  now = 1000;
  const second = stopwatch.start();
  now = 3000;
  first();
  now = 4000;
  second();
  now = 9000;
  const third = stopwatch.start();
  now = 9500;
  third();
  expect(stopwatch.times).toEqual({ count: 3, seconds: 4.5 });
});
