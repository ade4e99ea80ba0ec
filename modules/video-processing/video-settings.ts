import {
  ladderProblems,
  RUNGS,
  type RungName,
  SOURCE_CLASSES,
  type SourceClass,
} from "../../functions/video-processing/ladder";
import { group, list, type SettingsOf, settingsProblems, text, whole, word } from "../foundation/schema";
import { TIME_ZONE } from "../lambda";

/** Beyond the length of any recording: a greater number is a mistake. */
const MAX_UPLOAD_GIB = 5120;

/** What the concurrency of an account can be raised to leaves no more for one function of it. */
const MAX_CONCURRENCY = 1000;

/** Schema of the transcoding of uploaded videos, and the time of its clean-up. */
export const videoSettings = group({
  /** Widest picture that is expected: `hd` 1280 pixels, `full-hd` 1920, `ultra-hd` 3840. Wider ones are made smaller. */
  sourceClass: word(Object.keys(SOURCE_CLASSES) as SourceClass[], "choose the widest picture that you expect"),
  /** Renditions of a video, each at most as wide as `sourceClass`; those wider than a source are left out. */
  ladder: list(word(Object.keys(RUNGS) as RungName[], "add it to the table"), {
    least: 1,
    most: Object.keys(RUNGS).length,
    each: "rung",
    remedy: "without one nothing can be watched",
  }),
  /** Largest upload that is transcoded, 1 to 5120 GiB. */
  maxUploadGib: whole([1, MAX_UPLOAD_GIB], "give the size of the largest recording"),
  /** Uploads that are submitted at a time, at least 2; reserved from the concurrency of the account's functions. */
  concurrentSubmissions: whole([2, MAX_CONCURRENCY], "Lambda scales a queue from 2, and leaves 100 to other functions"),
  /** Time zone of the nightly sweep and the weekly report, of the IANA database, such as `America/New_York`. */
  timeZone: text(TIME_ZONE),
});

/** Transcoding of uploaded videos, and the time of its clean-up. */
export interface VideoSettings extends SettingsOf<typeof videoSettings> {}

/** Checks the settings that functions and schedules do not check. @returns every problem at once, `[]` when there is none */
export function videoProblems(settings: VideoSettings): string[] {
  const problems = settingsProblems("", videoSettings, settings);
  return problems.length > 0 ? problems : ladderProblems(settings.ladder, settings.sourceClass);
}
