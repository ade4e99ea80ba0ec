import { copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { prod } from "../../environments/prod";
import { RootApplication } from "../../gitops/checks/rendered/applications";
import { nodesOf } from "../../review/capacity/node";
import { reserveAddress } from "../../sandbox/cluster/address";
import type { KubernetesObject } from "../../sandbox/cluster/api";
import { ClusterCommands } from "../../sandbox/cluster/commands";
import { ControlPlane } from "../../sandbox/cluster/control-plane";
import { registerNodes } from "../../sandbox/cluster/node-objects";
import { findClusterPrograms } from "../../sandbox/cluster/programs";
import { standInDefinition } from "../../sandbox/cluster/stand-ins";
import { findMoto } from "../../sandbox/moto";
import { parseContract } from "../../scripts/contract/contract-file";
import { clusterProgram } from "../../scripts/tools";
import { temporaryFolder, until } from "../sandbox/support";
import { ArgoCd } from "./argo-cd";
import { type Build, build, Locks } from "./jenkins";
import { StandIns, WEBHOOK } from "./stand-ins";
import { commitAll, real, repository, sharedLibrary } from "./support";

// Deliveries to prod, whose applications do not sync by themselves, with an Argo CD on a real Kubernetes API.

const OLD = "0123456789abcdef0123456789abcdef01234567";
const BAD = "89abcdef0123456789abcdef0123456789abcdef";
const NONE = "0".repeat(40);
const FILE = "gitops/environments/prod/courses.yaml";
const SERVICE = "gitops/services/courses.yaml";
const VALUES = `image:
  tag: "${NONE}"
replicas: { min: 2, max: 3 }
resources:
  requests: { cpu: 100m, memory: 256Mi }
  limits: { memory: 512Mi }
`;

/** Kinds that come with charts of third parties. */
const KINDS = [
  ["argoproj.io/v1alpha1", "Application"],
  ["elbv2.k8s.aws/v1beta1", "TargetGroupBinding"],
  ["external-secrets.io/v1", "ExternalSecret"],
  ["monitoring.coreos.com/v1", "ServiceMonitor"],
] as const;

const { signal } = new AbortController();
const ended = new AbortController();
let plane: ControlPlane | undefined;
let playing: Promise<void> | undefined;
let missing = "";
let argoCd: ArgoCd;
let around: StandIns;
let folder = "";
let origin = "";

beforeAll(async () => {
  const programs = await findClusterPrograms({ ...process.env, PATH: "" }, signal, []);
  if ("missing" in programs) {
    missing = "the programs of a cluster are not here: the sandbox brings them";
    return;
  }
  ({ folder, origin } = await repository((path) => {
    cpSync("gitops", join(path, "gitops"), { recursive: true });
    writeFileSync(join(path, FILE), VALUES);
    writeFileSync(join(path, "gitops/apps/freezes.yaml"), "[]\n");
  }));
  around = new StandIns(origin, { kubectl: `exec ${clusterProgram("kubectl", process.env)} "$@"` });
  const data = temporaryFolder();
  const address = await reserveAddress(await findMoto(process.env, signal), data, signal);
  plane = await ControlPlane.start(programs.folder, data, address, undefined, signal);
  copyFileSync(plane.kubeconfig, join(around.folder, "kubeconfig"));
  const { api } = plane;
  const commands = new ClusterCommands(plane.kubeconfig, data, signal);
  await registerNodes(
    nodesOf(prod, ({ desiredSize }) => desiredSize),
    api,
  );
  await commands.apply(
    KINDS.map(([apiVersion, kind]) => standInDefinition({ apiVersion, kind } as KubernetesObject)),
    "helm",
  );
  await commands.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
  for (const name of ["argocd", "microservices"]) await api.create("/api/v1/namespaces", { metadata: { name } });
  const contract = parseContract(readFileSync("gitops/platform/prod.yaml", "utf8"));
  const name = contract.services.courses?.priorityClass;
  await api.create("/apis/scheduling.k8s.io/v1/priorityclasses", { metadata: { name }, value: 1000 });
  const root = new RootApplication(folder, prod, [parse(readFileSync(join(folder, SERVICE), "utf8"))]);
  const [{ metadata, spec } = { metadata: {}, spec: {} }] = root.applications;
  const kind = { apiVersion: "argoproj.io/v1alpha1", kind: "Application" };
  await api.create("/apis/argoproj.io/v1alpha1/namespaces/argocd/applications", { ...kind, metadata, spec });
  around.run("prod-courses", NONE);
  argoCd = new ArgoCd(api, commands, origin, (application, tag) => around.run(application, tag));
  playing = argoCd.play(ended.signal);
  // Told by the test's end, and not as a rejection that nobody handles.
  playing.catch(() => {});
});

afterAll(async () => {
  ended.abort();
  await playing?.catch(() => {});
  await plane?.stop();
});

/** Delivers a tag to prod, which is approved. */
async function deliver(tag: string): Promise<Build> {
  const library = await sharedLibrary();
  const pipeline = library.get("lmsService");
  if (pipeline === undefined) throw new Error("no pipeline");
  const jenkins = { BRANCH_NAME: "main", JOB_NAME: "courses", BUILD_NUMBER: "7", BUILD_TAG: `jenkins-courses-${tag}` };
  const found = { IMAGE_TAG: tag, STOPS: "prod", ABOUT: `courses ${tag}`, PLATFORM_COMMIT: "main", HASTE: "2" };
  return build({
    pipeline,
    library,
    origin,
    scm: "",
    locks: new Locks(),
    variables: { ...around.env, ...jenkins, BUILD_URL: "https://jenkins.example.edu/7/", ...found },
    parameters: { FROM: "prod", UNTIL: "prod", SNYK: "off" },
    credentials: { "lms-slack-webhook": WEBHOOK },
    locals: { service: "courses" },
    skip: ["Signed image"],
  });
}

/** What is on the API, once the autoscaler has made all pods. */
async function settled() {
  await until(async () => (await onTheApi()).ready === 2);
  return onTheApi();
}

async function onTheApi() {
  const path = "/apis/apps/v1/namespaces/microservices/deployments/courses";
  const deployment = (await plane?.api.ask("GET", path)) as {
    spec: { template: { spec: { containers: { image: string; startupProbe: { failureThreshold: number } }[] } } };
    status: { readyReplicas: number };
  };
  const [container] = deployment.spec.template.spec.containers;
  const application = (await plane?.api.ask(
    "GET",
    "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/prod-courses",
  )) as { status: { history: { revision: string }[]; operationState: { phase: string } } };
  return {
    tag: container?.image.replace(/^.*:/, ""),
    patience: container?.startupProbe.failureThreshold,
    ready: deployment.status.readyReplicas,
    phase: application.status.operationState.phase,
    history: application.status.history.map(({ revision }) => revision),
  };
}

it("releases to a real API, tells early of an image that is not there, and goes back to the chart and the values of before", async ({
  skip,
}) => {
  if (missing !== "") return skip(missing);
  const first = await deliver(OLD);
  expect([first.result, first.said]).toEqual(["SUCCESS", ""]);
  const released = await real(origin, "git", "rev-parse", "main");
  const before = { tag: OLD, patience: 24, ready: 2, phase: "Succeeded", history: [released] };
  expect(await settled()).toEqual(before);

  const values = readFileSync(join(folder, SERVICE), "utf8");
  await real(folder, "git", "pull", "--quiet", "--ff-only", "origin", "main");
  writeFileSync(join(folder, SERVICE), values.replace("withinSeconds: 120", "withinSeconds: 60"));
  await commitAll(folder, "Start within a minute");
  await real(folder, "git", "push", "--quiet", "origin", "HEAD:main");
  argoCd.missing.add(BAD);
  const began = Date.now();
  const { result, said } = await deliver(BAD);
  expect(result).toBe("FAILURE");
  expect(said).toMatch(
    /prod-courses: must become healthy, got .*, and pod courses-\S+: ImagePullBackOff: Back-off pulling image/,
  );
  // A delivery waits for twenty minutes, and a rollout that does not come to an end for twelve.
  expect(Date.now() - began).toBeLessThan(300_000);
  expect(await settled()).toEqual({ ...before, history: [released, released] });
  expect(await real(origin, "git", "show", `main:${FILE}`)).toContain(`tag: "${OLD}"`);
  const says = [
    "waits for an approval",
    "succeeded",
    "waits for an approval",
    "is being taken back",
    "was taken back",
    "FAILED",
  ];
  expect(around.told).toEqual(says.map((word) => `courses #7 ${word}`));
});
