/** Where a file is no Groovy, and what stands there. */
export interface SyntaxMistake {
  readonly line: number;
  readonly text: string;
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
/** Comments, strings in triple quotes and in single ones, a quote without its end, brackets, semicolons and line ends. */
const TOKENS =
  /\/\/.*|\/\*[\s\S]*?\*\/|'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|['"]|[()[\]{};]|\n/g;

/**
 * The quotes and brackets of Groovy that do not match, after which the grammar can only say that the file as a whole is
 * wrong; and semicolons, which it lets pass.
 */
export function delimiterErrors(source: string): readonly SyntaxMistake[] {
  const open: { bracket: string; line: number }[] = [];
  let line = 1;
  for (const [token] of source.matchAll(TOKENS)) {
    if (token === "'" || token === '"') return [{ line, text: `a quote ${token} without its end` }];
    // Declarative pipelines know none. https://www.jenkins.io/doc/book/pipeline/syntax/#declarative-pipeline
    if (token === ";") return [{ line, text: "a semicolon; give each statement a line of its own" }];
    if (token in CLOSING) open.push({ bracket: token, line });
    if (/^[)\]}]$/.test(token)) {
      const last = open.pop();
      if (last === undefined) return [{ line, text: `${token} without its beginning` }];
      if (CLOSING[last.bracket] !== token)
        return [{ line, text: `${token} for the ${last.bracket} of line ${last.line}` }];
    }
    line += token.split("\n").length - 1;
  }
  return open.map((left) => ({ line: left.line, text: `${left.bracket} without its end` }));
}
