import {
  BadRequestException,
  ForbiddenException,
  type MediaConvertClient,
  type Track,
  UnprocessableEntityException,
} from "@aws-sdk/client-mediaconvert";
import { describe, expect, it } from "vitest";
import { type Probed, probe, sourceOf } from "../../../functions/video-processing/probe";

const upload = { bucket: "media", key: "uploads/lecture.mp4", versionId: "v1" };
const video = (Width?: number, Height?: number) =>
  ({ TrackType: "video", VideoProperties: { Width, Height } }) as Track;
const audio: Track = { TrackType: "audio" };
const unsupported = { unsupported: "MediaConvert finds no picture in it" };

describe("sourceOf", () => {
  it.each<[string, Track[], Probed]>([
    ["picture and sound", [audio, video(1920, 1080)], { source: { longSidePx: 1920, hasAudio: true } }],
    ["a picture", [video(1920, 1080)], { source: { longSidePx: 1920, hasAudio: false } }],
    ["a picture of a phone held upright", [video(1080, 1920)], { source: { longSidePx: 1920, hasAudio: false } }],
    ["subtitles, too", [video(640, 360), { TrackType: "data" }], { source: { longSidePx: 640, hasAudio: false } }],
    [
      "a picture whose size is not told",
      [video()],
      { source: { longSidePx: Number.POSITIVE_INFINITY, hasAudio: false } },
    ],
    ["sound", [audio], unsupported],
    ["nothing", [], unsupported],
  ])("of a file with %s", (_, tracks, probed) => {
    expect(sourceOf(tracks)).toEqual(probed);
  });
});

describe("probe", () => {
  const answering = (error: Error) =>
    ({ send: () => Promise.reject(error) }) as Pick<MediaConvertClient, "send"> as MediaConvertClient;
  const details = { message: "The moov atom is missing", $metadata: {} };

  it.each([new BadRequestException(details), new UnprocessableEntityException(details)])(
    "says why a file is unsupported: %s",
    async (error) => {
      expect(await probe(answering(error), upload)).toEqual({ unsupported: "The moov atom is missing" });
    },
  );

  it("fails for what is not the file's fault", async () => {
    await expect(probe(answering(new ForbiddenException(details)), upload)).rejects.toThrow(ForbiddenException);
  });
});
