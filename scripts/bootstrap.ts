import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { ACCOUNTS, type AccountSettings } from "../environments";
import { Failure, Interrupted, runProgram } from "./failure";
import { Progress } from "./progress";
import { chooseProviderSource } from "./provider-source";
import { unlockMissing } from "./providers-at-hand";
import { bootstrapStateBucket } from "./state-bucket";
import { PROJECT, synthesizeEnvironment } from "./synth";
import { Terraform } from "./terraform";
import { progressText } from "./terraform-messages";
import { TerraformRoot } from "./terraform-root";

const HELP = `npm run bootstrap -- <environment> [--auto-approve]

Creates the S3 bucket and the KMS key that hold the Terraform state of an environment, in the AWS account that the
current credentials are for. Run it once per environment, before the first deploy; running it again changes only what
differs from the code, and takes up a run that was interrupted: its state is kept in .bootstrap/<environment>/, or
below LMS_BOOTSTRAP_FOLDER, until the bucket holds it.

  <environment>    one of ${ACCOUNTS.map(({ name }) => name).join(", ")}
  --auto-approve   does not ask before it changes anything
  --help           this text`;

void runProgram(async (signal) => {
  const { environment, autoApprove } = readArguments(process.argv.slice(2));
  if (environment === undefined) {
    console.log(HELP);
    return;
  }
  const work = resolve(process.env.LMS_BOOTSTRAP_FOLDER || join(PROJECT, ".bootstrap"), environment.name);
  const outdir = join(work, "cdktf.out");
  const found = await Terraform.find(process.env, signal);
  const progress = new Progress(process.stdout, [environment.name]);
  const { state } = await progress.during(environment.name, "synth", () =>
    synthesizeEnvironment(environment.name, outdir, process.env, signal),
  );
  const source = await chooseProviderSource(process.env, { folder: outdir });
  const terraform = found.with({ env: { ...found.env, ...source.env } });
  const missing = unlockMissing([state.folder], source);
  if (missing.length > 0) {
    const text = `takes the provider ${source.description}, which lacks the locked ${missing.join(" and ")}`;
    progress.line(environment.name, `${state.name}: ${text}`);
  }
  const options = {
    environment,
    root: new TerraformRoot(terraform, state.name, state.folder, (at) => progress.status(state.name, progressText(at))),
    localState: join(work, "terraform.tfstate"),
    approve: async (plan: () => Promise<string>) => {
      if (autoApprove) return true;
      const text = await plan();
      progress.status(state.name, "");
      return confirm(text, environment, signal);
    },
    say: (line: string) => {
      progress.status(state.name, "at work");
      progress.line(environment.name, line);
    },
  };
  await progress.during(state.name, "init", () => bootstrapStateBucket(options));
});

/** The environment to bootstrap; undefined when only the help is wanted. */
function readArguments(args: readonly string[]): { environment: AccountSettings | undefined; autoApprove: boolean } {
  const { values, positionals } = parse(args);
  if (values.help) return { environment: undefined, autoApprove: false };
  const known = ACCOUNTS.map(({ name }) => name).join(", ");
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) {
    throw new Failure(`bootstrap: must name one environment, got ${positionals.length}; choose from ${known}`);
  }
  const environment = ACCOUNTS.find((candidate) => candidate.name === name);
  if (environment === undefined) {
    throw new Failure(`bootstrap: must name a known environment, got ${JSON.stringify(name)}; choose from ${known}`);
  }
  return { environment, autoApprove: values["auto-approve"] };
}

function parse(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { "auto-approve": flag, help: flag }, allowPositionals: true });
  } catch (error) {
    throw new Failure(`bootstrap: ${(error as Error).message}; see --help`);
  }
}

async function confirm(plan: string, { name, account }: AccountSettings, signal: AbortSignal): Promise<boolean> {
  console.log(plan);
  if (!process.stdin.isTTY) {
    throw new Failure(
      "bootstrap: the plan must be approved, got no terminal to ask at; read it and add --auto-approve",
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`Apply this to ${name}, AWS account ${account}? Type yes: `, { signal });
    return answer.trim() === "yes";
  } catch (error) {
    throw signal.aborted ? new Interrupted() : error;
  } finally {
    terminal.close();
  }
}
