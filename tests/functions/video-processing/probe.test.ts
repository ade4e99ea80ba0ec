import type { Track } from "@aws-sdk/client-mediaconvert";
import { describe, expect, it } from "vitest";
import { sourceOf } from "../../../functions/video-processing/probe";

const video: Track = { TrackType: "video", VideoProperties: { Width: 1920, Height: 1080 } };
const audio: Track = { TrackType: "audio" };

describe("sourceOf", () => {
  it.each<[string, Track[], ReturnType<typeof sourceOf>]>([
    ["picture and sound", [audio, video], { widthPx: 1920, heightPx: 1080, hasAudio: true }],
    ["a picture", [video], { widthPx: 1920, heightPx: 1080, hasAudio: false }],
    ["subtitles, too", [video, { TrackType: "data" }], { widthPx: 1920, heightPx: 1080, hasAudio: false }],
    ["sound", [audio], "unsupported"],
    ["a picture of no size", [{ TrackType: "video", VideoProperties: {} }], "unsupported"],
    ["nothing", [], "unsupported"],
  ])("of a file with %s", (_, tracks, source) => {
    expect(sourceOf(tracks)).toEqual(source);
  });
});
