import { spawn } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { outlineOf, type StageOutline } from "../../ci/scripts/jenkinsfiles/outline";
import { type Ending, ending, fakePrograms, temporaryFolder, until } from "../sandbox/support";
import { real, repository, sharedLibrary, workspace } from "./support";

// A driver of the service's pipeline: it runs the shell steps of a stage as the pipeline has them, in their order, and on
// anything but success those of its end, on another clone, as a lost agent would have it. Git is real; the cluster with its
// Argo CD and the site are stand-ins, whose state is in files.

const OLD = "0123456789abcdef0123456789abcdef01234567";
const NEW = "89abcdef0123456789abcdef0123456789abcdef";
const NONE = "0".repeat(40);
const FILE = "gitops/environments/dev/courses.yaml";
const FREEZES = "gitops/apps/freezes.yaml";
const values = (tag: string) =>
  `image:\n  tag: "${tag}"\nreplicas: { min: 1, max: 2 }\nresources:\n  requests: { cpu: 100m, memory: 256Mi }\n  limits: { memory: 512Mi }\n`;

let outline: readonly StageOutline[];
let origin = "";
/** Holds `running`, the tag that the cluster runs, and `bad`, the one whose sync fails. */
let cluster = "";
let told: string[] = [];

beforeAll(async () => {
  const library = await sharedLibrary();
  const pipeline = library.get("lmsService");
  if (pipeline === undefined) throw new Error("no pipeline");
  outline = outlineOf(pipeline, { library, scripts: new Map(), written: {} });
});

async function start(running: string): Promise<void> {
  told = [];
  cluster = temporaryFolder();
  writeFileSync(join(cluster, "running"), running);
  writeFileSync(join(cluster, "bad"), "");
  ({ origin } = await repository((path) => {
    cpSync("gitops", join(path, "gitops"), { recursive: true });
    writeFileSync(join(path, FILE), values(running));
    writeFileSync(join(path, FREEZES), "[]\n");
  }));
}

beforeEach(() => start(OLD));

/** Argo CD and the cluster's API: what Git says is compared with what runs, and a sync makes it run, or fails. */
const KUBECTL = (state: string, repository: string) => `
[ "$2" = pods ] && { echo '{}'; exit 0; }
wanted=$(git -C ${repository} show main:${FILE} | sed -n 's/.*tag: "\\(.*\\)".*/\\1/p')
running=$(cat ${state}/running)
case "$1" in
  patch) if [ "$wanted" = "$(cat ${state}/bad)" ]; then date -u +%Y-%m-%dT%H:%M:%S.999Z > ${state}/failed
         else printf %s "$wanted" > ${state}/running; rm -f ${state}/failed; fi;;
  get) sync=OutOfSync; [ "$wanted" = "$running" ] && sync=Synced
       images='[]'; [ "$running" = ${NONE} ] || images='["444444444444.dkr.ecr.us-east-1.amazonaws.com/lms/courses:'$running'"]'
       failed=; [ -e ${state}/failed ] && failed=',"operationState":{"phase":"Failed","message":"denied","startedAt":"'$(cat ${state}/failed)'"}'
       echo '{"status":{"reconciledAt":"2999-01-01T00:00:00Z","sync":{"status":"'$sync'"},"health":{"status":"Healthy"},"summary":{"images":'$images'}'$failed'}}';;
esac`;

/** The site: it answers with the version that runs. */
const SITE = (state: string) => `globalThis.fetch = async () =>
  new Response(JSON.stringify({ version: require("node:fs").readFileSync(${JSON.stringify(`${state}/running`)}, "utf8") }));`;

interface Abort {
  /** The script that is being run when the build is aborted. */
  readonly during: string;
  readonly when: () => boolean | Promise<boolean>;
}

/** Runs the deployment to dev. @returns what each script ended with, those of the way back too */
async function deploy(tag: string, abort?: Abort): Promise<readonly string[]> {
  const site = join(cluster, "site.js");
  writeFileSync(site, SITE(cluster));
  const programs = fakePrograms({ aws: "exit 0", kubectl: KUBECTL(cluster, origin) });
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${programs}:${process.env.PATH}`,
    NODE_OPTIONS: `--require ${site}`,
    GIT_CONFIG_GLOBAL: "/dev/null",
    BUILD_TAG: "jenkins-courses-7",
    SERVICE: "courses",
    IMAGE_TAG: tag,
    GIT_KEY_FILE: "",
    PLATFORM_COMMIT: await real(origin, "git", "rev-parse", "main"),
    DELIVERY: "none",
  };
  const ran: string[] = [];
  const run = async (folder: string, script: string, more: NodeJS.ProcessEnv): Promise<Ending> => {
    const name = /ci\/scripts\/([a-z-]+)\.ts/.exec(script)?.[1] ?? script;
    const child = spawn("sh", ["-c", `exec ${script}`], { cwd: folder, env: { ...env, ...more } });
    const ended = ending(child);
    if (abort?.during === name && more.ENVIRONMENT !== undefined) {
      await until(abort.when);
      child.kill("SIGTERM");
    }
    const result = await ended;
    ran.push(`${name} ${result.exitCode}`);
    return result;
  };
  const shell = (step: string) => /(?:^|> )sh (.*)$/.exec(step)?.[1];

  const stage = outline.find(({ stage: title }) => title === "Deploy to dev");
  const folder = await workspace(origin);
  let succeeded = true;
  for (const step of stage?.steps ?? []) {
    const script = shell(step);
    if (script !== undefined && succeeded) {
      const { exitCode, stdout } = await run(folder, script, { ENVIRONMENT: "dev" });
      succeeded = exitCode === 0;
      if (succeeded && script.includes("set-image")) env.DELIVERY = stdout.trim();
    }
  }
  if (succeeded) return ran;
  const other = await workspace(origin);
  let previous: string | undefined;
  for (const step of outline[0]?.post?.filter((one) => one.startsWith("unsuccessful > ")) ?? []) {
    if (previous === "") break;
    const message = /notifySlack\('(.*)'\)/.exec(step)?.[1];
    if (message !== undefined) told.push(message);
    const script = shell(step);
    if (script === undefined) continue;
    const { stdout } = await run(other, script, { DEPLOYING: "dev", PREVIOUS_TAG: previous });
    if (script.includes("revert-image")) previous = stdout.trim();
  }
  return ran;
}

const inGit = async () => /tag: "(.*)"/.exec(await real(origin, "git", "show", `main:${FILE}`))?.[1];
const running = () => readFileSync(join(cluster, "running"), "utf8");

test("a release runs, and the site says so", async () => {
  expect(await deploy(NEW)).toEqual(["set-image 0", "wait-for-argocd 0", "smoke-test 0"]);
  expect([await inGit(), running(), told]).toEqual([NEW, NEW, []]);
});

test.each([
  ["a release", OLD],
  ["a first release", NONE],
])("%s that fails is taken back, from another agent", async (_, before) => {
  await start(before);
  writeFileSync(join(cluster, "bad"), NEW);
  expect(await deploy(NEW)).toEqual(["set-image 0", "wait-for-argocd 1", "revert-image 0", "wait-for-argocd 0"]);
  expect([await inGit(), running(), told]).toEqual([before, before, ["rollback", "rolled-back"]]);
});

test.each(["set-image", "wait-for-argocd", "smoke-test"])(
  "an abort during %s leaves what ran before",
  async (during) => {
    const pushed = async () => (await inGit()) === NEW;
    const when = during === "smoke-test" ? () => running() === NEW : pushed;
    const ran = await deploy(NEW, { during, when });
    const aborted = ran.findIndex((line) => line.startsWith(`${during} `));
    // A script that was done before the signal reached it has succeeded, and so may the whole stage.
    if (ran[aborted] === `${during} 0` && !ran.some((line) => line.startsWith("revert-image"))) {
      expect([await inGit(), running()]).toEqual([NEW, NEW]);
      return;
    }
    expect(ran.slice(-2)).toEqual(["revert-image 0", "wait-for-argocd 0"]);
    expect([await inGit(), running(), told]).toEqual([OLD, OLD, ["rollback", "rolled-back"]]);
  },
);

test("a freeze leaves everything as it is", async () => {
  const other = await workspace(origin);
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(join(other, FREEZES), `- { environments: [dev], from: "${day}", until: "${day}", reason: exams }\n`);
  await real(other, "git", "commit", "--quiet", "--message", "Freeze", "--", FREEZES);
  await real(other, "git", "push", "--quiet", "origin", "main");
  expect(await deploy(NEW)).toEqual(["set-image 1", "revert-image 0"]);
  expect([await inGit(), running(), told]).toEqual([OLD, OLD, []]);
});
