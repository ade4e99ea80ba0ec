import {
  ladderProblems,
  type RungName,
  SOURCE_CLASSES,
  type SourceClass,
} from "../../functions/video-processing/ladder";

/** What an environment makes of uploaded videos, and when it looks after them. */
export interface VideoSettings {
  /** The widest picture that is expected: `hd` 1280 pixels, `full-hd` 1920, `ultra-hd` 3840. Wider ones are made smaller. */
  readonly sourceClass: SourceClass;
  /** The renditions of a video, each at most as wide as `sourceClass`; those wider than a source are left out for it. */
  readonly ladder: readonly RungName[];
  /** Largest upload that is transcoded, 1 to 5120 GiB. */
  readonly maxUploadGib: number;
  /** How many uploads are submitted at a time, from 2; taken from the concurrency of the account's functions. */
  readonly concurrentSubmissions: number;
  /** Time zone in which night and week begin, of the IANA database, such as `America/New_York`. */
  readonly timeZone: string;
}

/** More than any recording has: beyond it the number is a mistake. */
const LARGEST_UPLOAD_GIB = 5120;

/**
 * Checks what types cannot, except for what the functions and schedules check themselves.
 * @returns every problem at once, `[]` when there is none
 */
export function videoProblems({ sourceClass, ladder, maxUploadGib }: VideoSettings): string[] {
  const problems: string[] = [];
  if (Object.hasOwn(SOURCE_CLASSES, sourceClass)) problems.push(...ladderProblems(ladder, sourceClass));
  else {
    const known = Object.keys(SOURCE_CLASSES).join(", ");
    problems.push(`sourceClass: must be one of ${known}, got ${JSON.stringify(sourceClass)}; correct it`);
  }
  if (!(Number.isInteger(maxUploadGib) && maxUploadGib >= 1 && maxUploadGib <= LARGEST_UPLOAD_GIB)) {
    problems.push(
      `maxUploadGib: must be a whole number from 1 to ${LARGEST_UPLOAD_GIB}, got ${maxUploadGib}; correct it`,
    );
  }
  return problems;
}
