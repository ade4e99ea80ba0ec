import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ACCOUNTS, accountOf } from "../environments";
import { Failure, runProgram } from "../scripts/failure";
import { type PlanDocument, rootOf } from "../scripts/plan-document";
import { Progress } from "../scripts/progress";
import { PROJECT, synthesizeEnvironment } from "../scripts/synth";
import { Terraform } from "../scripts/terraform";
import { progressText } from "../scripts/terraform-messages";
import { planFlags, TerraformRoot } from "../scripts/terraform-root";
import { gateOf, readOverrides } from "./gate";
import { reviewOf } from "./plan-review";
import { type InCluster, releaseChanges, renderIn } from "./releases/render";
import { htmlText } from "./render/html";
import { terminalText } from "./render/terminal";
import { strictnessOf } from "./strictness";

const HELP = `npm run plan -- <root> [--all] [--html <file>] [--json <file>]
npm run plan-check -- <file> [<root>] [--all] [--html <file>] [--json <file>]

Plans a Terraform root with the AWS credentials at hand, such as the planner's, and reviews the plan: what it loses, whom
it lets in, what it interrupts, what it costs, and what no diff shows. Nothing is applied, and no sensitive value is shown.
The plan stays in cdktf.out/stacks/<root>/plan, where \`terraform apply plan\` takes exactly that.

  <root>           such as dev-platform or state-prod
  --all            shows everything unfolded, instead of a screen of it
  --html <file>    writes the review as a page, with filters and a graph of what is affected
  --json <file>    writes the review for machines
  --from <file>    reviews what \`terraform show -json\` printed, instead of planning; - is stdin. The plan names its root;
                   \`npm run plan-check -- <file>\` is the same
  --help           this text

Exit code 0 when the gate lets the plan pass, 2 when it refuses it, 1 when anything failed, 130 after Ctrl-C.`;

interface Arguments {
  /** Named, or else in the plan that is there. */
  readonly root?: string | undefined;
  readonly all: boolean;
  readonly html?: string | undefined;
  readonly json?: string | undefined;
  readonly from?: string | undefined;
}

void runProgram(async (signal) => {
  const wanted = readArguments(process.argv.slice(2));
  if (wanted === undefined) {
    console.log(HELP);
    return;
  }
  const { all, html, json } = wanted;
  const { root, document, ...surroundings } = await reviewed(wanted, signal);
  const review = reviewOf(root, document, surroundings);
  const gate = gateOf(review, strictnessOf(root), readOverrides(), new Date().toISOString().slice(0, 10));
  if (html !== undefined) writeFileSync(html, htmlText(`Plan of ${root}`, [{ title: root, review, gate }]));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ ...review, gate }, undefined, 2)}\n`);
  process.stdout.write(
    terminalText(review, gate, { all, color: process.stdout.isTTY === true && !process.env.NO_COLOR }),
  );
  if (gate.refusals.length > 0) process.exitCode = 2;
});

/** The wish of the command line; undefined when only the help is wanted. */
function readArguments(args: readonly string[]): Arguments | undefined {
  if (args.includes("--help")) return undefined;
  const { values: options, positionals } = parse(args);
  const [root] = positionals;
  if ((root === undefined && options.from === undefined) || positionals.length > 1) {
    throw new Failure(`plan: must name one root, got ${positionals.length}; such as dev-platform`);
  }
  return { root, ...options };
}

function parse(args: readonly string[]) {
  const file = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  try {
    const options = { all: flag, html: file, json: file, from: file } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Failure(`plan: ${(error as Error).message}; see --help`);
  }
}

/** A plan to review. */
interface ReviewedPlan {
  readonly root: string;
  readonly document: PlanDocument;
  readonly warnings: readonly string[];
  readonly inCluster?: InCluster;
}

/** The plan that is there, or a new one. @throws Failure when it is of another root: a gate is as strict as its root */
async function reviewed({ root, from }: Arguments, signal: AbortSignal): Promise<ReviewedPlan> {
  if (from === undefined) return planned(root ?? "", signal);
  const document = read(from);
  const own = rootOf(document);
  const known = root ?? own;
  if (known === undefined) {
    throw new Failure(
      "plan: must name a root, got a plan without the tag TerraformRoot; name it, such as dev-platform",
    );
  }
  if (own === undefined || own === known) return { root: known, document, warnings: [] };
  throw new Failure(`plan: must name the root of the plan, got ${known} for a plan of ${own}; leave it out`);
}

async function planned(name: string, signal: AbortSignal): Promise<ReviewedPlan> {
  const account = accountOf(name);
  const terraform = await Terraform.find(process.env, signal);
  const progress = new Progress(process.stderr, [name]);
  const during = <T>(step: string, action: () => Promise<T>) => progress.during(name, step, action);
  const names = ACCOUNTS.map((candidate) => candidate.name).join(", ");
  if (account === undefined) {
    throw new Failure(`plan: must name a root of ${names}, got ${JSON.stringify(name)}; such as dev-platform`);
  }
  const { state, roots } = await during("synth", () =>
    synthesizeEnvironment(account.name, join(PROJECT, "cdktf.out"), process.env, signal),
  );
  const found = [state, ...roots].find((candidate) => candidate.name === name);
  if (found === undefined) {
    const known = [state, ...roots].map((candidate) => candidate.name).join(", ");
    throw new Failure(`plan: must name a root of ${account.name}, got ${JSON.stringify(name)}; choose from ${known}`);
  }
  const root = new TerraformRoot(terraform, name, found.folder, (at) =>
    progress.status(name, `plan ${progressText(at)}`),
  );
  await during("init", () => root.init());
  const { diagnostics } = await during("plan", () => root.plan(...planFlags(root)));
  const document = await during("show", () => root.planDocument());
  const inCluster = await during("charts", async () => releaseChanges(document, renderIn(found.folder)));
  return { root: name, document, warnings: diagnostics.map(({ summary }) => summary), inCluster };
}

function read(file: string): PlanDocument {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8"));
  } catch (error) {
    throw new Failure(
      `plan: --from must be what \`terraform show -json\` prints, got ${(error as Error).message}; write it anew`,
    );
  }
  if (typeof document === "object" && document !== null && "resource_changes" in document) {
    return document as PlanDocument;
  }
  throw new Failure(
    "plan: --from must be what `terraform show -json <plan>` prints, got JSON of something else; write it anew",
  );
}
