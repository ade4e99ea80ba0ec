import { type MediaConvertClient, ProbeCommand, type Track } from "@aws-sdk/client-mediaconvert";
import type { Source } from "./job-settings";
import { fileOf, type Upload } from "./upload";

/** Source that MediaConvert finds in a file, or why it can make nothing of it. */
export type Probed = { readonly source: Source } | { readonly unsupported: string };

/** Words of an answer that is about a file's format, which will be the same tomorrow. */
const FORMAT = /\bformat|\bcodec|\bcontainer|\bunsupported|\bnot supported|\bcorrupt|\bmalformed/i;
/** Words of an answer that is about rights, which someone can mend. */
const RIGHTS = /access|denied|permission|forbidden|\brole\b|\bkms\b/i;

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
    if (isAboutTheFile(error)) return { unsupported: error.message };
    throw error;
  }
}

/**
 * Whether an error is about the file itself: it is malformed, or the request is bad for its format. By name: the SDK of
 * the runtime may be older than a class of error.
 * @see https://docs.aws.amazon.com/botocore/latest/reference/services/mediaconvert/client/exceptions/UnprocessableEntityException.html
 */
function isAboutTheFile(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (error.name === "UnprocessableEntityException") return true;
  return error.name === "BadRequestException" && FORMAT.test(error.message) && !RIGHTS.test(error.message);
}

/** Source that the tracks of a file make. Of some formats MediaConvert does not tell the size: it could be any. */
export function sourceOf(tracks: readonly Track[]): Probed {
  const picture = tracks.find(({ TrackType }) => TrackType === "video");
  if (picture === undefined) return { unsupported: "MediaConvert finds no picture in it" };
  const { Width, Height } = picture.VideoProperties ?? {};
  const longSidePx = Width && Height ? Math.max(Width, Height) : Number.POSITIVE_INFINITY;
  return { source: { longSidePx, hasAudio: tracks.some(({ TrackType }) => TrackType === "audio") } };
}
