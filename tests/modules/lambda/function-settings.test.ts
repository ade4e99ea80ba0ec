import { describe, expect, it } from "vitest";
import { type CheckedFunction, functionProblems } from "../../../modules/lambda/function-settings";

const events: CheckedFunction = {
  functionName: "lms-prod-video-record",
  timeoutSeconds: 30,
  memoryMib: 256,
  reservedConcurrency: 1,
  queue: "none",
};
const taker: CheckedFunction = {
  ...events,
  reservedConcurrency: 2,
  queue: { visibilityTimeoutSeconds: 180, batchSize: 10 },
};

describe("functionProblems", () => {
  it("finds nothing wrong with what Lambda takes", () => {
    const least = { ...events, functionName: "f", timeoutSeconds: 1, memoryMib: 128 };
    const most = { ...events, functionName: "f".repeat(64), timeoutSeconds: 900, memoryMib: 10_240 };
    expect([events, taker, least, most].flatMap(functionProblems)).toEqual([]);
  });

  it.each<[Partial<CheckedFunction>, string]>([
    [{ timeoutSeconds: 0 }, "timeoutSeconds: must be a whole number from 1 to 900, got 0; split the work"],
    [{ timeoutSeconds: 901 }, "timeoutSeconds: must be a whole number from 1 to 900, got 901; split the work"],
    [{ memoryMib: 64 }, "memoryMib: must be a whole number from 128 to 10240, got 64; Lambda has no other"],
    [
      { reservedConcurrency: 0 },
      "reservedConcurrency: must be a whole number from 1, got 0; 0 would stop the function",
    ],
    [
      { functionName: "f".repeat(65) },
      "name: must be letters, digits, hyphens and underscores, at most 64 with the prefix, " +
        `got "${"f".repeat(65)}" (65); shorten it`,
    ],
    [
      { functionName: "lms.record" },
      'name: must be letters, digits, hyphens and underscores, at most 64 with the prefix, got "lms.record" (10); shorten it',
    ],
  ])("refuses %o", (broken, problem) => {
    expect(functionProblems({ ...events, ...broken })).toEqual([problem]);
  });

  it.each<[Partial<CheckedFunction>, string]>([
    [
      { reservedConcurrency: 1 },
      "reservedConcurrency: must be a whole number from 2 for a function that takes from a queue, got 1; " +
        "0 would stop the function",
    ],
    [
      { queue: { visibilityTimeoutSeconds: 179, batchSize: 1 } },
      "queue: must hide a message for at least six times timeoutSeconds, 180 seconds, got 179; " +
        "a message must not come back while Lambda still tries",
    ],
    [
      { queue: { visibilityTimeoutSeconds: 180, batchSize: 11 } },
      "batchSize: must be a whole number from 1 to 10, got 11; SQS hands out ten at once",
    ],
  ])("refuses %o of a function that takes from a queue", (broken, problem) => {
    expect(functionProblems({ ...taker, ...broken })).toEqual([problem]);
  });

  it("tells all that is wrong", () => {
    expect(functionProblems({ ...events, timeoutSeconds: 0, memoryMib: 0, reservedConcurrency: 0 })).toHaveLength(3);
  });
});
