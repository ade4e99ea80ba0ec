import { describe, expect, it } from "vitest";
import { jobSettings } from "../../../functions/video-processing/job-settings";
import { renditionFolder } from "../../../functions/video-processing/upload";

const upload = { bucket: "media", key: "uploads/lecture.mp4", versionId: "v1" };
const folder = `s3://media/${renditionFolder(upload)}`;
const fullHd = { longSidePx: 1920, hasAudio: true };

const audio = (bitsPerSecond: number) => [
  {
    AudioSourceName: "Audio Selector 1",
    CodecSettings: {
      Codec: "AAC",
      AacSettings: { Bitrate: bitsPerSecond, CodingMode: "CODING_MODE_2_0", SampleRate: 48_000 },
    },
  },
];
const picture = (Width: number, Height: number, MaxBitrate: number) => ({
  Width,
  Height,
  CodecSettings: {
    Codec: "H_264",
    H264Settings: {
      RateControlMode: "QVBR",
      MaxBitrate,
      QualityTuningLevel: "SINGLE_PASS_HQ",
      GopSizeUnits: "SECONDS",
      GopSize: 2,
    },
  },
});

describe("jobSettings", () => {
  const settings = jobSettings(upload, fullHd, ["1080p", "360p"]);

  it("reads the upload, turned as the camera was, with its sound", () => {
    expect(settings.Inputs).toEqual([
      {
        FileInput: "s3://media/uploads/lecture.mp4",
        TimecodeSource: "ZEROBASED",
        VideoSelector: { Rotate: "AUTO" },
        AudioSelectors: { "Audio Selector 1": { DefaultSelection: "DEFAULT" } },
      },
    ]);
  });

  it("makes an HLS package with the rungs, in segments of six seconds", () => {
    expect(settings.OutputGroups?.[0]).toEqual({
      Name: "HLS",
      OutputGroupSettings: {
        Type: "HLS_GROUP_SETTINGS",
        HlsGroupSettings: { Destination: `${folder}video`, SegmentLength: 6, MinSegmentLength: 0 },
      },
      Outputs: [
        {
          NameModifier: "_1080p",
          ContainerSettings: { Container: "M3U8" },
          VideoDescription: picture(1920, 1080, 5_000_000),
          AudioDescriptions: audio(128_000),
        },
        {
          NameModifier: "_360p",
          ContainerSettings: { Container: "M3U8" },
          VideoDescription: picture(640, 360, 700_000),
          AudioDescriptions: audio(64_000),
        },
      ],
    });
  });

  it("makes a picture every thirty seconds, and nothing else", () => {
    expect(settings.OutputGroups).toHaveLength(2);
    expect(settings.OutputGroups?.[1]).toEqual({
      Name: "Thumbnails",
      OutputGroupSettings: {
        Type: "FILE_GROUP_SETTINGS",
        FileGroupSettings: { Destination: `${folder}thumbnail` },
      },
      Outputs: [
        {
          ContainerSettings: { Container: "RAW" },
          VideoDescription: {
            Width: 640,
            CodecSettings: {
              Codec: "FRAME_CAPTURE",
              FrameCaptureSettings: { FramerateNumerator: 1, FramerateDenominator: 30, Quality: 80 },
            },
          },
        },
      ],
    });
  });

  it("makes no rung that is wider than the source", () => {
    const { OutputGroups } = jobSettings(upload, { ...fullHd, longSidePx: 1280 }, ["1080p", "720p", "360p"]);
    expect(OutputGroups?.[0]?.Outputs?.map(({ NameModifier }) => NameModifier)).toEqual(["_720p", "_360p"]);
  });

  it("asks for no sound of a silent source, on which a job would fail", () => {
    const silent = jobSettings(upload, { ...fullHd, hasAudio: false }, ["360p"]);
    expect(JSON.stringify(silent)).not.toMatch(/Audio/);
  });
});
