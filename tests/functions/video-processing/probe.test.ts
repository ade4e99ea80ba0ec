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
  const saying = (message: string) => ({ message, $metadata: {} });

  it.each([
    new UnprocessableEntityException(saying("The moov atom is missing")),
    new BadRequestException(saying("The container format is not supported")),
  ])("says why a file is unsupported: %s", async (error) => {
    expect(await probe(answering(error), upload)).toEqual({ unsupported: error.message });
  });

  it.each([
    new ForbiddenException(saying("The format is not supported")),
    new BadRequestException(saying("Access to the container s3://media was denied")),
    new BadRequestException(saying("Try again")),
  ])("fails for what may pass: %s", async (error) => {
    await expect(probe(answering(error), upload)).rejects.toThrow(error.message);
  });

  it("reads the first result", async () => {
    const results = [{ Container: { Tracks: [video(640, 360)] } }, { Container: { Tracks: [audio] } }];
    const client = { send: async () => ({ ProbeResults: results }) } as unknown as MediaConvertClient;
    expect(await probe(client, upload)).toEqual({ source: { longSidePx: 640, hasAudio: false } });
  });
});
