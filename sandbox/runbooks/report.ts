import type { Call } from "./recorder";
import { SILENT, type SnippetResult } from "./run";

/** The results as a table in Markdown: a row for each snippet. */
export function resultsTable(results: readonly SnippetResult[]): string {
  const rows = results.map((result) => {
    const { page, line, section } = result.snippet;
    return `| ${[`${page}:${line}`, section, commandsOf(result), result.person ?? "", wordOf(result)].join(" | ")} |`;
  });
  return ["| Where | Section | Commands | As | Result |", "| --- | --- | --- | --- | --- |", ...rows, ""].join("\n");
}

/** A result in one line. */
export function resultLine(result: SnippetResult): string {
  const { page, line, section } = result.snippet;
  return [`${page}:${line}`.padEnd(25), section.padEnd(24), (result.person ?? "").padEnd(8), wordOf(result)].join("  ");
}

/** What failed, a line for each snippet; none when all went well. */
export function failuresOf(results: readonly SnippetResult[]): readonly string[] {
  return results
    .filter(({ person, problem }) => person !== undefined && problem !== "")
    .map(({ snippet: { page, line, section }, person, problem, calls }) => {
      const failed = calls.filter(({ exitCode }) => exitCode !== 0).map(({ words }) => words.join(" "));
      return `docs/${page}:${line} (${section}) as ${person}: ${[...failed, problem].join("\n  ")}`;
    });
}

/** The results in a few words. */
export function resultsText(results: readonly SnippetResult[]): string {
  const count = (who: SnippetResult["person"]) => results.filter(({ person }) => person === who).length;
  return `${results.length} snippets of docs/: ${count("readonly")} as who may look, ${count("admin")} as an administrator, ${count(undefined)} not run`;
}

/** What stood in for something else. */
export function standInText(results: readonly SnippetResult[], majorVersion: number): string {
  const cli = majorVersion === 1 ? "version 1 of the AWS CLI, without `logs tail` and --cli-binary-format" : "";
  return [recordedText(results), cli].filter((text) => text !== "").join("; ");
}

/** The programs whose commands were only recorded, since they have nothing to talk to; empty when there were none. */
export function recordedText(results: readonly SnippetResult[]): string {
  const recorded = SILENT.filter((program) =>
    results.some(({ calls }) => calls.some(({ words }) => words[0] === program)),
  );
  return recorded.length === 0 ? "" : `only recorded: ${recorded.join(", ")}`;
}

function wordOf({ person, problem, calls }: SnippetResult): string {
  if (person === undefined) return `not run: ${problem}`;
  if (problem !== "") return "failed";
  return calls.every(({ words: [program = ""] }) => SILENT.includes(program)) ? "recorded" : "done";
}

function commandsOf({ calls, snippet }: SnippetResult): string {
  const names = calls.map(({ words }: Call) => words.slice(0, words[0] === "aws" ? 3 : 2).join(" "));
  return [...new Set(names)].map((name) => `\`${name}\``).join(", ") || `\`${snippet.code.slice(0, 60)}\``;
}
