import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../scripts/failure";
import { DeployedService } from "./delivery/argocd";
import { nextStep, type Step } from "./delivery/argocd-status";
import { checkedTag, imageReference, NO_RELEASE } from "./images/image-reference";
import { ENVIRONMENT_OPTION, environmentOf, SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand, secondsOf } from "./shared/command";
import { pause } from "./shared/pause";

const NAME = "wait-for-argocd";

/** Number of times that the cluster may not answer: its control plane is replaced now and then. */
const MAX_UNANSWERED = 3;

runCommand({
  name: NAME,
  about: `Has Argo CD sync a service in an environment, and waits until it runs the image and is healthy. Works by the
cluster's API, with the AWS credentials at hand.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    service: SERVICE_OPTION,
    tag: TAG_OPTION,
    timeout: { value: "<seconds>", default: "900", about: "How long it may take." },
    interval: { value: "<seconds>", default: "10", about: "How long to wait between two looks." },
  },
  run: async ({ environment, service, tag, timeout, interval }, signal) => {
    const image = imageReference(service, checkedTag(NAME, tag));
    const [timeoutMs, intervalMs] = [
      secondsOf(NAME, "timeout", timeout) * 1000,
      secondsOf(NAME, "interval", interval) * 1000,
    ];
    if (tag === NO_RELEASE) {
      console.log(`${environment}/${service}: was never released, nothing to wait for`);
      return;
    }
    const folder = mkdtempSync(join(tmpdir(), "lms-argocd-"));
    try {
      const deployed = new DeployedService(environmentOf(environment), service, folder, signal);
      await deployed.connect();
      await waitFor(deployed, image, Date.now() + timeoutMs, intervalMs, signal);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});

async function waitFor(
  deployed: DeployedService,
  image: string,
  deadline: number,
  intervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  const since = new Date(Date.now() - 1000).toISOString();
  let unanswered = 0;
  for (let said = ""; ; await pause(intervalMs, signal)) {
    const step = await takeStep(deployed, image, since).catch((error: Error): Step => {
      unanswered += 1;
      if (unanswered === MAX_UNANSWERED) throw error;
      return { do: "wait", state: error.message };
    });
    if (step.state !== said) console.log(`${deployed.name}: ${step.state}`);
    said = step.state;
    if (step.do === "finish") return;
    if (step.do === "fail")
      throw new Failure(`${deployed.name}: the sync must succeed, got ${step.state}; correct the values`);
    if (Date.now() >= deadline) {
      throw new Failure(`${deployed.name}: must run ${image} in time, got ${step.state}; look at its pods and events`);
    }
  }
}

/** Looks at the application, and starts a sync where one is due. */
async function takeStep(deployed: DeployedService, image: string, since: string): Promise<Step> {
  const application = await deployed.look();
  const step = nextStep(application, image, since);
  if (step.do === "sync") await deployed.sync(application);
  return step;
}
