import { existsSync, readFileSync } from "node:fs";
import { Failure } from "../../scripts/failure";
import { type ArgoApplication, nextStep, type Step } from "./delivery/argocd-status";
import { checkedTag, imageReference, NO_RELEASE } from "./images/image-reference";
import { ENVIRONMENT_OPTION, environmentOf, SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand, secondsOf } from "./shared/command";
import { pause } from "./shared/pause";
import { type ProgramOptions, runJson, runText } from "./shared/programs";

const NAME = "wait-for-argocd";

/** How often Argo CD may not answer: its server restarts now and then. */
const MAX_UNANSWERED = 3;

runCommand({
  name: NAME,
  about: `Has Argo CD sync a service in an environment, and waits until it runs the image and is healthy. An environment
that syncs by itself is only waited for.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    service: SERVICE_OPTION,
    tag: TAG_OPTION,
    "token-file": { value: "<file>", about: "Holds the token of Argo CD's account for the pipelines." },
    server: { value: "<host>", default: "", about: "Argo CD's API; argocd.<domain> of the environment by default." },
    timeout: { value: "<seconds>", default: "900", about: "How long it may take." },
    interval: { value: "<seconds>", default: "10", about: "How long to wait between two looks." },
  },
  run: async ({ environment, service, tag, "token-file": tokenFile, ...options }, signal) => {
    const image = imageReference(service, checkedTag(NAME, tag));
    const timeoutMs = secondsOf(NAME, "timeout", options.timeout) * 1000;
    const intervalMs = secondsOf(NAME, "interval", options.interval) * 1000;
    if (tag === NO_RELEASE) {
      console.log(`${environment}/${service}: was never released, nothing to wait for`);
      return;
    }
    if (!existsSync(tokenFile)) {
      throw new Failure(`${NAME}: --token-file must be a file, got no ${tokenFile}; bind the credential as a file`);
    }
    const application = `${environment}-${service}`;
    const server = options.server || `argocd.${environmentOf(environment).edge.domain}`;
    const env = {
      ...process.env,
      ARGOCD_SERVER: server,
      ARGOCD_AUTH_TOKEN: readFileSync(tokenFile, "utf8").trim(),
    };
    const call = { env, signal, advice: `look at ${application} in https://${server}` };
    const since = new Date(Date.now() - 1000).toISOString();
    const deadline = Date.now() + timeoutMs;
    let said = "";
    for (let unanswered = 0; ; ) {
      const step = await nextStepOf(application, image, since, call).catch((error: Error) => {
        unanswered += 1;
        if (unanswered === MAX_UNANSWERED) throw error;
        return { do: "wait", state: error.message } as const;
      });
      if (step.state !== said) console.log(`${application}: ${step.state}`);
      said = step.state;
      if (step.do === "finish") return;
      if (step.do === "fail" || Date.now() >= deadline) {
        const rule =
          step.do === "fail" ? "the sync must succeed" : `must be healthy with ${tag} in ${options.timeout} s`;
        throw new Failure(`${application}: ${rule}, got ${step.state}; ${call.advice}`);
      }
      await pause(intervalMs, signal);
    }
  },
});

/** Looks at the application, and starts a sync where one is due. */
async function nextStepOf(application: string, image: string, since: string, call: ProgramOptions): Promise<Step> {
  const look = ["app", "get", application, "--refresh", "--grpc-web", "--output", "json"];
  const step = nextStep(await runJson<ArgoApplication>("argocd", look, call), image, since);
  if (step.do === "sync") await runText("argocd", ["app", "sync", application, "--async", "--grpc-web"], call);
  return step;
}
