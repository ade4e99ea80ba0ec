import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ENVIRONMENTS, type Environment } from "../environments";
import { shared } from "../environments/shared";
import { contractFile, contractText } from "./contract/contract-file";
import { deployedOutputs } from "./contract/deployed-outputs";
import { platformContract } from "./contract/platform-contract";
import { type Outputs, platformFacts } from "./contract/platform-facts";
import { Failure, runProgram } from "./failure";
import { PROJECT } from "./synth";
import { Terraform } from "./terraform";

const HELP = `npm run contract -- <environment> [--outputs <file>] [--out <file>]

Writes gitops/platform/<environment>.yaml, what the charts in gitops/ know of the environment's platform: names from its
definition, and addresses that only AWS knows from the outputs of <environment>-platform. It needs credentials that may
read the environment's state, such as the planner's. Run it after the platform was applied, and commit what has changed.

  <environment>      one of ${ENVIRONMENTS.map(({ name }) => name).join(", ")}
  --outputs <file>   what \`terraform output -json\` printed, instead of reading the state; - is stdin
  --out <file>       where to write, instead of gitops/platform/<environment>.yaml; - is stdout
  --help             this text`;

void runProgram(async (signal) => {
  const { environment, outputsFile, out } = readArguments(process.argv.slice(2));
  if (environment === undefined) {
    console.log(HELP);
    return;
  }
  const root = `${environment.name}-platform`;
  const outputs =
    outputsFile === undefined
      ? await deployedOutputs(await Terraform.find(process.env, signal), environment, root)
      : readOutputs(outputsFile);
  const found = platformFacts(environment, outputs);
  if ("problems" in found) {
    throw new Failure(
      `${root}: the outputs must tell all that the contract holds; apply the root, or give the outputs of this ` +
        `environment:\n${found.problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
  }
  write(contractText(platformContract(environment, shared, found.facts)), out ?? contractFile(environment.name));
});

interface Arguments {
  /** Undefined when only the help is wanted. */
  readonly environment?: Environment;
  readonly outputsFile: string | undefined;
  readonly out: string | undefined;
}

function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const files = { outputsFile: values.outputs, out: values.out };
  if (values.help) return files;
  const known = ENVIRONMENTS.map(({ name }) => name).join(", ");
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) {
    throw new Failure(`contract: must name one environment, got ${positionals.length}; choose from ${known}`);
  }
  const environment = ENVIRONMENTS.find((candidate) => candidate.name === name);
  if (environment === undefined) {
    throw new Failure(`contract: must name a known environment, got ${JSON.stringify(name)}; choose from ${known}`);
  }
  return { environment, ...files };
}

function parse(args: readonly string[]) {
  const file = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { outputs: file, out: file, help: { type: "boolean", default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Failure(`contract: ${(error as Error).message}; see --help`);
  }
}

function readOutputs(file: string): Outputs {
  try {
    return JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8")) as Outputs;
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
