import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { parseGroovy } from "../../ci/scripts/jenkinsfiles/groovy";
import { outlineOf, type StageOutline } from "../../ci/scripts/jenkinsfiles/outline";
import {
  ACCOUNT,
  BUCKET,
  ending,
  request,
  startWorkbench,
  temporaryFolder,
  until,
  type Workbench,
} from "../sandbox/support";
import { real, repository, sharedLibrary, workspace } from "./support";

// A driver of the infrastructure's pipeline: it runs the shell steps of its stages as the pipeline has them, each stage on a
// clone of its own with what was stashed for it. Git, Terraform and its backend are real; the site is a stand-in.

const STAGES = ["Verify / Changed roots", "Plan / Plan dev", "Review", "Apply dev"];
const FREEZES = "gitops/apps/freezes.yaml";
const SITE = 'globalThis.fetch = async () => new Response("the maintenance page");';

let bench: Workbench;
let outline: readonly StageOutline[];
let origin = "";
/** What was stashed, by its name. */
let stashes = "";

beforeAll(async () => {
  bench = await startWorkbench();
  const path = "ci/infrastructure.Jenkinsfile";
  const pipeline = await parseGroovy(path, readFileSync(path, "utf8"));
  outline = outlineOf(pipeline, { library: await sharedLibrary(), scripts: new Map(), written: {} });
});

afterAll(() => bench.emulator.stop());

beforeEach(async () => {
  await fetch(`${bench.emulator.endpoint}/moto-api/reset`, { method: "POST" });
  await request(bench.emulator, "s3", "PUT", `/${BUCKET}`);
  stashes = temporaryFolder();
  ({ origin } = await repository((path) => {
    mkdirSync(join(path, "gitops", "apps"), { recursive: true });
    writeFileSync(join(path, FREEZES), "[]\n");
  }));
});

/** What `npm run synth` writes of a root with these resources. */
function synthesize(folder: string, terraform_data: object): void {
  const root = join(folder, "cdktf.out", "stacks", "dev-platform");
  mkdirSync(root, { recursive: true });
  const s3 = { bucket: BUCKET, key: "dev-platform/terraform.tfstate", region: "us-east-1", use_lockfile: true };
  const terraform = { backend: { s3: { ...s3, allowed_account_ids: [ACCOUNT] } } };
  writeFileSync(join(root, "cdk.tf.json"), JSON.stringify({ terraform, resource: { terraform_data } }));
  const stack = { name: "dev-platform", workingDirectory: "stacks/dev-platform", dependencies: [] };
  writeFileSync(join(folder, "cdktf.out", "manifest.json"), JSON.stringify({ stacks: { "dev-platform": stack } }));
}

/** Keeps what a step stashes, or puts it back: whole folders and files, but for what Terraform has installed. */
function stash(step: string, folder: string): void {
  const name = /(?:name: |unstash[ (]+)['"]([^'"]+)['"]/.exec(step)?.[1] ?? "";
  const kept = join(stashes, name.replace(/\$\{.*\}/, "dev"));
  if (step.includes("unstash")) {
    cpSync(kept, folder, { recursive: true });
    return;
  }
  const filter = (path: string) => !path.split("/").includes(".terraform");
  const paths = (/includes: '([^']+)'/.exec(step)?.[1] ?? "").split(", ").map((path) => path.replace("/**", ""));
  for (const path of paths) cpSync(join(folder, path), join(kept, path), { recursive: true, filter });
}

/** Runs a build of main. @returns what each script ended with, up to the first that failed, and what it said last */
async function build(
  terraform_data: object,
  { scope = "changed", abort }: { readonly scope?: string; readonly abort?: () => Promise<boolean> } = {},
): Promise<{ readonly ran: readonly string[]; readonly said: string }> {
  const site = join(stashes, "site.js");
  writeFileSync(site, SITE);
  const values: NodeJS.ProcessEnv = { SCOPE: scope, CHANGE_ID: "", GIT_KEY_FILE: "", GITHUB_TOKEN_FILE: "" };
  const fixed = {
    ...process.env,
    ...bench.terraform.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    NODE_OPTIONS: `--require ${site}`,
  };
  const ran: string[] = [];
  for (const title of STAGES) {
    const stage = outline.find(({ stage: own }) => own === title);
    if (stage === undefined) throw new Error(`no stage ${title}, only ${outline.map((one) => one.stage).join(", ")}`);
    const folder = await workspace(origin);
    if (title === STAGES[0]) synthesize(folder, terraform_data);
    for (const step of stage.steps ?? []) {
      const env = { ...fixed, ...values, ...stage.environment };
      const [, script] = /(?:^|> )sh (.*)$/s.exec(step) ?? [];
      if (/\b(un)?stash\b/.test(step)) stash(step, folder);
      if (script === undefined) continue;
      const name = /ci\/scripts\/([a-z-]+)\.ts/.exec(script)?.[1] ?? script;
      const child = spawn("sh", ["-c", `exec ${script}`], { cwd: folder, env });
      const ended = ending(child);
      if (name === "apply-reviewed" && abort !== undefined) {
        await until(abort);
        child.kill("SIGTERM");
      }
      const { exitCode, stdout, stderr } = await ended;
      ran.push(`${name} ${exitCode}`);
      if (exitCode !== 0) return { ran, said: stderr };
      if (name === "changed-roots") values.CHANGED = stdout.trim();
      if (name === "plan-review") values.REVIEW_DIGEST = stdout.trim();
    }
  }
  return { ran, said: values.CHANGED ?? "" };
}

const ALL = [
  "changed-roots 0",
  "plan 0",
  "plan-review 0",
  "cat reviews/verdict.txt 0",
  "apply-reviewed 0",
  "mark-deployed 0",
  "smoke-test 0",
];

/** The resources that the backend knows, a broken one with its state. */
async function inState(): Promise<readonly string[]> {
  const answer = await request(bench.emulator, "s3", "GET", `/${BUCKET}/dev-platform/terraform.tfstate`);
  if (!answer.ok) return [];
  const { resources = [] } = (await answer.json()) as {
    resources?: { name: string; instances: { status?: string }[] }[];
  };
  return resources.map(({ name, instances }) =>
    [name, instances[0]?.status].filter((word) => word !== undefined).join(" "),
  );
}
const isLocked = async () =>
  (await request(bench.emulator, "s3", "GET", `/${BUCKET}/dev-platform/terraform.tfstate.tflock`)).ok;
const marks = () => real(origin, "git", "tag", "--list");

test("a build plans what changed, applies what was reviewed, and marks it; drift is looked for by its scope", async () => {
  expect(await build({ one: {}, two: {} })).toEqual({ ran: ALL, said: "dev" });
  expect([await inState(), await isLocked(), await marks()]).toEqual([["one", "two"], false, "deployed/dev-platform"]);
  expect(await build({ one: {}, two: {} }, { scope: "platform" })).toEqual({ ran: ALL, said: "dev" });
});

test("a freeze lets nothing be applied or marked", async () => {
  const other = await workspace(origin);
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(join(other, FREEZES), `- { environments: [dev], from: "${day}", until: "${day}", reason: exams }\n`);
  await real(other, "git", "commit", "--quiet", "--message", "Freeze", "--", FREEZES);
  await real(other, "git", "push", "--quiet", "origin", "main");
  const { ran, said } = await build({ one: {} });
  expect(ran.slice(-1)).toEqual(["apply-reviewed 1"]);
  expect(said).toContain(`dev: must not be frozen, got a freeze from ${day} until ${day} (exams)`);
  expect([await inState(), await marks()]).toEqual([[], ""]);
});

test("an abort in the apply leaves a state that knows what was made, no lock, and the mark of what is half way; the next build goes on", async () => {
  const folder = temporaryFolder();
  const [begun, go] = [join(folder, "begun"), join(folder, "go")];
  const command = `touch ${begun}; until [ -e ${go} ]; do sleep 0.1; done`;
  const slow = { depends_on: ["terraform_data.first"], provisioner: [{ "local-exec": { command } }] };
  const resources = { first: {}, second: slow, third: { depends_on: ["terraform_data.second"] } };
  const aborted = await build(resources, { abort: async () => existsSync(begun) });
  expect(aborted.ran.slice(-1)).toEqual(["apply-reviewed 130"]);
  expect([await inState(), await isLocked(), await marks()]).toEqual([
    ["first", "second tainted"],
    false,
    "applying/dev-platform",
  ]);
  writeFileSync(go, "");
  rmSync(stashes, { recursive: true });
  mkdirSync(stashes);
  expect(await build(resources)).toEqual({ ran: ALL, said: "dev" });
  expect([await inState(), await marks()]).toEqual([["first", "second", "third"], "deployed/dev-platform"]);
});
