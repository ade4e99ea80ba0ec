import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ENVIRONMENTS, type Environment } from "../environments";
import { Failure, runProgram } from "../scripts/failure";
import { PROJECT } from "../scripts/synth";
import { writeFolder } from "./files";
import type { Module } from "./module";
import { writeRelease } from "./release";
import { takingOverVpc } from "./taking-over-vpc";
import { writeModules } from "./write";

const NAMES = ENVIRONMENTS.map(({ name }) => name).join(", ");

const HELP = `npm run modules -- [--like <environment>] [--out <folder>] [--release <version>] [--take-over <file>]

Writes the platform as Terraform modules into <folder>/modules, and roots that call them into <folder>/examples.
docs/modules.md has their inputs and outputs.

  --like <environment>  whose structure they have, and whose values are the defaults: ${NAMES}; prod by default
  --out <folder>        where to write; cdktf.out by default
  --release <version>   writes a release besides, with README.md and CHANGELOG.md, into a folder of its own that --out names,
                        such as a clone of the modules' Git repository. The version must say what has changed since the
                        release in that folder (https://semver.org)
  --take-over <file>    what \`terraform show -json\` writes of a root that has a VPC, such as one that calls terraform-aws-modules/vpc:
                        writes a root besides, into <folder>/taking-over-vpc, that imports what of it fits the module
  --help                this text`;

void runProgram(async () => {
  const { help, like, out, release, "take-over": state } = readArguments();
  if (help) {
    console.log(HELP);
    return;
  }
  const environment = ENVIRONMENTS.find(({ name }) => name === like);
  if (environment === undefined) {
    throw new Failure(`modules: --like must be one of ${NAMES}, got ${JSON.stringify(like)}; name an environment`);
  }
  if (release === undefined) {
    const folder = out ?? join(PROJECT, "cdktf.out");
    const modules = writeModules(environment, folder);
    console.log(`wrote ${modules.length} modules like ${like} into ${join(folder, "modules")}`);
    if (state !== undefined) takeOver(environment, modules, state, join(folder, "taking-over-vpc"));
    return;
  }
  if (out === undefined)
    throw new Failure("modules: --release must have a folder of its own, got none; name it by --out");
  writeRelease(release, out, (folder) => writeModules(environment, folder));
  console.log(`wrote release ${release} like ${like} into ${out}; commit it there, and tag it v${release}`);
});

function takeOver(like: Environment, modules: readonly Module[], state: string, folder: string): void {
  const { files, report } = takingOverVpc(like, modules, readState(state));
  writeFolder(folder, files);
  console.log([`wrote a root that takes over the VPC into ${folder}:`, ...report].join("\n"));
}

function readState(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure(`modules: --take-over must be a file, got ${(error as Error).message}`);
  }
}

function readArguments() {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      options: {
        like: { ...text, default: "prod" },
        out: text,
        release: text,
        "take-over": text,
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new Failure(`modules: ${(error as Error).message}; see --help`);
  }
}
