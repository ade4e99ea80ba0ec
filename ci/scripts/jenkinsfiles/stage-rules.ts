import { inside, type Problem, type Surroundings, shellCalls } from "./calls";
import { type Call, everyCall, type GroovyFile } from "./groovy";

/** Environments whose deployments someone has to approve. */
const GATED: readonly string[] = ["staging", "prod"];

/** Scripts that change an environment. */
const CHANGING: readonly string[] = ["apply-reviewed", "set-image"];

/** Every stage of a pipeline, also those in stages. */
export function stagesOf({ calls }: GroovyFile): readonly Call[] {
  return everyCall(calls).filter(({ name }) => name === "stage");
}

/** The environment that a stage works on, by its `environment { ENVIRONMENT = 'dev' }`. */
function environmentOf(stage: Call): string | undefined {
  return stage.inner.find(({ name }) => name === "environment")?.assigned.ENVIRONMENT?.text;
}

/** A stage that works on an environment holds that one's lock. */
export function lockProblems(stage: Call, surroundings: Surroundings): Problem[] {
  const title = stage.values[0]?.text;
  const environment = environmentOf(stage);
  const uses = shellCalls(own(stage), surroundings.library).some(({ script }) => script.includes("$ENVIRONMENT"));
  if (environment === undefined) {
    return uses ? [[stage.line, `stage ${title} must set ENVIRONMENT, got a step that uses it without`]] : [];
  }
  const lock = inside(stage, "options").find(({ name }) => name === "lock");
  const held = (lock?.named.resource ?? lock?.values[0])?.text;
  if (held === `lms-${environment}`) return [];
  return [[stage.line, `stage ${title} must hold the lock lms-${environment}, got ${held ?? "none"}`]];
}

/** A stage that changes staging or prod comes right after the one in which a named group approves that. */
export function approvalProblems(file: GroovyFile, { library }: Surroundings): Problem[] {
  const anonymous = everyCall(file.calls)
    .filter(({ name }) => name === "input")
    .filter((input) => input.inner.every(({ name, values }) => name !== "submitter" || !values[0]?.text))
    .map(({ line }): Problem => [line, "input must name the group that may approve as its submitter, got none"]);
  const stages = stagesOf(file);
  const ungated = stages.filter((stage, index) => {
    const environment = environmentOf(stage) ?? "";
    const changes = CHANGING.some((name) => runs(stage.inner, name, library));
    const before = stages[index - 1];
    const approved =
      before?.values[0]?.text === `Approve ${environment}` && before.inner.some(({ name }) => name === "input");
    return changes && GATED.includes(environment) && !approved;
  });
  return [
    ...anonymous,
    ...ungated.map(
      (stage): Problem => [
        stage.line,
        `stage ${stage.values[0]?.text} must follow a stage Approve ${environmentOf(stage)} with an input, got none`,
      ],
    ),
  ];
}

/** A branch that is not merged can plan, and applies nothing. */
export function branchProblems(stage: Call, { library }: Surroundings): Problem[] {
  const branch = inside(stage, "when").find(({ name }) => name === "branch")?.values[0]?.text;
  if (branch === "main" || !runs(own(stage), "apply-reviewed", library)) return [];
  return [[stage.line, `stage ${stage.values[0]?.text} must apply when branch 'main', got ${branch ?? "any branch"}`]];
}

/** A stage that deploys takes that back when it does not succeed. */
export function rollbackProblems(stage: Call, { library }: Surroundings): Problem[] {
  const back = inside(stage, "post").filter(({ name }) => name === "unsuccessful");
  if (!runs(own(stage), "set-image", library) || runs(back, "revert-image", library)) return [];
  return [
    [stage.line, `stage ${stage.values[0]?.text} must run revert-image.ts in post unsuccessful, got no such call`],
  ];
}

/** Contents of a stage itself, without the stages in it. */
function own(stage: Call): readonly Call[] {
  return stage.inner.filter(({ name }) => !["stages", "parallel"].includes(name));
}

/** Tells whether calls, or the shared steps that they make, run a script of `ci/scripts`. */
function runs(calls: readonly Call[], name: string, library: Surroundings["library"]): boolean {
  return shellCalls(calls, library).some(({ script }) => script.includes(`ci/scripts/${name}.ts`));
}
