import { type Call, everyCall, type GroovyFile } from "./groovy";
import type { StageOutline } from "./outline";

/** Problem of a line. */
export type Problem = readonly [line: number, text: string];

/** Stages of the pipelines, and what the shared steps do, as `ci/pipelines.yaml` writes them down, by their paths. */
export type WrittenPipelines = Readonly<Record<string, readonly StageOutline[]>>;

/** Facts that the pipelines are checked against. */
export interface Surroundings {
  /** The steps of the shared library, `ci/vars/<name>.groovy`, by name. */
  readonly library: ReadonlyMap<string, GroovyFile>;
  /** The options of each script that `node scripts/run.js` may run, by its path. */
  readonly scripts: ReadonlyMap<string, readonly string[]>;
  readonly written: WrittenPipelines;
}

/** The declarative pipeline of a file. */
export function pipelineOf({ calls }: GroovyFile): Call | undefined {
  return calls.find(({ name }) => name === "pipeline");
}

/** Contents of a directive of a block, such as the calls in its `options`. */
export function inside(block: Call | undefined, directive: string): readonly Call[] {
  return block?.inner.filter(({ name }) => name === directive).flatMap(({ inner }) => inner) ?? [];
}

/** The shell calls among calls. */
export function shellCalls(calls: readonly Call[]) {
  return everyCall(calls)
    .filter(({ name }) => name === "sh")
    .map(({ line, values, named }) => {
      const script = values[0] ?? named.script;
      return { line, script: script?.text ?? "", fixed: script?.fixed === true && values.length < 2 };
    });
}
