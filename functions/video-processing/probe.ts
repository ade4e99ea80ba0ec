import { type MediaConvertClient, ProbeCommand, type Track } from "@aws-sdk/client-mediaconvert";
import type { Source } from "./job-settings";
import { fileOf, type Upload } from "./upload";

/** What MediaConvert finds in a file, or why it can make nothing of it. */
export type Probed = { readonly source: Source } | { readonly unsupported: string };

/** What MediaConvert answers for a file of a format that it does not know, and for one that is broken. */
const ABOUT_THE_FILE = ["BadRequestException", "UnprocessableEntityException"];

/**
 * Asks MediaConvert what an upload is.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/probe.html
 */
export async function probe(mediaConvert: MediaConvertClient, upload: Upload): Promise<Probed> {
  try {
    const command = new ProbeCommand({ InputFiles: [{ FileUrl: fileOf(upload) }] });
    const { ProbeResults = [] } = await mediaConvert.send(command);
    return sourceOf(ProbeResults[0]?.Container?.Tracks ?? []);
  } catch (error) {
    // By name: the SDK of the runtime may be older than a class of error.
    if (error instanceof Error && ABOUT_THE_FILE.includes(error.name)) return { unsupported: error.message };
    throw error;
  }
}

/** What the tracks of a file make it. Of some formats MediaConvert does not tell the size: it could be any. */
export function sourceOf(tracks: readonly Track[]): Probed {
  const picture = tracks.find(({ TrackType }) => TrackType === "video");
  if (picture === undefined) return { unsupported: "MediaConvert finds no picture in it" };
  const { Width, Height } = picture.VideoProperties ?? {};
  const longSidePx = Width && Height ? Math.max(Width, Height) : Number.POSITIVE_INFINITY;
  return { source: { longSidePx, hasAudio: tracks.some(({ TrackType }) => TrackType === "audio") } };
}
