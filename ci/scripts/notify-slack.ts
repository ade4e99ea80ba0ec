import { existsSync, readFileSync } from "node:fs";
import { Failure } from "../../scripts/failure";
import { OUTCOMES, type Outcome, slackMessage } from "./notify/slack-message";
import { runCommand } from "./shared/command";

const NAME = "notify-slack";
const ANSWER_MS = 20_000;

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
    const response = await fetch(readWebhook(file), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(slackMessage(outcome as Outcome, { job, number, url, about })),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    }).catch((error: Error) => {
      // The error's own message may hold the address.
      throw new Failure(`${NAME}: Slack must answer, got ${error.name}; see whether agents may reach it`);
    });
    if (!response.ok) {
      throw new Failure(`${NAME}: Slack must take the message, got status ${response.status}; make a new webhook`);
    }
    console.log(`told Slack: ${outcome}`);
  },
});

/** The URL, which no message repeats. */
function readWebhook(file: string): URL {
  const text = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url?.protocol === "http:" && url.hostname === "127.0.0.1";
  if (url?.protocol === "https:" || (local && url !== undefined)) return url;
  throw new Failure(
    `${NAME}: --webhook-file must hold an https:// URL, got none in ${file}; bind the credential as a file`,
  );
}
