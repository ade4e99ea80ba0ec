import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ENVIRONMENTS, type Environment } from "../environments";
import { shared } from "../environments/shared";
import { placesOf, rootPrefixOf, type Standby } from "../environments/standby";
import { contractFile, contractText, parseContract } from "./contract/contract-file";
import { deployedOutputs } from "./contract/deployed-outputs";
import { keptFacts, platformContract } from "./contract/platform-contract";
import { isUnapplied, type Outputs, type PlatformFacts, platformFacts } from "./contract/platform-facts";
import { Failure, runProgram } from "./failure";
import { PROJECT } from "./synth";
import { Terraform } from "./terraform";

const PLACES = placesOf(ENVIRONMENTS);
const KNOWN = PLACES.map(rootPrefixOf).join(", ");

const HELP = `npm run contract -- <environment> [--offline | --outputs <file>] [--out <file>]

Writes gitops/platform/<environment>.yaml, what the charts in gitops/ know of the environment's platform: names from its
definition, and addresses that only AWS knows from the outputs of <environment>-platform. It needs credentials that may
read the environment's state, such as the planner's. Run it after the platform was applied, and commit what has changed.
<environment>-recovery is where the application stands by.

  <environment>      one of ${KNOWN}
  --offline          keeps the addresses that the file holds, for a change of the code alone; needs no credentials. What was
                     never applied gets an address that leads nowhere
  --outputs <file>   what \`terraform output -json\` printed, instead of reading the state; - is stdin
  --out <file>       where to write, instead of gitops/platform/<environment>.yaml; - is stdout
  --help             this text`;

void runProgram(async (signal) => {
  const wanted = readArguments(process.argv.slice(2));
  if (wanted === undefined) {
    console.log(HELP);
    return;
  }
  const { environment, out } = wanted;
  const facts = wanted.offline ? offlineFacts(environment) : await factsOfOutputs(wanted, signal);
  const contract = platformContract(environment, shared, facts);
  const name = rootPrefixOf(environment);
  write(contractText(name, contract), out ?? contractFile(name));
  if (isUnapplied(contract)) {
    console.error(
      `${name}: what was never applied has no address yet; once ${name}-platform is, run npm run contract -- ${name}`,
    );
  }
});

interface Arguments {
  readonly environment: Environment | Standby;
  readonly offline: boolean;
  readonly outputs: string | undefined;
  readonly out: string | undefined;
}

/** Arguments of the command; undefined when only the help is wanted. */
function readArguments(args: readonly string[]): Arguments | undefined {
  const { values, positionals } = parse(args);
  const { help, ...options } = values;
  if (help) return undefined;
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) {
    throw new Failure(`contract: must name one environment, got ${positionals.length}; choose from ${KNOWN}`);
  }
  const environment = PLACES.find((place) => rootPrefixOf(place) === name);
  if (environment === undefined) {
    throw new Failure(`contract: must name a known environment, got ${JSON.stringify(name)}; choose from ${KNOWN}`);
  }
  if (options.offline && options.outputs !== undefined) {
    throw new Failure("contract: must have one source, got --offline and --outputs; leave one out");
  }
  return { environment, offline: options.offline, outputs: options.outputs, out: options.out };
}

function parse(args: readonly string[]) {
  const file = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { outputs: file, out: file, offline: flag, help: flag },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Failure(`contract: ${(error as Error).message}; see --help`);
  }
}

/** The addresses that the environment's contract has; one that was never applied has no contract yet. */
function offlineFacts(environment: Environment | Standby): PlatformFacts {
  const file = contractFile(rootPrefixOf(environment));
  if (!existsSync(resolve(PROJECT, file))) return keptFacts(environment, undefined);
  try {
    return keptFacts(environment, parseContract(readFileSync(resolve(PROJECT, file), "utf8")));
  } catch (error) {
    throw new Failure(`${file}: must hold a contract to keep, got ${(error as Error).message}; leave out --offline`);
  }
}

async function factsOfOutputs({ environment, outputs }: Arguments, signal: AbortSignal): Promise<PlatformFacts> {
  const root = `${rootPrefixOf(environment)}-platform`;
  const found = platformFacts(
    environment,
    outputs === undefined
      ? await deployedOutputs(await Terraform.find(process.env, signal), environment, root)
      : readOutputs(outputs),
  );
  if ("facts" in found) return found.facts;
  throw new Failure(
    `${root}: the outputs must tell all that the contract holds; apply the root, or give the outputs of this ` +
      `environment:\n${found.problems.map((problem) => `  - ${problem}`).join("\n")}`,
  );
}

function readOutputs(file: string): Outputs {
  try {
    const outputs: unknown = JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8"));
    if (typeof outputs === "object" && outputs !== null && !Array.isArray(outputs)) return outputs as Outputs;
    throw new Error(JSON.stringify(outputs).slice(0, 100));
  } catch (error) {
    throw new Failure(
      `contract: ${file} must hold what \`terraform output -json\` prints, got ${(error as Error).message}; write it anew`,
    );
  }
}

function write(text: string, out: string): void {
  if (out === "-") {
    process.stdout.write(text);
    return;
  }
  const file = resolve(PROJECT, out);
  const same = existsSync(file) && readFileSync(file, "utf8") === text;
  if (!same) writeFileSync(file, text);
  console.log(`${out}: ${same ? "nothing to change" : "written; commit it"}`);
}
