import { expect, test } from "vitest";
import { withEnvironments, writtenFor } from "../../ci/scripts/jenkinsfiles/environments";

const PIPELINE = `pipeline {
  // all environments, from stages/choices.groovy
  // end
  stages {
    // the first environment, from stages/first.groovy
    stage('Apply an older one') {}
    // end
    // each later environment, from stages/later.groovy and stages/first.groovy
    // end
    stage('Last') {}
  }
}
`;

const STAGES: Readonly<Record<string, string>> = {
  "stages/choices.groovy": "choice(choices: [<environments>])\n",
  "stages/first.groovy": "stage('Apply <environment>') {\n  steps { applyRoot() }\n}\n",
  "stages/later.groovy": "stage('Approve <environment>') {\n\n  script { env.NAMED_<ENVIRONMENT> = '' }\n}\n",
};

const written = (names: readonly string[]) => withEnvironments(PIPELINE, names, (file) => STAGES[file] ?? "");

test("the first environment of a pipeline is applied, and each later one approved", () => {
  expect(written(["dev", "qa2", "prod"])).toBe(`pipeline {
  // all environments, from stages/choices.groovy
  choice(choices: ['dev', 'qa2', 'prod'])
  // end
  stages {
    // the first environment, from stages/first.groovy
    stage('Apply dev') {
      steps { applyRoot() }
    }
    // end
    // each later environment, from stages/later.groovy and stages/first.groovy
    stage('Approve qa2') {

      script { env.NAMED_QA2 = '' }
    }
    stage('Apply qa2') {
      steps { applyRoot() }
    }
    stage('Approve prod') {

      script { env.NAMED_PROD = '' }
    }
    stage('Apply prod') {
      steps { applyRoot() }
    }
    // end
    stage('Last') {}
  }
}
`);
});

test("an environment that goes takes its stages along, and nothing else", () => {
  expect(withEnvironments(written(["dev", "prod"]), ["dev"], (file) => STAGES[file] ?? "")).toBe(written(["dev"]));
  expect(written(["dev"])).not.toContain("Approve");
});

test("what is written down of a pipeline is expanded in the order of the environments", () => {
  const entries = [
    { stage: "Lint" },
    { of: "the first environment", stages: [{ stage: "Apply <environment>" }] },
    {
      of: "each later environment",
      stages: [
        { stage: "Approve <environment>" },
        { stage: "Apply <environment>", options: ["lock('lms-<environment>')"] },
      ],
    },
  ] as const;
  expect(writtenFor({ "a.Jenkinsfile": entries }, ["dev", "qa", "prod"])).toEqual({
    "a.Jenkinsfile": [
      { stage: "Lint" },
      { stage: "Apply dev" },
      { stage: "Approve qa" },
      { stage: "Apply qa", options: ["lock('lms-qa')"] },
      { stage: "Approve prod" },
      { stage: "Apply prod", options: ["lock('lms-prod')"] },
    ],
  });
});
