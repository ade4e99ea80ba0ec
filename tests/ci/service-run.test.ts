import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { GroovyFile } from "../../ci/scripts/jenkinsfiles/groovy";
import { LMS_SERVICE_NAMES } from "../../modules/foundation/services";
import { type Abort, type Build, build, type Job, Locks } from "./jenkins";
import { SIGNATURE, StandIns, WEBHOOK } from "./stand-ins";
import { real, repository, sharedLibrary, workspace } from "./support";

// The pipeline of a service, run as Jenkins does it, against stand-ins. Git is real.

const OLD = "0123456789abcdef0123456789abcdef01234567";
const NEW = "89abcdef0123456789abcdef0123456789abcdef";
const NONE = "0".repeat(40);
const FREEZES = "gitops/apps/freezes.yaml";
const file = (service: string) => `gitops/environments/dev/${service}.yaml`;
const values = (tag: string) =>
  `image:\n  tag: "${tag}"\nreplicas: { min: 1, max: 2 }\nresources:\n  requests: { cpu: 100m, memory: 256Mi }\n  limits: { memory: 512Mi }\n`;

let library: ReadonlyMap<string, GroovyFile>;
let origin = "";
let around: StandIns;
let locks: Locks;

beforeAll(async () => {
  library = await sharedLibrary();
});

/** Has services run a tag in dev, each as Git says it. */
async function start(running: string, services: readonly string[] = ["courses"]): Promise<void> {
  ({ origin } = await repository((path) => {
    cpSync("gitops", join(path, "gitops"), { recursive: true });
    for (const service of services) writeFileSync(join(path, file(service)), values(running));
    writeFileSync(join(path, FREEZES), "[]\n");
  }));
  around = new StandIns(origin);
  locks = new Locks();
  for (const service of services) around.run(`dev-${service}`, running);
}

beforeEach(() => start(OLD));

/** A build of a service's main that goes to dev. */
function deliver(
  service: string,
  more: Pick<Job, "scm" | "skip" | "abort" | "leaveOut">,
  variables: NodeJS.ProcessEnv = {},
): Promise<Build> {
  const pipeline = library.get("lmsService");
  if (pipeline === undefined) throw new Error("no pipeline");
  const jenkins = {
    BRANCH_NAME: "main",
    JOB_NAME: service,
    BUILD_NUMBER: "7",
    BUILD_TAG: `jenkins-${service}-7`,
    BUILD_URL: `https://jenkins.example.edu/job/${service}/7/`,
  };
  return build({
    pipeline,
    library,
    origin,
    locks,
    variables: { ...around.env, ...jenkins, ...variables },
    parameters: { REVISION: "HEAD", FROM: "dev", UNTIL: "dev", SNYK: "off" },
    credentials: { "lms-slack-webhook": WEBHOOK },
    locals: { service },
    ...more,
  });
}

/** The same from the deployment on: its image is there. */
function deploy(tag: string, abort?: Abort): Promise<Build> {
  const skip = ["Signed image"];
  const variables = { IMAGE_TAG: tag, STOPS: "dev", ABOUT: `courses ${tag}`, PLATFORM_COMMIT: "main" };
  return deliver("courses", { scm: "", skip, ...(abort === undefined ? {} : { abort }) }, variables);
}

const inGit = async (service = "courses") =>
  /tag: "(.*)"/.exec(await real(origin, "git", "show", `main:${file(service)}`))?.[1];
const running = () => around.running("dev-courses");
const ROLE = "assume-role 0";
const PACKAGES = "npm ci --no-progress 0";
const AGENT = ["git rev-parse HEAD 0", PACKAGES];
const SLACK = "notify-slack 0";
const BACK = [...AGENT, "revert-image 0", SLACK, ROLE, "wait-for-argocd 0", SLACK];

test("a release runs, and the site says so", async () => {
  const { result, ran } = await deploy(NEW);
  const scripts = ["set-image 0", ROLE, "wait-for-argocd 0", "smoke-test 0"];
  expect([result, ran]).toEqual(["SUCCESS", [...AGENT, ...scripts, ...AGENT, SLACK]]);
  expect([await inGit(), running(), [...locks.held]]).toEqual([NEW, NEW, []]);
  expect(around.told).toEqual(["courses #7 succeeded"]);
});

test.each([
  ["a release", OLD],
  ["a first release", NONE],
])("%s that fails is taken back, from another agent, before anyone is told of the end", async (_, before) => {
  await start(before);
  around.refuse(NEW);
  const { result, ran } = await deploy(NEW);
  const scripts = ["set-image 0", ROLE, "wait-for-argocd 1"];
  expect([result, ran]).toEqual(["FAILURE", [...AGENT, ...scripts, ...BACK, ...AGENT, SLACK]]);
  expect([await inGit(), running(), [...locks.held]]).toEqual([before, before, []]);
  expect(around.told).toEqual(["courses #7 is being taken back", "courses #7 was taken back", "courses #7 FAILED"]);
});

test.each(["set-image", "wait-for-argocd", "smoke-test"])(
  "an abort during %s leaves what ran before",
  async (during) => {
    const pushed = async () => (await inGit()) === NEW;
    const when = during === "smoke-test" ? () => running() === NEW : pushed;
    const { result, ran } = await deploy(NEW, { during, when });
    expect([result, ran.slice(-BACK.length - 3)]).toEqual(["ABORTED", [...BACK, ...AGENT, SLACK]]);
    expect([await inGit(), running(), [...locks.held]]).toEqual([OLD, OLD, []]);
    const told = ["courses #7 is being taken back", "courses #7 was taken back", "courses #7 was aborted"];
    expect(around.told).toEqual(told);
  },
);

test("a freeze leaves everything as it is", async () => {
  const other = await workspace(origin);
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(join(other, FREEZES), `- { environments: [dev], from: "${day}", until: "${day}", reason: exams }\n`);
  await real(other, "git", "commit", "--quiet", "--message", "Freeze", "--", FREEZES);
  await real(other, "git", "push", "--quiet", "origin", "main");
  const { result, ran } = await deploy(NEW);
  const end = [...AGENT, "revert-image 0", ...AGENT, SLACK];
  expect([result, ran]).toEqual(["FAILURE", [...AGENT, "set-image 1", ...end]]);
  expect([await inGit(), running(), around.told]).toEqual([OLD, OLD, ["courses #7 FAILED"]]);
});

/** What changes nothing and is for whoever approves, or asks who one is, or judges what stand-ins say: eight times that is a minute. */
const CHECKS = /assume-role|scan-findings|verify-image|--tell notes|delivery-diff/;

test("eight services that are released at once all arrive, each with its own image, and no lock is left", async () => {
  await start(OLD, LMS_SERVICE_NAMES);
  const released = await Promise.all(
    LMS_SERVICE_NAMES.map(async (service) => {
      const { folder, origin: scm } = await repository((path) => writeFileSync(join(path, "Dockerfile"), service));
      const commit = await real(folder, "git", "rev-parse", "HEAD");
      return { service, scm, commit, digest: around.layout(commit) };
    }),
  );
  const builds = await Promise.all(released.map(({ service, scm }) => deliver(service, { scm, leaveOut: CHECKS })));
  expect(builds.map(({ result, stage, said }) => [result, stage, said])).toEqual(
    released.map(() => ["SUCCESS", "Deploy to dev", ""]),
  );
  const arrived = await Promise.all(
    released.map(async ({ service }) => ({
      inGit: await inGit(service),
      running: around.running(`dev-${service}`),
      pushed: around.held(service, "pushed"),
      signed: around.held(service, "signed"),
    })),
  );
  expect(arrived).toEqual(
    released.map(({ commit, digest }) => ({
      inGit: commit,
      running: commit,
      pushed: [digest],
      signed: ["cyclonedx", "slsaprovenance1", SIGNATURE],
    })),
  );
  const commits = (await real(origin, "git", "log", "--format=%s", "main")).split("\n");
  expect(commits.sort()).toEqual(
    ["First", ...released.map(({ service, commit }) => `Deploy ${service} ${commit.slice(0, 12)} to dev`)].sort(),
  );
  expect([...around.told].sort()).toEqual(LMS_SERVICE_NAMES.map((service) => `${service} #7 succeeded`).sort());
  expect([...locks.held]).toEqual([]);
});
