import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DELIVERY_SECONDS } from "../../gitops/checks/rendered/lifecycle";
import { NO_RELEASE } from "../../gitops/checks/service-values";
import { Failure, Interrupted } from "../../scripts/failure";
import { DeployedService } from "./delivery/argocd";
import { nextStep, revisionOf, type Step, type WantedImage, type WantedRevision } from "./delivery/argocd-status";
import { checkedTag, imageReference } from "./images/image-reference";
import { ENVIRONMENT_OPTION, environmentOf, SERVICE_OPTION, TAG_OPTION } from "./shared/choices";
import { runCommand, secondsOf } from "./shared/command";
import { pause } from "./shared/pause";

const NAME = "wait-for-argocd";

/** Seconds for which a cluster may not answer at a stretch: its control plane is replaced now and then. */
const SILENCE_MS = 180_000;

/** Answers of a cluster that stay as they are. */
const FINAL = /Forbidden|Unauthorized|must be logged in|AccessDenied/;

runCommand({
  name: NAME,
  about: `Has Argo CD sync a service in an environment, and waits until it runs the image and is healthy. Works by the
cluster's API, with the AWS credentials at hand. Ends a sync that was begun before and is in the way. With forty zeros it
waits until no pod of the service is left. An application that does not sync by itself is synced to the commit of the delivery, or
back to what was synced before it; any other follows its branch.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    service: SERVICE_OPTION,
    tag: TAG_OPTION,
    delivery: { value: "<commit>", default: "", about: "The commit that set-image.ts printed; the tip by default." },
    leaving: { value: "<commit>", default: "", about: "The same, of a delivery that is taken back." },
    timeout: { value: "<seconds>", default: `${DELIVERY_SECONDS}`, about: "How long it may take." },
    ailing: { value: "<seconds>", default: "60", about: "How long a pod or the application may be in a bad way." },
    interval: { value: "<seconds>", default: "10", about: "How long to wait between two looks." },
  },
  run: async ({ environment, service, tag, delivery, leaving, timeout, ailing, interval }, signal) => {
    const wanted = { image: imageReference(service, checkedTag(NAME, tag)), released: tag !== NO_RELEASE };
    const revision = { delivery, leaving };
    const limits = {
      deadline: Date.now() + secondsOf(NAME, "timeout", timeout) * 1000,
      ailingMs: secondsOf(NAME, "ailing", ailing) * 1000,
      intervalMs: secondsOf(NAME, "interval", interval) * 1000,
    };
    const folder = mkdtempSync(join(tmpdir(), "lms-argocd-"));
    try {
      const deployed = new DeployedService(environmentOf(environment), service, folder, signal);
      await deployed.connect();
      await waitFor(deployed, { ...wanted, revision }, limits, signal);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});

/** What is waited for. */
interface Target extends Omit<WantedImage, "revision"> {
  readonly revision: WantedRevision;
}

interface Limits {
  readonly deadline: number;
  readonly ailingMs: number;
  readonly intervalMs: number;
}

async function waitFor(
  deployed: DeployedService,
  wanted: Target,
  { deadline, ailingMs, intervalMs }: Limits,
  signal: AbortSignal,
): Promise<void> {
  const since = new Date(Date.now() - 1000).toISOString();
  let answeredAt = Date.now();
  let ailingSince: number | undefined;
  for (let said = ""; ; await pause(intervalMs, signal)) {
    const step = await takeStep(deployed, wanted, since).then(
      (taken) => {
        answeredAt = Date.now();
        return taken;
      },
      (error: Error): Step => {
        if (FINAL.test(error.message) || error instanceof Interrupted || Date.now() - answeredAt > SILENCE_MS)
          throw error;
        return { do: "wait", state: error.message };
      },
    );
    if (step.state !== said) console.log(`${deployed.name}: ${step.state}`);
    said = step.state;
    if (step.do === "finish") return;
    if (step.do === "fail")
      throw new Failure(`${deployed.name}: the sync must succeed, got ${step.state}; correct the values`);
    ailingSince = step.ailing === undefined ? undefined : (ailingSince ?? Date.now());
    if (ailingSince !== undefined && Date.now() - ailingSince >= ailingMs) {
      throw new Failure(
        `${deployed.name}: must become healthy, got ${step.state}, and ${step.ailing}; see its logs and events`,
      );
    }
    if (Date.now() >= deadline) {
      const what = wanted.released ? `run ${wanted.image}` : "have no pods";
      throw new Failure(`${deployed.name}: must ${what} in time, got ${step.state}; look at its pods and events`);
    }
  }
}

/** Looks at the application, starts a sync where one is due, and ends one that is in the way. */
async function takeStep(deployed: DeployedService, target: Target, since: string): Promise<Step> {
  const application = await deployed.look();
  const wanted: WantedImage = { ...target, revision: revisionOf(application, target.revision) };
  const step = nextStep(application, wanted, since);
  if (step.do === "sync") await deployed.sync(application, wanted.revision);
  if (step.do === "terminate") await deployed.terminate();
  if (step.do === "finish" || step.do === "fail" || !wanted.released) return step;
  const problem = await deployed.podProblem(wanted.image);
  return problem === undefined ? step : { ...step, ailing: problem };
}
