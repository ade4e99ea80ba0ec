import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Failure, runProgram } from "./failure";
import { PROJECT } from "./synth";

/** The lines that what is written stands between. */
export interface Block {
  readonly begin: string;
  readonly end: string;
}

/** A page that a command writes, or a part of one, so that it says what the code says. */
export interface GeneratedPage {
  /** Path below the project's folder, such as `docs/alerts.md`. */
  readonly file: string;
  /** The command that writes it, such as `npm run alerts`. */
  readonly command: string;
  /** What it writes, and from what, for `--help`. */
  readonly about: string;
  /** Where on the page; the whole of it by default. */
  readonly block?: Block;
  readonly write: (signal: AbortSignal) => string | Promise<string>;
}

/** Runs the command of a page: it writes the page, or with `--check` compares it. */
export function runPage({ file, command, about, block, write }: GeneratedPage): void {
  void runProgram(async (signal) => {
    const { help, check } = parse(command, process.argv.slice(2));
    if (help) {
      console.log(helpText(command, about));
      return;
    }
    const path = join(PROJECT, file);
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const after = block === undefined ? await write(signal) : withBlock(file, before, block, await write(signal));
    if (!check) {
      writeFileSync(path, after);
      console.log(`wrote ${file}`);
    } else if (after !== before) {
      throw new Failure(`${file}: must be what the code says, got an older page; run: ${command}`);
    }
  });
}

/** The page with another text in a block of it. @throws Failure when the lines that it stands between are missing */
export function withBlock(file: string, page: string, { begin, end }: Block, text: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Failure(`${file}: must have ${begin} before ${end}, got a page without; take them from Git`);
  }
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}

function helpText(command: string, about: string): string {
  return `${command} [-- --check]

${about}

  --check   writes nothing, and exits with 1 when the page is not that of the code
  --help    this text`;
}

function parse(command: string, args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { help: flag, check: flag } }).values;
  } catch (error) {
    throw new Failure(`${command}: ${(error as Error).message}; see --help`);
  }
}
