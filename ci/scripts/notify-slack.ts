import { Failure } from "../../scripts/failure";
import { OUTCOMES, type Outcome, slackMessage } from "./notify/slack-message";
import { runCommand } from "./shared/command";
import { textIn } from "./shared/files";
import { pause } from "./shared/pause";
import { TimedOut, within } from "./shared/within";

const NAME = "notify-slack";

/** Longest time that a message may take: whoever waits for it has a deployment to take back. */
const PATIENCE_MS = 20_000;

runCommand({
  name: NAME,
  about: "Tells a Slack channel how a build went, with the build's name and address from the variables of Jenkins.",
  options: {
    outcome: { choices: OUTCOMES, about: "What there is to say." },
    "webhook-file": { value: "<file>", about: "Holds the URL of the channel's incoming webhook, which is a secret." },
    about: { value: "<text>", default: "", about: "What the build is about." },
  },
  run: async ({ outcome, "webhook-file": file, about }, signal) => {
    const { JOB_NAME: job = "a build", BUILD_NUMBER: number = "0", BUILD_URL: url = "" } = process.env;
    const webhook = readWebhook(file);
    const body = JSON.stringify(slackMessage(outcome as Outcome, { job, number, url, about }));
    await within(PATIENCE_MS, signal, (limit) => send(webhook, body, limit)).catch((error: Error) => {
      if (!(error instanceof TimedOut)) throw error;
      throw new Failure(`${NAME}: Slack must answer, got ${error.message}; see whether agents may reach it`);
    });
    console.log(`told Slack: ${outcome}`);
  },
});

/** Sends a message; again, when Slack asks for that, or is not well for a moment. */
async function send(webhook: URL, body: string, limit: AbortSignal): Promise<void> {
  for (;;) {
    const headers = { "content-type": "application/json" };
    const request = { method: "POST", headers, body, signal: limit, redirect: "manual" } as const;
    const response = await fetch(webhook, request).catch((error: Error) => {
      // The error's own message may hold the address.
      throw new Failure(`${NAME}: Slack must answer, got ${error.name}; see whether agents may reach it`);
    });
    await response.body?.cancel();
    const { status } = response;
    if (response.ok) return;
    if (status !== 429 && status < 500) {
      const advice = status >= 300 && status < 400 ? "see who answers in Slack's place" : "make a new webhook";
      throw new Failure(`${NAME}: Slack must take the message, got status ${status}; ${advice}`);
    }
    console.error(`${NAME}: Slack answers ${status}; told again`);
    const seconds = Number(response.headers.get("retry-after") ?? "") || 2;
    await pause(seconds * 1000, limit);
  }
}

/** The URL, which no message repeats. */
function readWebhook(file: string): URL {
  const text = textIn(file)?.trim() ?? "";
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url?.protocol === "http:" && url.hostname === "127.0.0.1";
  if (url?.protocol === "https:" || (local && url !== undefined)) return url;
  throw new Failure(
    `${NAME}: --webhook-file must hold an https:// URL, got none in ${file}; bind the credential as a file`,
  );
}
