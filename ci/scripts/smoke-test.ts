import { Failure } from "../../scripts/failure";
import { SMOKE_SUITES, type SmokeCheck, smokeChecks, wrongAnswer } from "./delivery/smoke-checks";
import { ENVIRONMENT_OPTION, environmentOf } from "./shared/choices";
import { runCommand, secondsOf } from "./shared/command";
import { pause } from "./shared/pause";

const NAME = "smoke-test";

/** Longest time that one answer may take. */
const ANSWER_MS = 10_000;

runCommand({
  name: NAME,
  about: "Asks the site of an environment over HTTPS, from outside and without a login, until every answer is right.",
  options: {
    environment: ENVIRONMENT_OPTION,
    suite: { choices: SMOKE_SUITES, default: "platform", about: "What to ask." },
    url: { value: "<url>", default: "", about: "The site; https://<domain> of the environment by default." },
    timeout: { value: "<seconds>", default: "300", about: "How long it may take in all." },
    interval: { value: "<seconds>", default: "5", about: "How long to wait before asking again." },
  },
  run: async ({ environment, suite, url, timeout, interval }, signal) => {
    const site = url || `https://${environmentOf(environment).edge.domain}`;
    const deadline = Date.now() + secondsOf(NAME, "timeout", timeout) * 1000;
    const intervalMs = secondsOf(NAME, "interval", interval) * 1000;
    for (const check of smokeChecks(suite)) {
      for (let wrong = await ask(site, check, signal); wrong !== undefined; wrong = await ask(site, check, signal)) {
        if (Date.now() + intervalMs > deadline) {
          throw new Failure(
            `${NAME}: ${new URL(check.path, site)} must be right within ${timeout} s (${check.what}), got ${wrong}; ` +
              `look at the dashboards of ${environment}`,
          );
        }
        await pause(intervalMs, signal);
      }
      console.log(`${environment}: ${check.what}`);
    }
  },
});

/** Problem of the answer to one check; undefined when there is none. */
async function ask(site: string, check: SmokeCheck, signal: AbortSignal): Promise<string | undefined> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const answer = await fetch(new URL(check.path, site), { signal: limit, redirect: "manual" });
    await answer.body?.cancel();
    return wrongAnswer(check, answer.status);
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error ? cause.message : message;
  }
}
