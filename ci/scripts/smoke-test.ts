import { Failure } from "../../scripts/failure";
import { SMOKE_SUITES, type SmokeCheck, smokeCheck, wrongAnswer } from "./delivery/smoke-checks";
import { checkedTag } from "./images/image-reference";
import { ENVIRONMENT_OPTION, environmentOf } from "./shared/choices";
import { numberOf, runCommand, secondsOf } from "./shared/command";
import { pause } from "./shared/pause";
import { TimedOut, within } from "./shared/within";

const NAME = "smoke-test";

/** Longest time that one answer may take. */
const ANSWER_MS = 10_000;

/** Characters that are read of an answer. */
const MAX_BODY = 100_000;

runCommand({
  name: NAME,
  about: `Asks the site of an environment over HTTPS, from outside and without a login, until it gives the right answer
several times in a row: status 200, not of the edge in a service's place, and with the version that was deployed.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    suite: { choices: SMOKE_SUITES, default: "platform", about: "What to ask." },
    tag: { value: "<commit>", default: "", about: "The version that must answer; of a service it must be given." },
    url: { value: "<url>", default: "", about: "The site; https://<domain> of the environment by default." },
    times: { value: "<number>", default: "5", about: "How many right answers in a row." },
    timeout: { value: "<seconds>", default: "300", about: "How long it may take in all." },
    interval: { value: "<seconds>", default: "2", about: "How long to wait before asking again." },
  },
  run: async ({ environment, suite, tag, url, times, timeout, interval }, signal) => {
    const site = siteUrl(url || `https://${environmentOf(environment).edge.domain}`);
    const check = smokeCheck(suite);
    const version = check.tellsVersion ? checkedTag(NAME, tag) : tag;
    const deadline = Date.now() + secondsOf(NAME, "timeout", timeout) * 1000;
    const intervalMs = secondsOf(NAME, "interval", interval) * 1000;
    const wanted = numberOf(NAME, "times", times, 100);
    for (let right = 0; ; await pause(intervalMs, signal)) {
      const wrong = await ask(site, check, version, signal);
      right = wrong === undefined ? right + 1 : 0;
      if (right === wanted) break;
      if (Date.now() + intervalMs <= deadline) continue;
      const got = wrong ?? `${right} right answers`;
      throw new Failure(
        `${NAME}: ${new URL(check.path, site)} must be right ${wanted} times in a row within ${timeout} s (${check.what}), ` +
          `got ${got}; look at the dashboards of ${environment}`,
      );
    }
    console.log(`${environment}: ${check.what}`);
  },
});

/** Problem of the answer to a check; undefined when there is none. */
async function ask(site: URL, check: SmokeCheck, version: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return await within(ANSWER_MS, signal, async (limit) => {
      const answer = await fetch(new URL(check.path, site), { signal: limit, redirect: "manual" });
      const { status, headers } = answer;
      const body = await beginningOf(answer);
      return wrongAnswer(check, { status, body, cache: headers.get("x-cache") ?? "" }, version);
    });
  } catch (error) {
    const { cause, message } = error as Error;
    if (error instanceof TimedOut) return message;
    return cause instanceof Error ? cause.message : message;
  }
}

/** The beginning of an answer: what is right says little, and what never ends is not waited for. */
async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_BODY) break;
  }
  return text;
}

function siteUrl(text: string): URL {
  if (URL.canParse(text) && /^https?:\/\/./.test(text)) return new URL(text);
  throw new Failure(
    `${NAME}: --url must be an address such as https://lms.example.com, got ${JSON.stringify(text)}; see --help`,
  );
}
