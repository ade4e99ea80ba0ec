import type { JobSettings, Output, OutputGroup } from "@aws-sdk/client-mediaconvert";
import { RUNGS, type RungName, rungsFor } from "./ladder";
import { fileOf, renditionFolder, type Upload } from "./upload";

/** What is known of a source before it is transcoded. */
export interface Source {
  /** The longer side of the picture; a phone that is held upright films 1080 by 1920. */
  readonly longSidePx: number;
  readonly hasAudio: boolean;
}

const SEGMENT_SECONDS = 6;
const KEY_FRAME_SECONDS = 2;
const THUMBNAIL_SECONDS = 30;
const THUMBNAIL_WIDTH_PX = 640;
const AUDIO = "Audio Selector 1";

/**
 * What MediaConvert makes of an upload: an HLS package with the rungs of the ladder that fit the source, and a picture
 * twice a minute.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/hls-choosing-the-streaming-output.html
 */
export function jobSettings(upload: Upload, source: Source, ladder: readonly RungName[]): JobSettings {
  const folder = `s3://${upload.bucket}/${renditionFolder(upload)}`;
  const rungs = rungsFor(ladder, source.longSidePx);
  return {
    Inputs: [
      {
        FileInput: fileOf(upload),
        TimecodeSource: "ZEROBASED",
        VideoSelector: { Rotate: "AUTO" },
        ...(source.hasAudio ? { AudioSelectors: { [AUDIO]: { DefaultSelection: "DEFAULT" } } } : {}),
      },
    ],
    OutputGroups: [hlsGroup(`${folder}video`, rungs, source), thumbnailGroup(`${folder}thumbnail`)],
  };
}

function hlsGroup(destination: string, rungs: readonly RungName[], source: Source): OutputGroup {
  return {
    Name: "HLS",
    OutputGroupSettings: {
      Type: "HLS_GROUP_SETTINGS",
      HlsGroupSettings: { Destination: destination, SegmentLength: SEGMENT_SECONDS, MinSegmentLength: 0 },
    },
    Outputs: rungs.map((name) => hlsOutput(name, source)),
  };
}

function hlsOutput(name: RungName, { hasAudio }: Source): Output {
  const { widthPx, heightPx, maxVideoKbps, audioKbps } = RUNGS[name];
  const audio = { Codec: "AAC", AacSettings: { Bitrate: audioKbps * 1000, ...STEREO } } as const;
  return {
    NameModifier: `_${name}`,
    ContainerSettings: { Container: "M3U8" },
    VideoDescription: {
      Width: widthPx,
      Height: heightPx,
      CodecSettings: {
        Codec: "H_264",
        H264Settings: {
          RateControlMode: "QVBR",
          MaxBitrate: maxVideoKbps * 1000,
          QualityTuningLevel: "SINGLE_PASS_HQ",
          // A segment must begin with a key frame, so its length is a multiple of their distance.
          GopSizeUnits: "SECONDS",
          GopSize: KEY_FRAME_SECONDS,
        },
      },
    },
    ...(hasAudio ? { AudioDescriptions: [{ AudioSourceName: AUDIO, CodecSettings: audio }] } : {}),
  };
}

const STEREO = { CodingMode: "CODING_MODE_2_0", SampleRate: 48_000 } as const;

function thumbnailGroup(destination: string): OutputGroup {
  return {
    Name: "Thumbnails",
    OutputGroupSettings: { Type: "FILE_GROUP_SETTINGS", FileGroupSettings: { Destination: destination } },
    Outputs: [
      {
        ContainerSettings: { Container: "RAW" },
        VideoDescription: {
          Width: THUMBNAIL_WIDTH_PX,
          CodecSettings: {
            Codec: "FRAME_CAPTURE",
            FrameCaptureSettings: { FramerateNumerator: 1, FramerateDenominator: THUMBNAIL_SECONDS, Quality: 80 },
          },
        },
      },
    ],
  };
}
