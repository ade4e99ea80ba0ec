import { describe, expect, it } from "vitest";
import { archiveRule } from "../../../modules/s3-cloudfront/lifecycle-rules";

describe("archiveRule", () => {
  const moves = (days: number) => {
    const { transition } = archiveRule(days);
    return Array.isArray(transition) ? transition.map(({ days, storageClass }) => [days, storageClass]) : transition;
  };

  it.each([
    [1, []],
    [59, []],
    [60, [[30, "STANDARD_IA"]]],
    [179, [[30, "STANDARD_IA"]]],
    [
      180,
      [
        [30, "STANDARD_IA"],
        [90, "GLACIER_IR"],
      ],
    ],
  ])("moves what is kept for %d days only where that pays", (days, expected) => {
    expect(moves(days)).toEqual(expected);
    expect(archiveRule(days).expiration).toEqual([{ days }]);
  });
});
