import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure, Interrupted } from "../../../scripts/failure";
import { findExecutable, run } from "../../../scripts/process";
import { groovyJar } from "../../../scripts/tools";

/** Mistake of a file that is no Groovy. */
export interface SyntaxMistake {
  readonly line: number;
  readonly text: string;
}

/** Answer of Groovy's own parser: the mistakes by file, or why it could not be asked. */
export type Parsed =
  | { readonly mistakes: ReadonlyMap<string, readonly SyntaxMistake[]> }
  | { readonly missing: string };

/** Parses each file as Jenkins would, without looking for what it names; a line a mistake: file, line and words. */
const PARSE = `
import org.codehaus.groovy.control.*
args.each { path ->
  def unit = new CompilationUnit()
  unit.addSource(new File(path))
  try { unit.compile(Phases.CONVERSION) }
  catch (MultipleCompilationErrorsException e) {
    e.errorCollector.errors.each { println([path, it.cause.line, it.cause.message.readLines().first()].join('\\t')) }
  }
}`;

/** Asks Groovy 2.4, on the Java of JAVA_HOME or PATH. */
export async function groovyMistakes(
  files: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Parsed> {
  const java = findJava(env);
  if (java === undefined) return { missing: "got no Java; install Java 8 or newer, or set JAVA_HOME" };
  let jar: string;
  try {
    jar = await groovyJar(env, signal);
  } catch (error) {
    if (!(error instanceof Failure) || error instanceof Interrupted) throw error;
    return { missing: `got no Groovy: ${error.message}` };
  }
  const args = ["-cp", jar, "groovy.ui.GroovyMain", "-e", PARSE, ...files];
  const { exitCode, stdout, stderr } = await run({ command: java, args, env, signal });
  if (exitCode !== 0) return { missing: `got a Java that ends with ${exitCode}: ${stderr.trim().split("\n")[0]}` };
  const mistakes = new Map<string, SyntaxMistake[]>();
  for (const told of stdout.split("\n").filter((line) => line !== "")) {
    const [file = "", line = "", text = ""] = told.split("\t");
    const known = mistakes.get(file) ?? [];
    mistakes.set(file, [...known, { line: Number(line), text: text.replace(/ @ line \d+, column \d+\.$/, "") }]);
  }
  return { mistakes };
}

function findJava(env: NodeJS.ProcessEnv): string | undefined {
  const home = env.JAVA_HOME && join(env.JAVA_HOME, "bin", "java");
  return home && existsSync(home) ? home : findExecutable("java", env);
}
