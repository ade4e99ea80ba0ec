import { inside, type Problem } from "./calls";
import type { Call } from "./groovy";

/** Directives of a declarative pipeline and of a stage: each once, and of its contents one alone. */
const DIRECTIVES = {
  pipeline: ["agent", "options", "parameters", "environment", "post", "stages"],
  stage: ["agent", "when", "options", "environment", "input", "post", "steps", "stages", "parallel"],
} as const;
const CONTENTS: readonly string[] = ["steps", "stages", "parallel"];
const STATEMENTS: readonly string[] = ["=", "if", "return"];

/** Problems of directives where Jenkins refuses them, which the outline does not show. */
export function directiveProblems(block: Call): Problem[] {
  const known: readonly string[] = DIRECTIVES[block.name === "pipeline" ? "pipeline" : "stage"];
  const conditions = inside(block, "post");
  const stages = block.inner.filter(({ name }) => CONTENTS.slice(1).includes(name)).flatMap(({ inner }) => inner);
  const contents = [...new Set(block.inner.map(({ name }) => name).filter((name) => CONTENTS.includes(name)))];
  return [
    ...block.inner
      .filter(({ name }) => !known.includes(name))
      .map(({ name, line }): Problem => [line, `${block.name} must have ${known.join(", ")} alone, got ${name}`]),
    ...[...repeated(block.inner), ...repeated(conditions)].map(
      ({ name, line }): Problem => [line, `${block.name} must have ${name} once, got another; put them together`],
    ),
    ...repeatedNames(inside(block, "environment")),
    ...(contents.length === 1
      ? []
      : [
          [
            block.line,
            `${block.name} must have one of ${CONTENTS.join(", ")}, got ${contents.join(", ") || "none"}`,
          ] as const,
        ]),
    ...scriptless([...inside(block, "steps"), ...conditions]),
    ...stages
      .filter(({ name }) => name !== "stage")
      .map(({ name, line }): Problem => [line, `stages must have stages alone, got ${name}`]),
    ...stages.filter(({ name }) => name === "stage").flatMap(directiveProblems),
  ];
}

/** Statements that Jenkins takes in a `script` alone. */
function scriptless(calls: readonly Call[]): Problem[] {
  return calls.flatMap(({ name, line, source, inner }): Problem[] => {
    if (name === "script") return [];
    return STATEMENTS.includes(name)
      ? [[line, `steps must be calls, got ${source}; put it into script { }`]]
      : scriptless(inner);
  });
}

/** Calls whose name an earlier one has. */
function repeated(calls: readonly Call[]): readonly Call[] {
  return calls.filter(({ name }, index) => calls.slice(0, index).some((earlier) => earlier.name === name));
}

/** Variables that an `environment` sets again, and what else is in it. */
function repeatedNames(entries: readonly Call[]): Problem[] {
  return entries.flatMap(({ name, line, values, source }, index): Problem[] => {
    const variable = values[0]?.text;
    if (name !== "=" || !/^\w+ = /.test(source))
      return [[line, `environment must have NAME = value alone, got ${source}`]];
    return entries.slice(0, index).some((earlier) => earlier.values[0]?.text === variable)
      ? [[line, `environment must set ${variable} once, got another; take one out`]]
      : [];
  });
}
