import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ENVIRONMENTS, type Environment } from "../environments";
import { small } from "../environments/small";
import { Failure, runProgram } from "../scripts/failure";
import { withBlock } from "../scripts/generated-page";
import { PROJECT } from "../scripts/synth";
import { environmentCosts } from "./cost/environment-costs";
import { byUseText, costTable, type EnvironmentCost, unknownText } from "./cost/table";

/** Environments, and the profile that a new one may begin with. */
const RECKONED: readonly Environment[] = [...ENVIRONMENTS, small];
const KNOWN = RECKONED.map(({ name }) => name).join(", ");

const HELP = `npm run cost [-- [<environment>...] [--json | --write]]

Tells what environments cost in a month, part by part: the fixed cost by AWS's on-demand list prices, at the smallest and
at the largest scale that the settings allow, beside the AWS budget; what has no known price; and what comes on top by use.
Of one that keeps data alone in a second region, also what it would cost with the application standing by there. Spot nodes count
as on-demand ones. The prices, with their dates and sources, are in review/facts/prices.ts.

  <environment>  any of ${KNOWN}; all of them by default
  --json         prints every line of the reckoning as JSON
  --write        writes the table into README.md instead
  --help         this text`;

const FILE = "README.md";
const BLOCK = { begin: "<!-- reckoned by npm run cost -->", end: "<!-- end of the reckoning -->" };

void runProgram(async () => {
  const { values, positionals } = parse(process.argv.slice(2));
  if (values.help) {
    console.log(HELP);
    return;
  }
  const costs = wanted(positionals).flatMap(environmentCosts);
  if (values.json) {
    console.log(JSON.stringify(costs.map(plain), undefined, 2));
  } else if (values.write) {
    const path = join(PROJECT, FILE);
    const text = `${costTable(costs)}\n\n${unknownText(costs)}`;
    writeFileSync(path, withBlock(FILE, readFileSync(path, "utf8"), BLOCK, text));
  } else {
    console.log(`${costTable(costs)}\n\n${unknownText(costs)}\n\nOn top, by use:\n${byUseText(costs)}`);
  }
});

function wanted(names: readonly string[]): readonly Environment[] {
  if (names.length === 0) return RECKONED;
  return names.map((name) => {
    const environment = RECKONED.find((candidate) => candidate.name === name);
    if (environment !== undefined) return environment;
    throw new Failure(`cost: must name known environments, got ${JSON.stringify(name)}; choose from ${KNOWN}`);
  });
}

function plain({ ledger, ...cost }: EnvironmentCost) {
  return { ...cost, ...ledger, unknown: Object.fromEntries(ledger.unknown), byUse: Object.fromEntries(ledger.byUse) };
}

function parse(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { json: flag, write: flag, help: flag }, allowPositionals: true });
  } catch (error) {
    throw new Failure(`cost: ${(error as Error).message}; see --help`);
  }
}
