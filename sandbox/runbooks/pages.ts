import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../scripts/synth";

/** Shell code of a page of docs/. */
export interface Snippet {
  /** Such as `runbooks.md`. */
  readonly page: string;
  /** The heading above it, empty before the first. */
  readonly section: string;
  readonly line: number;
  readonly code: string;
  /** A block is meant to be run as it stands; a command within a sentence may leave out what is known. */
  readonly kind: "block" | "sentence";
  /** Whether the section has it under **Look**, and not under **Do**. */
  readonly looks: boolean;
}

const BLOCK = /^( *)```sh\n([\s\S]*?)^ *```$/gm;
const SENTENCE = /`((?:aws|kubectl) [^`]+)`/g;
const HEADING = /^##+ (.*)$/gm;
const STEP = /^\*\*(Look|Do|Escalate)\*\*/gm;
/** What a reader puts in, such as `<the ARN>`. */
const PLACEHOLDER = /<([a-zA-Z][^<>\n]*(?:\n[^<>\n]*)?)>/g;
const VARIABLE = /\$\{?([A-Z_]+)\b/g;

/** The shell code of all pages, in the order of the pages and of their lines. */
export function readSnippets(): Snippet[] {
  const folder = join(PROJECT, "docs");
  const pages = readdirSync(folder).filter((page) => page.endsWith(".md"));
  return pages.flatMap((page) => snippetsOf(page, readFileSync(join(folder, page), "utf8")));
}

/** The shell code of a page in Markdown. What a reader puts in, such as `<the ARN>`, becomes a variable: `${the_ARN}`. */
export function snippetsOf(page: string, markdown: string): Snippet[] {
  const prose = markdown.replace(BLOCK, (block) => block.replace(/[^\n]/g, " "));
  const last = (pattern: RegExp, index: number) => [...prose.slice(0, index).matchAll(pattern)].at(-1);
  const snippet = (index: number, code: string, kind: Snippet["kind"]): Snippet => {
    const heading = last(HEADING, index);
    const step = last(STEP, index);
    return {
      page,
      section: heading?.[1] ?? "",
      line: markdown.slice(0, index).split("\n").length,
      code: code.replace(PLACEHOLDER, (_, words: string) => `\${${words.replace(/\W+/g, "_")}}`),
      kind,
      looks: step?.[1] === "Look" && step.index > (heading?.index ?? 0),
    };
  };
  return [
    ...[...markdown.matchAll(BLOCK)].map(({ index, 2: code = "" }) => snippet(index, code, "block")),
    ...[...prose.matchAll(SENTENCE)].map(({ index, 1: code = "" }) =>
      snippet(index, code.replace(/\n\s*/g, " "), "sentence"),
    ),
  ].sort((one, other) => one.line - other.line);
}

/** What a reader has to know before a snippet is run: the variables that it uses and does not set. */
export function unknownsOf({ code }: Pick<Snippet, "code">): readonly string[] {
  const names = [...code.matchAll(VARIABLE), ...code.matchAll(/\$\{(\w+)\}/g)].map(([, name = ""]) => name);
  const isSet = (name: string) => new RegExp(`(^|[\\s;(])${name}=`, "m").test(code);
  return [...new Set(names)].filter((name) => !isSet(name));
}
