import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type GroovyFile, parseGroovy } from "../../ci/scripts/jenkinsfiles/groovy";
import { ACCOUNT, BUCKET, request, startWorkbench, temporaryFolder, type Workbench } from "../sandbox/support";
import { type Abort, type Build, build, Locks } from "./jenkins";
import { StandIns, WEBHOOK } from "./stand-ins";
import { commitAll, real, repository, sharedLibrary } from "./support";

// The pipeline of the infrastructure, run as Jenkins does it. Git, Terraform and its backend are real; what is synthesized is what a
// commit says in a file, and the site, AWS' roles and Slack are stand-ins. The linter of the pipelines is left out.

const FREEZES = "gitops/apps/freezes.yaml";

/** What `npm run synth` writes: the root dev-platform with the resources that the tree says, and dev-addons with those of its `addons`. */
const SYNTH = `const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { CDKTF_OUTDIR: out } = process.env;
const s3 = { bucket: "${BUCKET}", key: "dev-platform/terraform.tfstate", region: "us-east-1", use_lockfile: true, allowed_account_ids: ["${ACCOUNT}"] };
const { addons, ...terraform_data } = JSON.parse(readFileSync("resources.json", "utf8"));
const stacks = {};
for (const [name, data] of Object.entries({ "dev-platform": terraform_data, ...(addons && { "dev-addons": addons }) })) {
  mkdirSync(out + "/stacks/" + name, { recursive: true });
  const root = { terraform: { backend: { s3 } }, resource: { terraform_data: data } };
  writeFileSync(out + "/stacks/" + name + "/cdk.tf.json", JSON.stringify(root));
  stacks[name] = { name, workingDirectory: "stacks/" + name, dependencies: [] };
}
writeFileSync(out + "/manifest.json", JSON.stringify({ stacks }));
`;

/** An npm that synthesizes as the commit that is checked out would. */
const NPM = `[ "$2" = synth ] || exit 0
git show HEAD:scripts/run.js > ../synth-of-the-commit.js && CDKTF_OUTDIR=cdktf.out exec node ../synth-of-the-commit.js`;

let bench: Workbench;
let pipeline: GroovyFile;
let library: ReadonlyMap<string, GroovyFile>;
let folder = "";
let origin = "";
let around: StandIns;
let locks: Locks;

beforeAll(async () => {
  bench = await startWorkbench();
  const path = "ci/infrastructure.Jenkinsfile";
  pipeline = await parseGroovy(path, readFileSync(path, "utf8"));
  library = await sharedLibrary();
});

afterAll(() => bench.emulator.stop());

beforeEach(async () => {
  await fetch(`${bench.emulator.endpoint}/moto-api/reset`, { method: "POST" });
  await request(bench.emulator, "s3", "PUT", `/${BUCKET}`);
  ({ folder, origin } = await repository((path) => {
    mkdirSync(join(path, "gitops", "apps"), { recursive: true });
    writeFileSync(join(path, FREEZES), "[]\n");
    mkdirSync(join(path, "scripts"));
    writeFileSync(join(path, "scripts", "run.js"), SYNTH);
    writeFileSync(join(path, "package-lock.json"), "{}\n");
  }));
  around = new StandIns(origin, { npm: NPM });
  locks = new Locks();
});

/** Merges what dev-platform is to have. */
async function merge(resources: object): Promise<void> {
  writeFileSync(join(folder, "resources.json"), JSON.stringify(resources));
  await commitAll(folder, `Have ${Object.keys(resources).join(" and ")}`);
  await real(folder, "git", "push", "--quiet", "origin", "HEAD:main");
}

/** Runs a build of main. */
function run({ scope = "changed", abort }: { readonly scope?: string; readonly abort?: Abort } = {}): Promise<Build> {
  const jenkins = {
    BRANCH_NAME: "main",
    JOB_NAME: "lms",
    BUILD_NUMBER: "7",
    BUILD_URL: "https://jenkins.example.edu/7/",
  };
  return build({
    pipeline,
    library,
    origin,
    scm: origin,
    locks,
    variables: { ...bench.terraform.env, ...around.env, ...jenkins, CHANGE_ID: "" },
    parameters: { SCOPE: scope },
    credentials: { "lms-slack-webhook": WEBHOOK },
    leaveOut: /lint-jenkinsfiles/,
    ...(abort === undefined ? {} : { abort }),
  });
}

const PACKAGES = "npm ci --no-progress 0";
const SLACK = "notify-slack 0";
const ROLE = "assume-role 0";
const TOLD = [PACKAGES, SLACK];
const VERIFY = [
  PACKAGES,
  "npm run lint 0",
  "npm run typecheck 0",
  "npx vitest run --reporter=default --reporter=junit --outputFile.junit=test-results.xml 0",
  "npm run synth 0",
  "trivy config --format json --output configuration-scan.json cdktf.out/stacks 0",
  "scan-findings 0",
  "changed-roots 0",
];
const UPGRADE = "npm run sandbox -- upgrade staging prod 0";
const REVIEW = [PACKAGES, "plan-review 0", "cat reviews/verdict.txt 0", SLACK];
const PLAN = [PACKAGES, ROLE, "plan 0"];
const BEFORE_APPLY = [...VERIFY, UPGRADE, ...PLAN, ...REVIEW, PACKAGES, ROLE];
const ALL = [...BEFORE_APPLY, "apply-reviewed 0", "mark-deployed 0", "smoke-test 0", ...TOLD];

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

/** Everything that a build leaves behind. */
async function left() {
  return {
    state: await inState(),
    locked: [...locks.held, ...((await isLocked()) ? ["the state"] : [])],
    tags: (await real(origin, "git", "tag", "--list")).split("\n").filter((tag) => tag !== ""),
  };
}
const DEPLOYED = "deployed/dev-platform";
const APPLYING = "applying/dev-platform";

test("a build plans what changed, applies what was reviewed, and marks it; drift is looked for by its scope", async () => {
  await merge({ one: {}, two: {} });
  expect(await run()).toEqual({ result: "SUCCESS", stage: "Apply dev", said: "", ran: ALL, started: [] });
  expect(await left()).toEqual({ state: ["one", "two"], locked: [], tags: [DEPLOYED] });
  const says = await real(origin, "git", "tag", "--list", "--format=%(contents)");
  expect(says).toBe("Approved by nobody: dev needs no approval");
  expect(around.told).toEqual(["lms #7 has a plan to review", "lms #7 succeeded"]);
  expect(await run({ scope: "platform" })).toMatchObject({ result: "SUCCESS", ran: ALL });
  expect(await left()).toEqual({ state: ["one", "two"], locked: [], tags: [DEPLOYED] });
});

test("a freeze lets nothing be applied or marked", async () => {
  const day = new Date().toISOString().slice(0, 10);
  const freeze = `- { environments: [dev], from: "${day}", until: "${day}", reason: exams }\n`;
  writeFileSync(join(folder, FREEZES), freeze);
  await merge({ one: {} });
  const { result, stage, ran, said } = await run();
  expect([result, stage, ran.slice(-3)]).toEqual(["FAILURE", "Apply dev", ["apply-reviewed 1", ...TOLD]]);
  expect(said).toContain(`dev: must not be frozen, got a freeze from ${day} until ${day} (exams)`);
  expect(await left()).toEqual({ state: [], locked: [], tags: [] });
});

/** A root whose second resource is made until a file is there, and how to abort a build meanwhile. */
function slow(second: string) {
  const where = temporaryFolder();
  const [begun, go] = [join(where, "begun"), join(where, "go")];
  const command = `touch ${begun}; until [ -e ${go} ]; do sleep 0.1; done`;
  return {
    resources: {
      first: {},
      [second]: { depends_on: ["terraform_data.first"], provisioner: [{ "local-exec": { command } }] },
    },
    abort: { during: "apply-reviewed.ts", when: () => existsSync(begun) },
    goOn: () => writeFileSync(go, ""),
  };
}

test("an abort in any stage leaves a state that is told, and the next build goes on from there", async () => {
  const { resources, abort, goOn } = slow("second");
  await merge(resources);
  const beforeApply = [
    ["Synth", "npm run synth", VERIFY.slice(0, 4)],
    ["Changed roots", "changed-roots.ts", VERIFY.slice(0, 7)],
    ["Upgrade", "npm run sandbox", VERIFY],
    ["Plan dev", "plan.ts", [...VERIFY, UPGRADE, PACKAGES, ROLE]],
    ["Review", "plan-review.ts", [...VERIFY, UPGRADE, ...PLAN, PACKAGES]],
  ] as const;
  for (const [stage, during, before] of beforeApply) {
    // A plan holds the lock of its state.
    const when = stage === "Plan dev" ? isLocked : () => true;
    const { result, stage: last, ran } = await run({ abort: { during, when } });
    expect([result, last]).toEqual(["ABORTED", stage]);
    expect(ran).toEqual([...before, expect.stringMatching(/ aborted$/), ...TOLD]);
    expect(await left()).toEqual({ state: [], locked: [], tags: [] });
  }
  expect(around.told).toEqual(beforeApply.map(() => "lms #7 was aborted"));

  const inApply = await run({ abort });
  expect([inApply.result, inApply.ran]).toEqual(["ABORTED", [...BEFORE_APPLY, "apply-reviewed aborted", ...TOLD]]);
  expect(inApply.started).toEqual([]);
  expect(await left()).toEqual({ state: ["first", "second tainted"], locked: [], tags: [APPLYING] });

  goOn();
  const beforeMark = await run({ abort: { during: "mark-deployed.ts", when: () => true } });
  const applied = [...BEFORE_APPLY, "apply-reviewed 0", "mark-deployed aborted"];
  expect([beforeMark.result, beforeMark.ran]).toEqual(["ABORTED", [...applied, ...TOLD]]);
  expect(await left()).toEqual({ state: ["first", "second"], locked: [], tags: [APPLYING] });

  expect(await run()).toMatchObject({ result: "SUCCESS", ran: ALL });
  expect(await left()).toEqual({ state: ["first", "second"], locked: [], tags: [DEPLOYED] });
});

test("a revert after an apply that was aborted takes back what was made, though it is as what was deployed before", async () => {
  await merge({ first: {} });
  expect(await run()).toMatchObject({ result: "SUCCESS" });
  const deployed = await real(origin, "git", "rev-parse", `${DEPLOYED}^{commit}`);
  const { resources, abort } = slow("second");
  await merge(resources);
  expect(await run({ abort })).toMatchObject({ result: "ABORTED", stage: "Apply dev" });
  expect(await left()).toEqual({ state: ["first", "second tainted"], locked: [], tags: [APPLYING, DEPLOYED] });
  expect(await real(origin, "git", "rev-parse", `${DEPLOYED}^{commit}`)).toBe(deployed);

  await real(folder, "git", "revert", "--no-edit", "HEAD");
  await real(folder, "git", "push", "--quiet", "origin", "HEAD:main");
  // This one is aborted, too, once its mark is pushed, which is one step.
  const isMarked = async () => (await real(origin, "git", "rev-parse", `${DEPLOYED}^{commit}`)) !== deployed;
  const reverted = await run({ abort: { during: "mark-deployed.ts", when: isMarked } });
  expect([reverted.result, reverted.ran.slice(-3)]).toEqual(["ABORTED", ["mark-deployed aborted", ...TOLD]]);
  expect(await left()).toEqual({ state: ["first"], locked: [], tags: [DEPLOYED] });
  expect(await real(origin, "git", "rev-parse", `${DEPLOYED}^{commit}`)).toBe(
    await real(origin, "git", "rev-parse", "main"),
  );

  const { result, ran } = await run();
  expect([result, ran]).toEqual(["SUCCESS", [...VERIFY, ...TOLD]]);
});

test("the root that waits for another is planned by the next run, which starts whatever becomes of the rest of this one", async () => {
  await merge({ one: {}, addons: { two: {} } });
  const { result, started } = await run({ abort: { during: "smoke-test.ts", when: () => true } });
  expect([result, started]).toEqual(["ABORTED", ["/lms"]]);
  expect(await left()).toEqual({ state: ["one"], locked: [], tags: [DEPLOYED] });
});
