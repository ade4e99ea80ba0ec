import { check, type Rule } from "../../foundation/checks";
import { matching } from "../../foundation/conditions";
import { group, type SettingsOf, text } from "../../foundation/schema";

/** @see https://docs.aws.amazon.com/chatbot/latest/APIReference/API_SlackChannelConfiguration.html */
const CHANNEL_ID: Rule<string> = {
  must: "be an id such as C0123ABCD",
  holds: (id) => /^[CG][0-9A-Z]{8,20}$/.test(id),
  condition: matching(/^[CG][0-9A-Z]{8,20}$/),
  remedy: "copy it from the end of the channel's link",
};

/** Schema of a Slack workspace and its channels. */
export const slack = group({
  /** Such as `T0123ABCD`, from the console of Amazon Q Developer, where an administrator lets AWS into the workspace once. */
  workspaceId: text({
    must: "be an id such as T0123ABCD",
    holds: (id) => /^T[0-9A-Z]{8,20}$/.test(id),
    condition: matching(/^T[0-9A-Z]{8,20}$/),
    remedy: "copy it from the console of Amazon Q Developer",
  }),
  /** Such as `C0123ABCD`, the end of a channel's link. Amazon Q is invited to a private one. */
  channelIds: group({
    /** Channel of what pages. */
    critical: text(CHANNEL_ID),
    /** Channel of what waits for the morning. */
    warning: text(CHANNEL_ID),
  }),
});

/** A Slack workspace and its channels. */
export interface SlackSettings extends SettingsOf<typeof slack> {}

/** Checks what the schema cannot. @returns every problem at once, `[]` when there is none */
export function slackProblems({ channelIds: { critical, warning } }: SlackSettings): string[] {
  return check(
    critical !== warning,
    "slack.channelIds.warning",
    "must differ from that of critical, since AWS takes a channel once",
    warning,
    "make a channel for each",
  );
}
