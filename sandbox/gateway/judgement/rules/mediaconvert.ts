import { stringMapAt } from "../../json";
import { type Rules, refuse } from "../rule";

/** What AWS's tags may hold: MediaConvert refuses other signs in metadata, too. */
const METADATA = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** MediaConvert: the metadata of a job. */
export const mediaConvertRules: Rules = {
  /** @see https://github.com/aws-samples/aws-media-services-vod-automation/issues/5 */
  CreateJob: (parameters) => {
    const texts = Object.entries(stringMapAt(parameters, "UserMetadata")).flat();
    const wrong = texts.find((text) => !METADATA.test(text));
    if (wrong !== undefined) refuse("BadRequestException", `The user metadata value '${wrong}' is invalid.`);
  },
};
