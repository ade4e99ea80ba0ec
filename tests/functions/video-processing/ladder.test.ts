import { describe, expect, it } from "vitest";
import { ladderProblems, RUNGS, type RungName, rungsFor } from "../../../functions/video-processing/ladder";

const FULL: RungName[] = ["360p", "1080p", "720p", "2160p", "540p"];

describe("RUNGS", () => {
  it("are widest first, with fewer bits for a smaller picture, and 16:9", () => {
    const rungs = Object.values(RUNGS);
    const sorted = [...rungs].sort((one, other) => other.widthPx - one.widthPx);
    expect(rungs).toEqual(sorted);
    expect(rungs.map(({ maxVideoKbps }) => maxVideoKbps)).toEqual([14_000, 5000, 2500, 1400, 700]);
    for (const { widthPx, heightPx } of rungs) expect(widthPx * 9).toBe(heightPx * 16);
  });

  it("have pictures that H.264 can encode, of an even number of lines", () => {
    for (const { widthPx, heightPx } of Object.values(RUNGS)) expect([widthPx % 2, heightPx % 2]).toEqual([0, 0]);
  });
});

describe("rungsFor", () => {
  it.each<[number, RungName[]]>([
    [Number.POSITIVE_INFINITY, ["2160p", "1080p", "720p", "540p", "360p"]],
    [7680, ["2160p", "1080p", "720p", "540p", "360p"]],
    [1920, ["1080p", "720p", "540p", "360p"]],
    [1919, ["720p", "540p", "360p"]],
    [640, ["360p"]],
    [320, ["360p"]],
  ])("enlarges no picture: %i pixels", (longSidePx, rungs) => {
    expect(rungsFor(FULL, longSidePx)).toEqual(rungs);
  });

  it("leaves the ladder as it is", () => {
    const ladder: RungName[] = ["360p", "1080p"];
    rungsFor(ladder, 1920);
    expect(ladder).toEqual(["360p", "1080p"]);
  });
});

describe("ladderProblems", () => {
  it.each([
    [["1080p", "720p"], "full-hd"],
    [["360p"], "hd"],
    [FULL, "ultra-hd"],
  ] as const)("finds nothing wrong with %o for %s", (ladder, sourceClass) => {
    expect(ladderProblems(ladder, sourceClass)).toEqual([]);
  });

  it("wants a rung", () => {
    expect(ladderProblems([], "hd")).toEqual([
      "ladder: must have at least one rung, got []; without one nothing can be watched",
    ]);
  });

  it("wants each rung once", () => {
    expect(ladderProblems(["360p", "360p"], "hd")).toEqual([
      'ladder: must name each rung once, got ["360p","360p"]; remove the repeated one',
    ]);
  });

  it("wants rungs that it knows", () => {
    expect(ladderProblems(["480p"], "hd")).toEqual([
      'ladder: must be rungs of 2160p, 1080p, 720p, 540p, 360p, got "480p"; add it to the table',
    ]);
  });

  it("wants no rung wider than the sources, and names each", () => {
    const wider = (name: string) =>
      'ladder: must have no rung wider than the 1280 pixels of sourceClass "hd", ' +
      `got ${JSON.stringify(name)}; remove it or expect wider sources`;
    expect(ladderProblems(["2160p", "1080p", "720p"], "hd")).toEqual([wider("2160p"), wider("1080p")]);
  });
});
