import { BadRequestException, type MediaConvertClient, ProbeCommand, type Track } from "@aws-sdk/client-mediaconvert";
import type { Source } from "./job-settings";
import type { Upload } from "./upload";

/**
 * Asks MediaConvert what an upload is.
 * @returns `unsupported` for a file that has no picture or that MediaConvert cannot read
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/probe.html
 */
export async function probe(
  mediaConvert: MediaConvertClient,
  { bucket, key }: Upload,
): Promise<Source | "unsupported"> {
  try {
    const command = new ProbeCommand({ InputFiles: [{ FileUrl: `s3://${bucket}/${key}` }] });
    const { ProbeResults = [] } = await mediaConvert.send(command);
    return sourceOf(ProbeResults[0]?.Container?.Tracks ?? []);
  } catch (error) {
    if (error instanceof BadRequestException) return "unsupported";
    throw error;
  }
}

/** What the tracks of a file make it. */
export function sourceOf(tracks: readonly Track[]): Source | "unsupported" {
  const picture = tracks.find(({ TrackType }) => TrackType === "video")?.VideoProperties;
  if (!picture?.Width || !picture.Height) return "unsupported";
  const hasAudio = tracks.some(({ TrackType }) => TrackType === "audio");
  return { widthPx: picture.Width, heightPx: picture.Height, hasAudio };
}
