import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { everyCall, parseGroovy } from "../../ci/scripts/jenkinsfiles/groovy";
import { lint, RULES } from "../../ci/scripts/jenkinsfiles/rules";
import { STEPS } from "../../ci/scripts/jenkinsfiles/steps";
import { temporaryFolder } from "../sandbox/support";
import { refused, runScript } from "./support";

const PIPELINE = `@Library('lms-pipeline') _

pipeline {
  agent none
  options {
    timeout(time: 1, unit: 'HOURS')
    disableConcurrentBuilds()
  }
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
    unsuccessful { notifySlack('failure') }
  }
}
`;

const LIBRARY = {
  applyRoot: `def call() {\n  sh 'node scripts/run.js ci/scripts/apply-reviewed.ts --environment "$ENVIRONMENT"'\n}\n`,
  deployService: `def call() {\n  sh 'node scripts/run.js ci/scripts/set-image.ts --environment "$ENVIRONMENT"'\n}\n`,
  rollBackService: "def call() {\n  sh 'node scripts/run.js ci/scripts/revert-image.ts'\n}\n",
  notifySlack: "def call(String outcome) {\n  echo 'told'\n}\n",
};

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
    ["ci/scripts/set-image.ts", ["environment"]],
    ["ci/scripts/revert-image.ts", []],
  ]);
  const found = lint(await parseGroovy(path, source), { library, scripts });
  return found.map(({ rule, line, text }) => `${rule} ${line}: ${text}`);
}

test("a pipeline that keeps the rules has no finding", async () => {
  expect(await findings(PIPELINE)).toEqual([]);
});

test("a stage that deploys may take that back", async () => {
  const deploying = PIPELINE.replace("applyRoot()", "deployService()").replace(
    "      steps {\n        deploy",
    "      post { unsuccessful { rollBackService() } }\n      steps {\n        deploy",
  );
  expect(deploying).toContain("rollBackService()");
  expect(await findings(deploying)).toEqual([]);
});

const SHELL = "sh 'make \"$X_FILE\"'";
const BRANCH = "when { branch 'main' }";
const LOCK = "options { lock(resource: 'lms-prod') }";
const ENVIRONMENT = "environment { ENVIRONMENT = 'prod' }";
const FILE = "file(credentialsId: 'x', variable: 'X_FILE')";
const FAILURE = "unsuccessful { notifySlack('failure') }";
const notOneCall = (script: string) =>
  `sh must be one call, with "$NAME" for values, got ${JSON.stringify(script)}; put logic into a script`;
const notFixed = (script: string) =>
  `sh must have a fixed text in single quotes, got ${script}; pass values as variables`;

/** For each rule what in the pipeline is put for what, the line, and what the linter says of it. */
const BROKEN: Readonly<Record<string, readonly (readonly [was: string, is: string, line: number, text: string])[]>> = {
  syntax: [
    ["steps { echo 'Approved' }", "steps { echo 'Approved }", 19, "must be Groovy, got a quote ' without its end"],
    ["steps { echo 'Approved' }", "steps { echo 'Approved' )", 19, "must be Groovy, got ) for the { of line 19"],
    ["steps { echo 'Approved' }", "steps { echo 'Approved'", 3, "must be Groovy, got { without its end"],
    ["steps { echo 'Approved' }", "steps { echo 'Approved' }}}}}", 19, "must be Groovy, got } without its beginning"],
    ["agent none", "agent none; tools {}", 4, "must be Groovy, got a semicolon; give each statement a line of its own"],
    ["agent none", "agent = = none", 4, "must be Groovy, got ="],
  ],
  declarative: [["pipeline {\n  agent", "node {\n  agent", 3, "must be one declarative pipeline, got node"]],
  bounds: [
    ["timeout(time: 1, unit: 'HOURS')", "", 1, "options must have timeout, got disableConcurrentBuilds"],
    ["    disableConcurrentBuilds()\n", "", 1, "options must have disableConcurrentBuilds, got timeout"],
  ],
  locks: [
    [LOCK, LOCK.replace("prod", "dev"), 21, "stage Apply prod must hold the lock lms-prod, got lms-dev"],
    [LOCK, "", 21, "stage Apply prod must hold the lock lms-prod, got none"],
    [ENVIRONMENT, "", 21, "stage Apply prod must set ENVIRONMENT, got a step that uses it without"],
  ],
  approvals: [
    ["submitter", "ok", 15, "input must name the group that may approve as its submitter, got none"],
    ["Approve prod", "Approve it", 21, "stage Apply prod must follow a stage Approve prod with an input, got none"],
  ],
  branches: [
    [BRANCH, "", 21, "stage Apply prod must apply when branch 'main', got any branch"],
    [BRANCH, "when { branch 'next' }", 21, "stage Apply prod must apply when branch 'main', got next"],
  ],
  rollbacks: [
    [
      "applyRoot()",
      "deployService()",
      21,
      "stage Apply prod must run revert-image.ts in post unsuccessful, got no such call",
    ],
  ],
  shell: [
    [SHELL, "sh 'make $X_FILE'", 28, notOneCall("make $X_FILE")],
    [SHELL, "sh 'make | tee log'", 28, notOneCall("make | tee log")],
    [SHELL, "sh 'make && make install'", 28, notOneCall("make && make install")],
    [SHELL, "sh 'make > log'", 28, notOneCall("make > log")],
    [SHELL, "sh 'make \"$(date)\"'", 28, notOneCall('make "$(date)"')],
    [SHELL, `sh "make \${params.SCOPE}"`, 28, notFixed(`make \${params.SCOPE}`)],
    [SHELL, "sh(script: env.SCRIPT)", 28, notFixed("env.SCRIPT")],
  ],
  scripts: [
    ["plan.ts", "plam.ts", 27, "ci/scripts/plam.ts must be a script of ci/scripts, got no such script"],
    ["--scope", "--skope", 27, "ci/scripts/plan.ts must know --skope, got an option that it does not have"],
  ],
  steps: [["echo 'A", "ehco 'A", 19, "ehco must be a step of a declared plugin or of ci/vars, got neither"]],
  credentials: [
    [FILE, FILE.replace("file", "string"), 28, "withCredentials must bind files, got string"],
    [
      "'prod' }",
      "credentials('x') }",
      24,
      "ENVIRONMENT must not hold a credential, got credentials(); bind it as a file",
    ],
  ],
  parameters: [["$SCOPE", "$REVISION", 10, "REVISION must be a choice, got free text that a shell is given"]],
  notifications: [
    ["notifySlack('success')", "echo 'done'", 1, "post must call notifySlack for success, got no such call"],
    [FAILURE, "", 1, "post must call notifySlack for failure or unsuccessful, got no such call"],
  ],
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
      'shell 2: sh must be one call, with "$NAME" for values, got "a; b"; put logic into a script',
      "steps 3: ehco must be a step of a declared plugin or of ci/vars, got neither",
    ]);
  });
});

test("the pipelines of this project keep the rules", { timeout: 60_000 }, async () => {
  expect(await runScript("lint-jenkinsfiles", [])).toEqual({
    exitCode: 0,
    stdout: "2 pipelines and 9 steps keep the rules\n",
    stderr: "",
  });
});

test("a mistake ends the linter with its file and line", { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  cpSync("ci", folder, { recursive: true });
  const file = join(folder, "vars", "prepareWorkspace.groovy");
  writeFileSync(file, readFileSync(file, "utf8").replace("npm ci", "npm ci; npm"));
  expect(await runScript("lint-jenkinsfiles", ["--folder", folder])).toEqual(
    refused(
      `${file}:4: shell: sh must be one call, with "$NAME" for values, got "npm ci; npm --no-progress"; put logic into a script`,
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
