import { parseArgs } from "node:util";
import { Failure, runProgram } from "./failure";
import { type AddonsRoot, addonsRoots, refuseLocked } from "./releases/addons-root";
import { findUnsettled, mend, onCluster } from "./releases/cluster";
import { unsettledText } from "./releases/release";
import { findAwsCli } from "./status/aws-cli";

const ROOTS = addonsRoots();
const KNOWN = [...ROOTS.keys()].join(", ");

const HELP = `npm run releases -- <root> [--mend]

Tells which Helm releases of a cluster are not deployed, from Helm's own Secrets, with the AWS CLI and credentials that the
cluster lets in, such as those of the role admin. A release is stuck when what installed, upgraded or removed it was killed: then
every apply is refused ("another operation is in progress"). Of each it prints the command that mends it, and changes nothing.

  <root>    one of ${KNOWN}
  --mend    runs the commands, when no one is at the root; then apply again
  --help    this text

Exit code 0 when no release is stuck, 2 when one is, 1 when the cluster could not be asked or a command failed.`;

void runProgram(async (signal) => {
  const { values, positionals } = parse(process.argv.slice(2));
  if (values.help) {
    console.log(HELP);
    return;
  }
  const root = rootOf(positionals);
  if (values.mend) await refuseLocked(root, findAwsCli(process.env, signal));
  await onCluster(root, process.env, signal, async (commands) => {
    const unsettled = await findUnsettled(commands);
    for (const one of unsettled) console.log(unsettledText(one));
    const stuck = unsettled.filter(({ remedy }) => remedy !== undefined).length;
    if (values.mend) await mend(commands, unsettled);
    console.log(`${root.root}: ${stuck} stuck${values.mend && stuck > 0 ? ", and mended; apply again" : ""}`);
    if (stuck > 0 && !values.mend) process.exitCode = 2;
  });
});

function rootOf([name, ...more]: readonly string[]): AddonsRoot {
  const root = name === undefined || more.length > 0 ? undefined : ROOTS.get(name);
  if (root !== undefined) return root;
  throw new Failure(
    `releases: must name one root of add-ons, got ${JSON.stringify([name, ...more].join(" "))}; choose from ${KNOWN}`,
  );
}

function parse(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { help: flag, mend: flag }, allowPositionals: true });
  } catch (error) {
    throw new Failure(`releases: ${(error as Error).message}; see --help`);
  }
}
