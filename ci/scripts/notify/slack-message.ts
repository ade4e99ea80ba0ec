/** Kinds of messages. `review` and `approval` ask someone. */
export const OUTCOMES = ["success", "review", "approval", "failure", "aborted", "rollback", "rolled-back"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The build that says it. */
export interface Build {
  readonly job: string;
  readonly number: string;
  readonly url: string;
  /** Subject, such as the service and the environment; may be empty. */
  readonly about: string;
}

const LOOKS: Readonly<Record<Outcome, { readonly says: string; readonly color: string; readonly calls: string }>> = {
  success: { says: "succeeded", color: "good", calls: "" },
  review: { says: "has a plan to review", color: "#439fe0", calls: "" },
  approval: { says: "waits for an approval", color: "#439fe0", calls: "<!here> " },
  aborted: { says: "was aborted", color: "warning", calls: "" },
  failure: { says: "FAILED", color: "danger", calls: "<!here> " },
  rollback: { says: "is being taken back", color: "danger", calls: "<!here> " },
  "rolled-back": { says: "was taken back", color: "warning", calls: "" },
};

/** The body of an incoming webhook's request. @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/ */
export function slackMessage(outcome: Outcome, { job, number, url, about }: Build) {
  const { says, color, calls } = LOOKS[outcome];
  const title = `${escaped(job)} #${escaped(number)} ${says}`;
  const details = [...(about === "" ? [] : [escaped(about)]), `<${escaped(url)}|Open the build>`].join("\n");
  return {
    text: `${calls}${title}`,
    attachments: [{ color, blocks: [{ type: "section", text: { type: "mrkdwn", text: details } }] }],
  };
}

/** The three characters that mean something to Slack. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
