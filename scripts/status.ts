import { parseArgs } from "node:util";
import { ENVIRONMENTS, type Environment } from "../environments";
import { rootPrefixOf, standbyOf } from "../environments/standby";
import { Failure, runProgram } from "./failure";
import { type AwsCli, findAwsCli } from "./status/aws-cli";
import { questionsOf } from "./status/questions";
import { attention, type Line, reportText } from "./status/report";
import { deployedCommits, rootLines, statesCommand } from "./status/roots";
import { PROJECT } from "./synth";

const known = () => ENVIRONMENTS.map(({ name }) => name).join(", ");

const HELP = `npm run status -- <environment>

Tells how an environment does, with the AWS CLI and the credentials at hand, such as those of the role readonly: when each root
was applied last and from which commit, locks, versions near the end of their support, backups, certificates, raised alarms,
and the budget. What needs someone begins with "!". It changes nothing. What differs from the code, or was changed by hand,
tells npm run plan -- <root>.

  <environment>  one of ${known()}
  --help         this text

Exit code 0 when nothing needs attention, 2 when something does, 1 when nothing could be asked.`;

void runProgram(async (signal) => {
  const environment = readArguments(process.argv.slice(2));
  if (environment === undefined) {
    console.log(HELP);
    return;
  }
  const lines = await statusOf(environment, findAwsCli(process.env, signal), signal);
  console.log(reportText(lines));
  if (lines.some((line) => line.attention)) process.exitCode = 2;
});

/** The environment to tell of; undefined when only the help is wanted. */
function readArguments(args: readonly string[]): Environment | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) {
    throw new Failure(`status: must name one environment, got ${positionals.length}; choose from ${known()}`);
  }
  const environment = ENVIRONMENTS.find((candidate) => candidate.name === name);
  if (environment !== undefined) return environment;
  throw new Failure(`status: must name a known environment, got ${JSON.stringify(name)}; choose from ${known()}`);
}

function parse(args: readonly string[]) {
  try {
    const options = { help: { type: "boolean", default: false } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Failure(`status: ${(error as Error).message}; see --help`);
  }
}

async function statusOf(environment: Environment, cli: AwsCli, signal: AbortSignal): Promise<readonly Line[]> {
  const now = new Date();
  const { name, account, region } = environment;
  const who = await cli.ask(region, "sts", "get-caller-identity");
  if ("refused" in who) {
    throw new Failure(`status: must have credentials for account ${account}, got ${who.refused}; log in to it`);
  }
  const { Account } = who.value as { Account?: string };
  if (Account !== account) {
    throw new Failure(`status: must have credentials for account ${account} of ${name}, got ${Account}; log in to it`);
  }
  const standby = standbyOf(environment);
  const places = [
    { of: environment, roots: [`state-${name}`, `${name}-platform`, `${name}-addons`] },
    // What stands by has its state in its own region.
    ...(standby === "none"
      ? []
      : [{ of: standby, roots: ["platform", "addons"].map((root) => `${rootPrefixOf(standby)}-${root}`) }]),
  ];
  const questions = questionsOf(environment, now);
  const [states, deployed, ...answers] = await Promise.all([
    Promise.all(places.map(({ of }) => cli.ask(of.region, ...statesCommand(of)))),
    deployedCommits(
      places.flatMap(({ roots }) => roots),
      PROJECT,
      process.env,
      signal,
    ),
    ...questions.map(({ region: where, command }) => cli.ask(where, ...command)),
  ]);
  return [
    ...places.flatMap(({ roots }, index) => rootLines(roots, states[index] ?? { refused: "" }, deployed, now)),
    ...questions.flatMap(({ of, lines }, index) => {
      const answer = answers[index];
      if (answer === undefined) return [];
      return "refused" in answer
        ? [attention(of, `not told: ${answer.refused}`)]
        : lines(answer.value as Readonly<Record<string, unknown>>, now);
    }),
  ];
}
