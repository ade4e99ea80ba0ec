import {
  ladderProblems,
  type RungName,
  SOURCE_CLASSES,
  type SourceClass,
} from "../../functions/video-processing/ladder";
import { oneOf, wholeNumber } from "../foundation/checks";

/** Transcoding of uploaded videos, and the time of its clean-up. */
export interface VideoSettings {
  /** Widest picture that is expected: `hd` 1280 pixels, `full-hd` 1920, `ultra-hd` 3840. Wider ones are made smaller. */
  readonly sourceClass: SourceClass;
  /** Renditions of a video, each at most as wide as `sourceClass`; those wider than a source are left out. */
  readonly ladder: readonly RungName[];
  /** Largest upload that is transcoded, 1 to 5120 GiB. */
  readonly maxUploadGib: number;
  /** Uploads that are submitted at a time, at least 2; reserved from the concurrency of the account's functions. */
  readonly concurrentSubmissions: number;
  /** Time zone of the nightly sweep and the weekly report, of the IANA database, such as `America/New_York`. */
  readonly timeZone: string;
}

/** Beyond the length of any recording: a greater number is a mistake. */
const MAX_UPLOAD_GIB = 5120;

/** Checks the settings that functions and schedules do not check. @returns every problem at once, `[]` when there is none */
export function videoProblems({ sourceClass, ladder, maxUploadGib }: VideoSettings): string[] {
  const classes = Object.keys(SOURCE_CLASSES) as SourceClass[];
  return [
    ...oneOf("sourceClass", sourceClass, classes, "choose the widest picture that you expect"),
    ...(classes.includes(sourceClass) ? ladderProblems(ladder, sourceClass) : []),
    ...wholeNumber("maxUploadGib", maxUploadGib, [1, MAX_UPLOAD_GIB], "give the size of the largest recording"),
  ];
}
