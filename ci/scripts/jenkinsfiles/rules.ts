import { inside, type Problem, pipelineOf, type Surroundings, shellCalls } from "./calls";
import { directiveProblems } from "./directives";
import { type Call, everyCall, type GroovyFile } from "./groovy";
import { differences, outlineOf } from "./outline";
import { STEPS } from "./steps";

/** A mistake in a file. */
export interface Finding {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

interface Rule {
  readonly name: string;
  /** `pipeline` for Jenkinsfiles alone, `all` for the steps of the library, too. */
  readonly of: "pipeline" | "all";
  readonly check: (file: GroovyFile, surroundings: Surroundings) => readonly Problem[];
}

/** The rules of the pipelines. */
export const RULES: readonly Rule[] = [
  {
    name: "syntax",
    of: "all",
    check: ({ syntaxErrors }) => syntaxErrors.map(({ line, text }) => [line, `must be Groovy, got ${text}`]),
  },
  {
    name: "declarative",
    of: "pipeline",
    check: ({ calls }) => {
      const [pipeline] = calls;
      return calls.length === 1 && pipeline?.name === "pipeline"
        ? directiveProblems(pipeline)
        : [[pipeline?.line ?? 1, `must be one declarative pipeline, got ${calls.map(({ name }) => name).join(", ")}`]];
    },
  },
  {
    name: "heads",
    of: "all",
    check: ({ path, heads }) => {
      const isStep = path.endsWith(".groovy");
      const [first = ""] = heads;
      if (heads.length < 2 && (isStep ? first.startsWith("def call(") : first === "" || first.startsWith("@Library(")))
        return [];
      const rule = isStep ? "have one function, def call(...)," : "have nothing but @Library and its pipeline";
      return [[1, `must ${rule} got ${heads.join("; ") || "none"}; Jenkins calls no other, so take the rest out`]];
    },
  },
  {
    name: "written",
    of: "all",
    check: (file, surroundings) => {
      const wanted = Object.entries(surroundings.written).find(([path]) => file.path.endsWith(path))?.[1];
      if (wanted === undefined) return [[1, "must be written down in ci/pipelines.yaml, got no entry"]];
      const lines = new Map(
        everyCall(file.calls).map(({ name, values, line }) => [name === "stage" ? values[0]?.text : "", line]),
      );
      return differences(wanted, outlineOf(file)).map(({ stage, text }): Problem => {
        const title = stage.slice(stage.lastIndexOf(" / ") + 1).replace(/^\/ /, "");
        return [lines.get(title) ?? 1, `${text}; correct it, or write the change down in ci/pipelines.yaml`];
      });
    },
  },
  {
    name: "shell",
    of: "all",
    check: (file) =>
      shellCalls(file.calls).flatMap(({ line, script, fixed }): Problem[] => {
        if (!fixed)
          return [[line, `sh must have a fixed text in single quotes, got ${script}; pass values as variables`]];
        if (isOneCall(script)) return [];
        return [
          [
            line,
            `sh must be one call, with "$NAME" for values, got ${JSON.stringify(script)}; put logic into a script`,
          ],
        ];
      }),
  },
  { name: "scripts", of: "all", check: (file, surroundings) => scriptProblems(file, surroundings) },
  {
    name: "steps",
    of: "all",
    check: ({ calls }, { library }) => {
      const known = new Set([...Object.values(STEPS).flat(), ...library.keys()]);
      return everyCall(calls)
        .filter(({ name }) => !known.has(name))
        .map(
          ({ name, line }) => [line, `${name} must be a step of a declared plugin or of ci/vars, got neither`] as const,
        );
    },
  },
  { name: "credentials", of: "all", check: ({ calls }) => credentialProblems(calls) },
  {
    name: "parameters",
    of: "pipeline",
    check: (file) => {
      const strings = inside(pipelineOf(file), "parameters").filter(
        ({ name }) => name !== "choice" && name !== "booleanParam",
      );
      const scripts = shellCalls(file.calls).map(({ script }) => script);
      return strings
        .filter(({ named }) => scripts.some((script) => new RegExp(`\\$${named.name?.text}\\b`).test(script)))
        .map(
          ({ line, named }) =>
            [line, `${named.name?.text} must be a choice, got free text that a shell is given`] as const,
        );
    },
  },
];

/** Checks a file by all rules that are for its kind; one that does not parse by its syntax alone. */
export function lint(file: GroovyFile, surroundings: Surroundings): readonly Finding[] {
  const isPipeline = file.path.endsWith("Jenkinsfile") || pipelineOf(file) !== undefined;
  const parses = file.syntaxErrors.length === 0;
  return RULES.filter(({ name, of }) => (isPipeline || of === "all") && (parses || name === "syntax")).flatMap(
    ({ name, check }) => check(file, surroundings).map(([line, text]) => ({ rule: name, path: file.path, line, text })),
  );
}

/** Tells whether a shell has nothing to do but to start a program: values are quoted variables. */
function isOneCall(script: string): boolean {
  const bare = script.replace(/"[^"]*"/g, "");
  return !/[|&;<>$\n]/.test(bare) && !/`|\$[({]/.test(script);
}

function scriptProblems(file: GroovyFile, { scripts }: Surroundings): Problem[] {
  return shellCalls(file.calls).flatMap(({ line, script }): Problem[] => {
    const [, path] = /\bnode scripts\/run\.js (\S+)/.exec(script) ?? [];
    if (path === undefined) return [];
    const options = scripts.get(path);
    if (options === undefined) return [[line, `${path} must be a script of ci/scripts, got no such script`]];
    const used = [...script.matchAll(/\s--([a-z-]+)/g)].map(([, option]) => option ?? "");
    return used
      .filter((option) => !options.includes(option))
      .map((option): Problem => [line, `${path} must know --${option}, got an option that it does not have`]);
  });
}

/** Secrets come as files: a variable that holds one is printed by any step that shows its environment. */
function credentialProblems(calls: readonly Call[]): Problem[] {
  const all = everyCall(calls);
  const bindings = all
    .filter(({ name }) => name === "withCredentials")
    .flatMap(({ inner, values }) => inner.filter(({ name }) => values[0]?.text.includes(`${name}(`)));
  return [
    ...bindings
      .filter(({ name, named }) => !(name === "file" || (name === "sshUserPrivateKey" && !named.passphraseVariable)))
      .map(({ name, line }): Problem => [line, `withCredentials must bind files, got ${name}`]),
    ...all
      .flatMap(({ line, assigned }) => Object.entries(assigned).map(([name, { text }]) => ({ line, name, text })))
      .filter(({ text }) => /\bcredentials\(/.test(text))
      .map(
        ({ line, name }): Problem => [line, `${name} must not hold a credential, got credentials(); bind it as a file`],
      ),
  ];
}
