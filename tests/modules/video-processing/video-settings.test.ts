import { describe, expect, it } from "vitest";
import { type VideoSettings, videoProblems } from "../../../modules/video-processing/video-settings";
import { settings } from "./fixture";

describe("videoProblems", () => {
  it("finds nothing wrong with the ends of each range", () => {
    const all: VideoSettings["ladder"] = ["2160p", "1080p", "720p", "540p", "360p"];
    const most: VideoSettings = { ...settings, sourceClass: "ultra-hd", ladder: all, maxUploadGib: 5120 };
    const least: VideoSettings = { ...settings, sourceClass: "hd", ladder: ["360p"], maxUploadGib: 1 };
    expect([settings, most, least].flatMap(videoProblems)).toEqual([]);
  });

  it.each<[object, string]>([
    [{ ladder: [] }, "ladder: must have 1 to 5 elements, got []; without one nothing can be watched"],
    [
      { sourceClass: "hd" },
      'ladder: must have no rung wider than the 1280 pixels of sourceClass "hd", got "1080p"; ' +
        "remove it or expect wider sources",
    ],
    [
      { sourceClass: "8k" },
      'sourceClass: must be one of hd, full-hd, ultra-hd, got "8k"; choose the widest picture that you expect',
    ],
    [
      { maxUploadGib: 5121 },
      "maxUploadGib: must be a whole number from 1 to 5120, got 5121; give the size of the largest recording",
    ],
    [
      { maxUploadGib: 0.5 },
      "maxUploadGib: must be a whole number from 1 to 5120, got 0.5; give the size of the largest recording",
    ],
  ])("refuses %o", (broken, problem) => {
    expect(videoProblems({ ...settings, ...broken } as VideoSettings)).toEqual([problem]);
  });
});
