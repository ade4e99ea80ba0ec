import { inside, pipelineOf, type Surroundings } from "./calls";
import { type Call, everyCall, type GroovyFile } from "./groovy";

/** Everything about a stage, or about the pipeline itself, that decides what it does; all in the order of the file. */
export interface StageOutline {
  /** Titles of the stages that it is in and its own, such as `Plan / Plan dev`; `pipeline` for the pipeline itself. */
  readonly stage: string;
  readonly agent?: readonly string[];
  readonly when?: readonly string[];
  readonly options?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: readonly string[];
  /** Steps, each with those around it: `withRole('dev/planner') > sh plan.ts ...`. Shared steps stand for what they do. */
  readonly steps?: readonly string[];
  readonly post?: readonly string[];
}

type Library = Surroundings["library"];

/** The outline of a pipeline, stage by stage. */
export function outlineOf(file: GroovyFile, { library }: Surroundings): readonly StageOutline[] {
  const pipeline = pipelineOf(file);
  return pipeline === undefined ? [] : outlines(pipeline, [], library);
}

function outlines(block: Call, above: readonly string[], library: Library): readonly StageOutline[] {
  const title = block.name === "stage" ? [...above, block.values[0]?.text ?? ""] : above;
  const sources = (directive: string) => inside(block, directive).map(({ source }) => source);
  const own: Record<string, unknown> = {
    stage: title.join(" / ") || "pipeline",
    agent: sources("agent"),
    when: sources("when"),
    options: sources("options"),
    environment: Object.fromEntries(
      Object.entries(block.inner.find(({ name }) => name === "environment")?.assigned ?? {}).map(([key, { text }]) => [
        key,
        text,
      ]),
    ),
    input: sources("input"),
    steps: steps(inside(block, "steps"), "", library),
    post: inside(block, "post").flatMap(({ name, inner }) => steps(inner, `${name} > `, library)),
  };
  const filled = Object.entries(own).filter(
    ([, value]) => value !== undefined && Object.keys(value as object).length > 0,
  );
  const below = block.inner
    .filter(({ name }) => name === "stages" || name === "parallel")
    .flatMap(({ inner }) => inner);
  return [
    Object.fromEntries(filled) as unknown as StageOutline,
    ...below.filter(({ name }) => name === "stage").flatMap((stage) => outlines(stage, title, library)),
  ];
}

/** Steps that are there for what they do and not for the steps in them. */
const LEAVES: readonly string[] = ["sh", "notifySlack", "prepareWorkspace"];

/** Steps that only group others. */
const GROUPS: readonly string[] = ["script", "trim"];

/** Credentials, which the step around them shows. */
const BINDINGS: readonly string[] = ["file", "sshUserPrivateKey"];

function steps(calls: readonly Call[], around: string, library: Library): readonly string[] {
  return calls.flatMap((call) => {
    const { name, source, inner, values, named } = call;
    if (name === "sh") return [`${around}sh ${(values[0] ?? named.script)?.text ?? ""}`];
    if (BINDINGS.includes(name)) return [];
    if (LEAVES.includes(name)) return [`${around}${source}`];
    if (GROUPS.includes(name)) return steps(inner, around, library);
    const step = library.get(name);
    const within = everyCall(inner).some((one) => LEAVES.includes(one.name) || library.has(one.name));
    const opening = source.replace(/ \{ .*/, "");
    if (step === undefined) return within ? steps(inner, `${around}${opening} > `, library) : [`${around}${source}`];
    // What a step such as withRole does around its block is checked where the step is.
    if (within) return steps(inner, `${around}${opening} > `, library);
    return steps(step.calls, around, library);
  });
}

/**
 * Where a pipeline differs from what is written down of it.
 */
export function differences(
  wanted: readonly StageOutline[],
  got: readonly StageOutline[],
): readonly { readonly stage: string; readonly text: string }[] {
  const order = (outline: readonly StageOutline[]) => outline.map(({ stage }) => stage).join(", ");
  if (order(wanted) !== order(got)) {
    return [{ stage: "pipeline", text: `the stages must be ${order(wanted)}, got ${order(got)}` }];
  }
  return wanted.flatMap((one, index) => {
    const other = got[index] as StageOutline;
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])] as (keyof StageOutline)[];
    return keys
      .filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]))
      .map((key) => ({
        stage: one.stage,
        text: `${one.stage}: ${key} must be ${JSON.stringify(one[key]) ?? "nothing"}, got ${JSON.stringify(other[key]) ?? "nothing"}`,
      }));
  });
}
