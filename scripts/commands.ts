import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure";
import { runPage } from "./generated-page";
import { run } from "./process";
import { PROJECT } from "./synth";

/** Commands that are the project's own: `node scripts/run.js <file> [arguments]`. */
const OWN = /^node (scripts\/run\.js .*)$/;
/** How a help begins. */
const USAGE = /^(npm run|node scripts\/run\.js) /;
const AT_ONCE = 4;

runPage({
  file: "docs/commands.md",
  command: "npm run commands",
  about: "Writes docs/commands.md: the commands of package.json, with what each says of itself by --help.",
  write: async (signal) => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const own = Object.entries(scripts).flatMap(([name, script]) => {
      const [, args] = OWN.exec(script) ?? [];
      return args === undefined ? [] : [[name, args.split(" ")] as const];
    });
    own.sort(([one], [other]) => one.localeCompare(other, "en"));
    const sections: string[] = [];
    for (let at = 0; at < own.length; at += AT_ONCE) {
      const some = own.slice(at, at + AT_ONCE).map(([name, args]) => sectionOf(name, args, signal));
      sections.push(...(await Promise.all(some)));
    }
    return [HEAD, ...sections].join("\n");
  },
});

const HEAD = `# Commands

What \`npm run\` has, written by \`npm run commands\` from what each says of itself. Beside them \`npm test\` checks everything, \`npm run
checks\` what takes seconds of it, \`npm run lint\` and \`npm run typecheck\` style and types alone; \`npm run format\` formats;
\`npx cdktf deploy\` and \`terraform\` work on the roots.
A command exits with 0 when all went well and with 1 otherwise, 130 after Ctrl-C, where it says nothing else.
`;

/** @throws Failure when a command has no help */
async function sectionOf(name: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  const { exitCode, stdout, stderr } = await run({
    command: process.execPath,
    args: [...args, "--help"],
    cwd: PROJECT,
    env: { ...process.env, NO_COLOR: "1" },
    signal,
    graceMs: 0,
  });
  const help = stdout.trimEnd();
  if (exitCode === 0 && USAGE.test(help)) return `## ${name}\n\n\`\`\`text\n${help}\n\`\`\`\n`;
  throw new Failure(`npm run ${name} -- --help: must print its usage, got exit code ${exitCode}:\n${stdout}${stderr}`);
}
