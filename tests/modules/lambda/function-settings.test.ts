import { describe, expect, it } from "vitest";
import { type CheckedFunction, functionProblems } from "../../../modules/lambda/function-settings";

const events: CheckedFunction = {
  functionName: "lms-prod-video-record",
  timeoutSeconds: 30,
  memoryMib: 256,
  reservedConcurrency: 1,
  invocation: { by: "events", failures: { arn: "arn:aws:sqs:us-east-1:777777777777:failures" } },
};
const taking = (visibilityTimeoutSeconds: number, batchSize: number): CheckedFunction["invocation"] => ({
  by: "queue",
  queue: { arn: "arn:aws:sqs:us-east-1:777777777777:work", visibilityTimeoutSeconds },
  batchSize,
});
const taker: CheckedFunction = { ...events, reservedConcurrency: 2, invocation: taking(180, 10) };

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
      "reservedConcurrency: must be a whole number from 1, got 0; 0 would stop a function, and Lambda scales a queue from 2",
    ],
    [
      { functionName: "f".repeat(65) },
      "name: must be at most 64 letters, digits, hyphens and underscores with the prefix, " +
        `got "${"f".repeat(65)}"; shorten it, or leave out what is none of these`,
    ],
    [
      { functionName: "lms.record" },
      "name: must be at most 64 letters, digits, hyphens and underscores with the prefix, " +
        'got "lms.record"; shorten it, or leave out what is none of these',
    ],
  ])("refuses %o", (broken, problem) => {
    expect(functionProblems({ ...events, ...broken })).toEqual([problem]);
  });

  it.each<[Partial<CheckedFunction>, string]>([
    [
      { reservedConcurrency: 1 },
      "reservedConcurrency: must be a whole number from 2, got 1; " +
        "0 would stop a function, and Lambda scales a queue from 2",
    ],
    [
      { invocation: taking(179, 1) },
      "queue: must hide a message for at least six times timeoutSeconds, 180 seconds, got 179; " +
        "a message must not come back while Lambda still tries",
    ],
    [
      { invocation: taking(180, 11) },
      "batchSize: must be a whole number from 1 to 10, got 11; SQS hands out ten at once",
    ],
  ])("refuses %o of a function that takes from a queue", (broken, problem) => {
    expect(functionProblems({ ...taker, ...broken })).toEqual([problem]);
  });

  it("tells all that is wrong", () => {
    expect(functionProblems({ ...events, timeoutSeconds: 0, memoryMib: 0, reservedConcurrency: 0 })).toHaveLength(3);
  });
});
