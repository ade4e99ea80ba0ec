import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { writtenFor } from "../../ci/scripts/jenkinsfiles/environments";
import { everyCall, parseGroovy } from "../../ci/scripts/jenkinsfiles/groovy";
import type { StageOutline } from "../../ci/scripts/jenkinsfiles/outline";
import { lint, RULES } from "../../ci/scripts/jenkinsfiles/rules";
import { STEPS } from "../../ci/scripts/jenkinsfiles/steps";
import { ENVIRONMENTS } from "../../environments";
import { groovyJar } from "../../scripts/tools";
import { temporaryFolder } from "../sandbox/support";
import { refused, runScript } from "./support";

const PIPELINE = `@Library('lms-pipeline') _

pipeline {
  agent none
  options { timeout(time: 1, unit: 'HOURS') }
  parameters {
    string(name: 'REVISION', defaultValue: 'main', description: 'What to build')
    choice(name: 'SCOPE', choices: ['changed', 'all'], description: 'What to plan')
  }
  stages {
    stage('Approve prod') {
      input {
        message 'Apply?'
        submitter 'lms-prod-approvers'
      }
      steps { echo 'Approved' }
    }
    stage('Apply prod') {
      when { branch 'main' }
      options { lock(resource: 'lms-prod') }
      environment { ENVIRONMENT = 'prod' }
      steps {
        applyRoot()
        sh 'node scripts/run.js ci/scripts/plan.ts --scope "$SCOPE"'
        withCredentials([file(credentialsId: 'x', variable: 'X_FILE')]) { sh 'make "$X_FILE"' }
      }
    }
  }
  post {
    success { notifySlack('success') }
    failure { notifySlack('failure') }
  }
}
`;

const LIBRARY = {
  applyRoot: `def call() {\n  sh 'node scripts/run.js ci/scripts/apply-reviewed.ts --environment "$ENVIRONMENT"'\n}\n`,
  notifySlack: "def call(String outcome) {\n  echo 'told'\n}\n",
};

const WRITTEN: readonly StageOutline[] = [
  {
    stage: "pipeline",
    library: ["@Library('lms-pipeline') _"],
    agent: ["none"],
    options: ["timeout(time: 1, unit: 'HOURS')"],
    parameters: [
      "string(name: 'REVISION', defaultValue: 'main', description: 'What to build')",
      "choice(name: 'SCOPE', choices: ['changed', 'all'], description: 'What to plan')",
    ],
    post: ["success > notifySlack('success')", "failure > notifySlack('failure')"],
  },
  {
    stage: "Approve prod",
    input: ["message 'Apply?'", "submitter 'lms-prod-approvers'"],
    steps: ["echo 'Approved'"],
  },
  {
    stage: "Apply prod",
    when: ["branch 'main'"],
    options: ["lock(resource: 'lms-prod')"],
    environment: ["ENVIRONMENT = 'prod'"],
    steps: [
      "applyRoot()",
      'sh node scripts/run.js ci/scripts/plan.ts --scope "$SCOPE"',
      "withCredentials([file(credentialsId: 'x', variable: 'X_FILE')]) > sh make \"$X_FILE\"",
    ],
  },
];

/** What the linter says of a pipeline: `<rule> <line>: <text>`. */
async function findings(source: string, path = "try.Jenkinsfile"): Promise<string[]> {
  const library = new Map(
    await Promise.all(
      Object.entries(LIBRARY).map(async ([name, text]) => [name, await parseGroovy(`${name}.groovy`, text)] as const),
    ),
  );
  const scripts = new Map([
    ["ci/scripts/plan.ts", ["scope"]],
    ["ci/scripts/apply-reviewed.ts", ["environment"]],
  ]);
  const found = lint(await parseGroovy(path, source), { library, scripts, written: { "try.Jenkinsfile": WRITTEN } });
  return found.map(({ rule, line, text }) => `${rule} ${line}: ${text}`);
}

test("a pipeline that keeps the rules has no finding", async () => {
  expect(await findings(PIPELINE)).toEqual([]);
});

const SHELL = "sh 'make \"$X_FILE\"'";
const BRANCH = "when { branch 'main' }";
const FILE = "file(credentialsId: 'x', variable: 'X_FILE')";
const notOneCall = (script: string) =>
  `sh must be one call, with "$NAME" for values, got ${JSON.stringify(script)}; put logic into a script`;
const notFixed = (script: string) =>
  `sh must have a fixed text in single quotes, got ${script}; pass values as variables`;

/** For each rule what in the pipeline is put for what, the line, and what the linter says of it. */
const BROKEN: Readonly<Record<string, readonly (readonly [was: string, is: string, line: number, text: string])[]>> = {
  syntax: [["agent none", "agent = = none", 4, "must be Groovy, got ="]],
  declarative: [
    ["pipeline {\n  agent", "node {\n  agent", 3, "must be one declarative pipeline, got node"],
    ["\n\npipeline", "\nname = 'x'\npipeline", 2, "must be one declarative pipeline, got =, pipeline"],
    ["\n\npipeline", "\ndef name = 'x'\npipeline", 2, "must be one declarative pipeline, got def, pipeline"],
    [
      BRANCH,
      "echo 'x'",
      19,
      "stage must have agent, when, options, environment, input, post, steps, stages, parallel alone, got echo",
    ],
    [
      "agent none",
      "agent none\n  input { message 'x' }",
      5,
      "pipeline must have agent, options, parameters, environment, post, stages alone, got input",
    ],
    [BRANCH, `${BRANCH}\n      ${BRANCH}`, 20, "stage must have when once, got another; put them together"],
    [
      "failure {",
      "success { echo 'x' }\n    failure {",
      31,
      "pipeline must have success once, got another; put them together",
    ],
    [
      "{ ENVIRONMENT = 'prod' }",
      "{\n ENVIRONMENT = 'dev'\n ENVIRONMENT = 'prod'\n}",
      23,
      "environment must set ENVIRONMENT once, got another; take one out",
    ],
    [
      "{ ENVIRONMENT = 'prod' }",
      "{ ENVIRONMENT += 'prod' }",
      21,
      "environment must have NAME = value alone, got ENVIRONMENT += 'prod'",
    ],
    [
      "steps { echo 'Approved' }",
      "steps { echo 'Approved' }\n      stages { }",
      11,
      "stage must have one of steps, stages, parallel, got steps, stages",
    ],
    ["      steps { echo 'Approved' }\n", "", 11, "stage must have one of steps, stages, parallel, got none"],
    ["  stages {\n", "  stages {\n    echo 'x'\n", 11, "stages must have stages alone, got echo"],
    ["applyRoot()", "env.SCOPE = 'all'", 23, "steps must be calls, got env.SCOPE = 'all'; put it into script { }"],
  ],
  heads: [
    [
      "\n\npipeline",
      "\nimport a.b.C\npipeline",
      1,
      "must have nothing but @Library and its pipeline got @Library('lms-pipeline') _; import a.b.C; Jenkins calls no other, so take the rest out",
    ],
  ],
  written: [
    [
      BRANCH,
      "",
      18,
      "Apply prod: when must be [\"branch 'main'\"], got nothing; correct it, or write the change down in ci/pipelines.yaml",
    ],
  ],
  shell: [
    [SHELL, "sh 'make $X_FILE'", 25, notOneCall("make $X_FILE")],
    [SHELL, "sh 'make | tee log'", 25, notOneCall("make | tee log")],
    [SHELL, "sh 'make && make install'", 25, notOneCall("make && make install")],
    [SHELL, "sh 'make > log'", 25, notOneCall("make > log")],
    [SHELL, "sh 'make \"$(date)\"'", 25, notOneCall('make "$(date)"')],
    [SHELL, `sh "make \${params.SCOPE}"`, 25, notFixed(`make \${params.SCOPE}`)],
    [SHELL, "sh(script: env.SCRIPT)", 25, notFixed("env.SCRIPT")],
    [SHELL, "sh('make', 'x')", 25, notFixed("make")],
  ],
  scripts: [
    ["plan.ts", "plam.ts", 24, "ci/scripts/plam.ts must be a script of ci/scripts, got no such script"],
    ["--scope", "--skope", 24, "ci/scripts/plan.ts must know --skope, got an option that it does not have"],
  ],
  steps: [["echo 'A", "ehco 'A", 16, "ehco must be a step of a declared plugin or of ci/vars, got neither"]],
  credentials: [
    [FILE, FILE.replace("file", "string"), 25, "withCredentials must bind files, got string"],
    [
      "'prod' }",
      "credentials('x') }",
      21,
      "ENVIRONMENT must not hold a credential, got credentials(); bind it as a file",
    ],
  ],
  parameters: [["$SCOPE", "$REVISION", 7, "REVISION must be a choice, got free text that a shell is given"]],
};

describe("the linter finds", () => {
  test.each(Object.entries(BROKEN).flatMap(([rule, cases]) => cases.map((each) => [rule, ...each] as const)))(
    "%s: %j as %j",
    async (rule, was, is, line, text) => {
      expect(PIPELINE).toContain(was);
      expect(await findings(PIPELINE.replace(was, is))).toContain(`${rule} ${line}: ${text}`);
    },
  );

  test("a mistake of every rule", () => {
    expect(RULES.map(({ name }) => name)).toEqual(Object.keys(BROKEN));
  });

  test("in a shared step what is no matter of a whole pipeline", async () => {
    expect(await findings("def call() {\n  sh 'a; b'\n  ehco 'x'\n}\n", "ci/vars/try.groovy")).toEqual([
      "written 1: must be written down in ci/pipelines.yaml, got no entry",
      'shell 2: sh must be one call, with "$NAME" for values, got "a; b"; put logic into a script',
      "steps 3: ehco must be a step of a declared plugin or of ci/vars, got neither",
    ]);
  });
});

test.each([
  ["def run() {\n}\n", "def run()"],
  ["@NonCPS\ndef call() {\n}\n", "@NonCPS def call()"],
  ["private def call() {\n}\n", "private def call()"],
  ["def call() {\n}\ndef other(String x) {\n}\n", "def call(); def other(String x)"],
  ["", "none"],
])("a shared step has one function that Jenkins calls: %j", async (source, got) => {
  expect(await findings(source, "ci/vars/try.groovy")).toContain(
    `heads 1: must have one function, def call(...), got ${got}; Jenkins calls no other, so take the rest out`,
  );
});

test("the pipelines of this project keep the rules", async () => {
  // Its first download is told on stderr.
  await groovyJar(process.env, new AbortController().signal);
  expect(await runScript("lint-jenkinsfiles", [])).toEqual({
    exitCode: 0,
    stdout: "12 files keep the rules\n",
    stderr: "",
  });
});

/** Mistakes in the pipelines that leave them valid. */
const PLANTED: readonly (readonly [what: string, file: string, was: string, is: string])[] = [
  [
    "prod without its approval",
    "vars/lmsService.groovy",
    "expression { env.STOPS.tokenize().contains('prod') }",
    "expression { env.STOPS.tokenize().contains('dev') }",
  ],
  [
    "an approval by others",
    "vars/lmsService.groovy",
    "submitter 'lms-prod-approvers'",
    "submitter 'lms-staging-approvers'",
  ],
  ["an approval by anyone", "infrastructure.Jenkinsfile", "submitter 'lms-prod-approvers'", ""],
  ["an approval without an input", "infrastructure.Jenkinsfile", "beforeInput true", ""],
  ["a plan by the deployer", "vars/planRoot.groovy", "/planner", "/deployer"],
  ["another role for an apply", "vars/applyRoot.groovy", "ENVIRONMENT}/deployer", "ENVIRONMENT}/planner"],
  ["a required option left out", "vars/applyRoot.groovy", ' --digest "$REVIEW_DIGEST"', ""],
  ["an apply before its digest is known", "vars/reviewPlans.groovy", "stash name: 'reviews'", "stash name: 'other'"],
  [
    "no judgement of the image's scan",
    "vars/lmsService.groovy",
    "sh 'node scripts/run.js ci/scripts/scan-findings.ts --report image-scan.json'",
    "",
  ],
  ["another report judged", "vars/lmsService.groovy", "--report source-scan.json", "--report image-scan.json"],
  [
    "no smoke test",
    "vars/deployService.groovy",
    'sh \'node scripts/run.js ci/scripts/smoke-test.ts --environment "$ENVIRONMENT" --suite "$SERVICE" --tag "$IMAGE_TAG"\'',
    "",
  ],
  ["a smoke test of no version", "vars/deployService.groovy", ' --suite "$SERVICE" --tag "$IMAGE_TAG"', ""],
  [
    "no wait for health",
    "vars/deployService.groovy",
    'sh \'node scripts/run.js ci/scripts/wait-for-argocd.ts --environment "$ENVIRONMENT" --service "$SERVICE" --tag "$IMAGE_TAG" --delivery "$DELIVERY"\'',
    "",
  ],
  ["a delivery of more than was approved", "vars/deployService.groovy", ' --approved "$PLATFORM_COMMIT"', ""],
  ["a way back to the new chart", "vars/rollBackService.groovy", ' --leaving "$DELIVERY"', ""],
  ["no bound of a stage", "vars/lmsService.groovy", "timeout(time: 2, unit: 'HOURS')", ""],
  [
    "time that counts the wait for a lock",
    "infrastructure.Jenkinsfile",
    "lock(resource: 'lms-dev')\n        timeout(time: 4, unit: 'HOURS')",
    "timeout(time: 4, unit: 'HOURS')\n        lock(resource: 'lms-dev')",
  ],
  [
    "the lock of another environment",
    "infrastructure.Jenkinsfile",
    "lock(resource: 'lms-prod')",
    "lock(resource: 'lms-dev')",
  ],
  [
    "a plan of another environment",
    "infrastructure.Jenkinsfile",
    "environment { ENVIRONMENT = 'prod' }",
    "environment { ENVIRONMENT = 'dev' }",
  ],
  ["an apply of any branch", "infrastructure.Jenkinsfile", "branch 'main'\n", ""],
  [
    "a deployment of any branch",
    "vars/lmsService.groovy",
    "          beforeAgent true\n          branch 'main'\n",
    "          beforeAgent true\n",
  ],
  ["a next run that nobody starts", "infrastructure.Jenkinsfile", "always { startNextRun() }", ""],
  ["a next run of any branch", "vars/startNextRun.groovy", "env.BRANCH_NAME == 'main' && ", ""],
  ["runs that never come to an end", "vars/startNextRun.groovy", "env.APPLIED && ", ""],
  ["an approval that no commit names", "vars/deployService.groovy", ' --approver "$APPROVER"', ""],
  ["no way back", "vars/lmsService.groovy", "always { rollBackService() }", ""],
  ["a message before the way back", "vars/lmsService.groovy", "always { rollB", "unsuccessful { rollB"],
  ["a deployment that nothing takes back", "vars/deployService.groovy", "env.DEPLOYING = env.ENVIRONMENT", ""],
  [
    "a deployment that is over before anyone has asked the site",
    "vars/deployService.groovy",
    "  sh 'node scripts/run.js ci/scripts/smoke-test.ts",
    "  env.DEPLOYING = 'nothing'\n  sh 'node scripts/run.js ci/scripts/smoke-test.ts",
  ],
  ["a way back that ends at once", "vars/rollBackService.groovy", "== 'nothing'", "!= 'nothing'"],
  ["a way back that waits for nothing", "vars/rollBackService.groovy", "(env.PREVIOUS_TAG)", "(!env.PREVIOUS_TAG)"],
  [
    "a Slack that fails builds",
    "vars/notifySlack.groovy",
    "catchError(buildResult: 'SUCCESS', stageResult: 'UNSTABLE')",
    "script",
  ],
  ["packages of no lock file", "vars/prepareWorkspace.groovy", "npm ci", "npm install"],
  [
    "another commit of this project on each agent",
    "vars/prepareWorkspace.groovy",
    "env.PLATFORM_COMMIT = sh(script: 'git rev-parse HEAD', returnStdout: true).trim()",
    "",
  ],
  ["an output that nobody reads", "vars/reviewPlans.groovy", "verdict.txt', returnStdout: true", "verdict.txt'"],
  [
    "an output with the end of its line",
    "vars/reviewPlans.groovy",
    "returnStdout: true).trim()",
    "returnStdout: true)",
  ],
  [
    "an output as another variable",
    "vars/lmsService.groovy",
    "env.STOPS = sh(script: 'node scripts/run.js ci/scripts/release.ts",
    "env.STOP = sh(script: 'node scripts/run.js ci/scripts/release.ts",
  ],
  ["another profile", "vars/withRole.groovy", "AWS_PROFILE=lms-", "AWS_PROFILE=other-"],
  ["a body before its role", "vars/withRole.groovy", "    sh 'node", "    body()\n    sh 'node"],
  [
    "a library that nobody has reviewed",
    "infrastructure.Jenkinsfile",
    "@Library('lms-pipeline')",
    "@Library('lms-pipeline@mine')",
  ],
  ["another agent for all", "infrastructure.Jenkinsfile", "agent none", "agent any"],
  ["another default of a parameter", "vars/lmsService.groovy", "choices: ['off', 'on']", "choices: ['on', 'off']"],
  ["an approval that nobody keeps", "infrastructure.Jenkinsfile", `env.NAMED_PROD = "$\{NAMED}"`, ""],
  ["an approval that no tag names", "vars/applyRoot.groovy", ' --approver "$APPROVER"', ""],
  ["an apply that names another approver", "infrastructure.Jenkinsfile", "APPROVER_PROD}", "APPROVER_STAGING}"],
  ["approvals that Slack does not tell", "vars/notifySlack.groovy", `$\{env.APPROVALS ?: ''}`, ""],
  ["more time for an agent", "vars/onAgent.groovy", "timeout(time: 1,", "timeout(time: 9,"],
  [
    "a failure that is caught",
    "vars/applyRoot.groovy",
    "  sh 'node scripts/run.js ci/scripts/smoke-test.ts --environment \"$ENVIRONMENT\"'",
    "  try { sh 'node scripts/run.js ci/scripts/smoke-test.ts --environment \"$ENVIRONMENT\"' } catch (error) { echo 'down' }",
  ],
  ["a way back on the agent that was lost", "vars/rollBackService.groovy", "onAgent('deploy')", "script"],
  [
    "the deployer's pod for a plan",
    "infrastructure.Jenkinsfile",
    "resources/agents/tools.yaml",
    "resources/agents/deploy.yaml",
  ],
  ["a push before the scan", "vars/lmsService.groovy", "stage('Image scan')", "stage('Push it')"],
  [
    "an image that another build finds before it is signed",
    "vars/lmsService.groovy",
    'options { lock(resource: "lms-image-',
    '// options { lock(resource: "lms-image-',
  ],
  [
    "stages that no longer wait for each other",
    "infrastructure.Jenkinsfile",
    "HOURS') }\n      stages {",
    "HOURS') }\n      parallel {",
  ],
  ["plans one after the other", "infrastructure.Jenkinsfile", "parallel {", "stages {"],
  [
    "a name that Groovy fills in no more",
    "infrastructure.Jenkinsfile",
    `NAMED = "$\{env.NAMED_PROD}"`,
    `NAMED = '$\{env.NAMED_PROD}'`,
  ],
  [
    "a pipeline that is called otherwise",
    "vars/lmsService.groovy",
    "def call(String service)",
    "def call(Map service)",
  ],
  [
    "a variable of one's own",
    "vars/applyRoot.groovy",
    "prepareWorkspace()",
    "ENVIRONMENT = 'prod'\n  prepareWorkspace()",
  ],
  ["more than one run at a time", "infrastructure.Jenkinsfile", "disableConcurrentBuilds()", ""],
  ["no word of a failure", "infrastructure.Jenkinsfile", "failure { onAgent('tools') { notifySlack('failure') } }", ""],
];

test("a mistake that leaves a pipeline valid is found, whatever it is", async () => {
  const names = ENVIRONMENTS.map(({ name }) => name);
  const written = writtenFor(parse(readFileSync("ci/pipelines.yaml", "utf8")), names);
  const texts = new Map(
    ["infrastructure.Jenkinsfile", ...readdirSync("ci/vars").map((name) => `vars/${name}`)].map((file) => [
      file,
      readFileSync(join("ci", file), "utf8"),
    ]),
  );
  const found = async (changed: string, text: string) => {
    const files = await Promise.all(
      [...texts].map(
        async ([file, source]) => [file, await parseGroovy(file, file === changed ? text : source)] as const,
      ),
    );
    const library = new Map(files.map(([file, parsed]) => [basename(file, ".groovy"), parsed]));
    const surroundings = { library, scripts: new Map<string, readonly string[]>(), written };
    return files
      .flatMap(([, file]) => lint(file, surroundings))
      .filter(({ rule }) => rule === "written" || rule === "syntax");
  };
  expect(await found("", "")).toEqual([]);
  const missed: string[] = [];
  for (const [what, file, was, is] of PLANTED) {
    const text = texts.get(file) ?? "";
    expect([what, text.includes(was)]).toEqual([what, true]);
    if ((await found(file, text.replace(was, is))).length === 0) missed.push(what);
  }
  expect(missed).toEqual([]);
});

test("a mistake ends the linter with its file and line", async () => {
  const folder = temporaryFolder();
  cpSync("ci", folder, { recursive: true });
  const file = join(folder, "vars", "prepareWorkspace.groovy");
  writeFileSync(file, readFileSync(file, "utf8").replace("npm ci", "npm ci; npm"));
  expect(await runScript("lint-jenkinsfiles", ["--folder", folder])).toEqual(
    refused(
      `${file}:1: written: call(): steps after "if (env.SERVICE) else > checkout scm" must be ["sh npm ci --no-progress"], got ["sh npm ci; npm --no-progress"]; correct it, or write the change down in ci/pipelines.yaml\n` +
        `${file}:15: shell: sh must be one call, with "$NAME" for values, got "npm ci; npm --no-progress"; put logic into a script`,
    ),
  );
});

test.each([
  [
    "infrastructure.Jenkinsfile: [null]",
    'must write the pipelines down, stage by stage, got {"infrastructure.Jenkinsfile":[null]}; restore it',
  ],
  ["a: &x [", "must be YAML, got "],
])("what is written down must be stages: %j", async (text, problem) => {
  const folder = temporaryFolder();
  cpSync("ci", folder, { recursive: true });
  writeFileSync(join(folder, "pipelines.yaml"), text);
  const { exitCode, stderr } = await runScript("lint-jenkinsfiles", ["--folder", folder]);
  expect([exitCode, stderr.slice(0, folder.length + 17 + problem.length)]).toEqual([
    1,
    `${folder}/pipelines.yaml: ${problem}`,
  ]);
});

test("a pipeline that is written down and is not there ends the linter", async () => {
  const folder = temporaryFolder();
  cpSync("ci", folder, { recursive: true });
  rmSync(join(folder, "infrastructure.Jenkinsfile"));
  expect(await runScript("lint-jenkinsfiles", ["--folder", folder])).toEqual(
    refused(
      `${join(folder, "infrastructure.Jenkinsfile")}: must be there, as ${join(folder, "pipelines.yaml")} writes it down, got no file; restore it, or take it out there`,
    ),
  );
});

test("a stage of an environment that is not what ci/stages gives ends the linter", async () => {
  const folder = temporaryFolder();
  cpSync("ci", folder, { recursive: true });
  const file = join(folder, "stages", "apply.groovy");
  writeFileSync(file, readFileSync(file, "utf8").replace("HOURS", "DAYS"));
  const names = ENVIRONMENTS.map(({ name }) => name).join(", ");
  expect(await runScript("lint-jenkinsfiles", ["--folder", folder])).toEqual(
    refused(
      `${join(folder, "infrastructure.Jenkinsfile")}: must have what ci/stages gives for ${names}, got others; run npm run pipelines`,
    ),
  );
});

test("each declared step is used, and each plugin is named in the README", async () => {
  const files = [
    ...readdirSync("ci").flatMap((name) => (name.endsWith(".Jenkinsfile") ? [join("ci", name)] : [])),
    ...readdirSync("ci/vars").map((name) => join("ci", "vars", name)),
  ];
  const used = new Set<string>();
  for (const file of files) {
    const { calls } = await parseGroovy(file, readFileSync(file, "utf8"));
    for (const { name } of everyCall(calls)) used.add(name);
  }
  expect(
    Object.values(STEPS)
      .flat()
      .filter((name) => !used.has(name)),
  ).toEqual([]);
  const readme = readFileSync("ci/README.md", "utf8");
  expect(Object.keys(STEPS).filter((plugin) => plugin !== "groovy" && !readme.includes(`\`${plugin}\``))).toEqual([]);
});
