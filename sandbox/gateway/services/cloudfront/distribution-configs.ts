import type { Context } from "../../service";
import { Kind } from "../../store";

/** The configuration of a distribution as it was put, by id. */
export const distributionConfigs = new Kind<string>("configuration of a CloudFront distribution, by id");

/** Whether a distribution has the text in its configuration. */
export function distributionsWith(context: Context, text: string): boolean {
  return [...context.remembered(distributionConfigs).values()].some((config) => config.includes(text));
}
