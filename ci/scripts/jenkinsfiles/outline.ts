import { inside, pipelineOf } from "./calls";
import type { Call, GroovyFile } from "./groovy";

/** Everything about a stage, about the pipeline itself, or about a shared step, that decides what it does; all in the order of the file. */
export interface StageOutline {
  /**
   * Titles of the stages that it is in and its own, such as `Plan / Plan dev`; `pipeline` for the pipeline itself, and of a shared
   * step how it is called, such as `call(String role, Closure body)`.
   */
  readonly stage: string;
  readonly library?: readonly string[];
  /** Of a pipeline that a shared step has, how that is called. */
  readonly step?: string;
  readonly agent?: readonly string[];
  readonly when?: readonly string[];
  readonly options?: readonly string[];
  readonly parameters?: readonly string[];
  readonly environment?: readonly string[];
  readonly input?: readonly string[];
  /** Steps, each with those around it: `withRole('dev/planner') > sh plan.ts ...`. */
  readonly steps?: readonly string[];
  readonly post?: readonly string[];
  /** `parallel` where its stages run at the same time. */
  readonly stages?: string;
}

/** The outline of a pipeline, stage by stage, or of a shared step. */
export function outlineOf(file: GroovyFile): readonly StageOutline[] {
  const pipeline = pipelineOf(file);
  const [called = ""] = file.heads.map((head) => head.replace(/^def /, ""));
  if (pipeline === undefined) return [{ stage: called, steps: steps(file.calls, "") }];
  const head = called.startsWith("@") ? { library: file.heads } : called === "" ? {} : { step: called };
  return outlines(pipeline, []).map((one, index) => (index === 0 ? { ...one, ...head } : one));
}

function outlines(block: Call, above: readonly string[]): readonly StageOutline[] {
  const title = block.name === "stage" ? [...above, block.values[0]?.text ?? ""] : above;
  const sources = (directive: string) => inside(block, directive).map(({ source }) => source);
  const words = (directive: string) =>
    block.inner.filter(({ name }) => name === directive).flatMap(({ values }) => values.map(({ text }) => text));
  const own: Record<string, unknown> = {
    stage: title.join(" / ") || "pipeline",
    agent: [...words("agent"), ...sources("agent")],
    when: sources("when"),
    options: sources("options"),
    parameters: sources("parameters"),
    environment: sources("environment"),
    input: sources("input"),
    steps: steps(inside(block, "steps"), ""),
    post: inside(block, "post").flatMap(({ name, inner }) => steps(inner, `${name} > `)),
    stages: block.inner.some(({ name }) => name === "parallel") ? "parallel" : undefined,
  };
  const filled = Object.entries(own).filter(
    ([, value]) => value !== undefined && Object.keys(value as object).length > 0,
  );
  const below = stagesOf(block);
  return [Object.fromEntries(filled) as unknown as StageOutline, ...below.flatMap((stage) => outlines(stage, title))];
}

/** The stages directly in a pipeline or a stage. */
export function stagesOf(block: Call): readonly Call[] {
  return ["stages", "parallel"].flatMap((name) => inside(block, name)).filter(({ name }) => name === "stage");
}

/** Steps that only group others. */
const GROUPS: readonly string[] = ["script", "trim"];

/** Calls in the arguments of a step, which the step itself shows. */
const ARGUMENTS: readonly string[] = [
  ...["file", "sshUserPrivateKey", "libraryResource", "kubernetesAgent", "nonresumable", "scmGit"],
  ...["tokenize", "replace"],
];

function steps(calls: readonly Call[], around: string): readonly string[] {
  return calls.flatMap((call) => {
    const { name, source, inner, values, named } = call;
    const within = inner.filter((one) => !ARGUMENTS.includes(one.name));
    if (name === "sh") return [`${around}${shellText(call)}`];
    if (ARGUMENTS.includes(name)) return [];
    if (GROUPS.includes(name)) return steps(inner, around);
    if (name === "=") return [`${around}${assignmentText(call)}`];
    if (name === "if") {
      const [then, other] = [false, true].map((isElse) => within.filter((one) => (one.name === "else") === isElse));
      const condition = `${around}if ${values[0]?.text} `;
      return [...steps(then ?? [], `${condition}> `), ...steps(other?.[0]?.inner ?? [], `${condition}else > `)];
    }
    return within.length > 0 && named.script === undefined
      ? steps(within, `${around}${source.replace(/ \{ .*/, "")} > `)
      : [`${around}${source}`];
  });
}

/** A shell step: its text, and what else is asked of it. */
function shellText({ values, named }: Call): string {
  const more = Object.entries(named).filter(([key]) => key !== "script");
  const options = more.map(([key, { text }]) => ` (${key}: ${text})`).join("");
  return `sh${options} ${(values[0] ?? named.script)?.text ?? ""}`;
}

/** What a variable is set to: what a shell step prints without the space around it, or any other value. */
function assignmentText({ values: [field], inner, source }: Call): string {
  const [trim] = inner;
  const [shell] = trim?.name === "trim" ? trim.inner : [];
  return shell?.name === "sh" ? `${field?.text} = ${shellText(shell)}` : source;
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
      .map((key) => ({ stage: one.stage, text: `${one.stage}: ${key} ${difference(one[key], other[key])}` }));
  });
}

/** How a value differs from what it must be; of two lists only the part that is not alike, and what comes before it. */
function difference(wanted: unknown, got: unknown): string {
  const text = (value: unknown) => JSON.stringify(value) ?? "nothing";
  if (!Array.isArray(wanted) || !Array.isArray(got)) return `must be ${text(wanted)}, got ${text(got)}`;
  const head = alike(wanted, got);
  const [one = [], other = []] = [wanted, got].map((list) => list.slice(head));
  const tail = alike(one.toReversed(), other.toReversed());
  const [must, is] = [one, other].map((list) => text(list.slice(0, list.length - tail)));
  return `${head === 0 ? "" : `after ${text(wanted[head - 1])} `}must be ${must}, got ${is}`;
}

/** How many values at the beginning of two lists are alike. */
function alike(one: readonly unknown[], other: readonly unknown[]): number {
  const different = one.findIndex((value, index) => value !== other[index]);
  return different < 0 ? Math.min(one.length, other.length) : different;
}
