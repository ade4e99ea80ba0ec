import { mailProblems } from "../mail-addresses";
import type { NotificationSettings, SlackSettings } from "./notification-settings";

/**
 * Checks what types cannot: the shapes of ids and addresses. What the PagerDuty parameter holds is seen by a plan.
 * @returns every problem at once, `[]` when there is none
 */
export function notificationProblems({ slack, mail }: Pick<NotificationSettings, "slack" | "mail">): string[] {
  return [...(slack === "none" ? [] : slackProblems(slack)), ...mailProblems("mail", mail)];
}

function slackProblems({ workspaceId, channelIds }: SlackSettings): string[] {
  const problems: string[] = [];
  if (!/^T[0-9A-Z]{8,}$/.test(workspaceId)) {
    problems.push(
      `slack.workspaceId: must be an id such as T0123ABCD, got ${JSON.stringify(workspaceId)}; ` +
        "copy it from the console of Amazon Q Developer",
    );
  }
  for (const [severity, id] of Object.entries(channelIds)) {
    if (/^[CG][0-9A-Z]{8,}$/.test(id)) continue;
    problems.push(
      `slack.channelIds.${severity}: must be an id such as C0123ABCD, got ${JSON.stringify(id)}; ` +
        "copy it from the end of the channel's link",
    );
  }
  if (channelIds.critical === channelIds.warning) {
    problems.push(
      "slack.channelIds.warning: must differ from that of critical, since AWS takes a channel once, " +
        `got ${JSON.stringify(channelIds.warning)}; make a channel for each`,
    );
  }
  return problems;
}
