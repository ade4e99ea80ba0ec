import { parseArgs } from "node:util";
import { ACCOUNTS, ENVIRONMENTS } from "../environments";
import { LMS_SERVICE_NAMES } from "../modules/foundation/services";
import { contractFile } from "./contract/contract-file";
import { Failure, runProgram } from "./failure";
import { environmentFile, placeholderAccount } from "./new-environment/environment-file";
import { withDelivery, withListed, withRisks } from "./new-environment/lists";
import { removeEnvironment } from "./new-environment/remove";
import { unreleased, writePages } from "./new-environment/written";
import { ProjectEdit } from "./project-edit";

const COMMAND = "new-environment";

const HELP = `npm run new-environment -- <name> [--like <environment>] [--account <id>] [--cidr <block>] [--domain <name>]
                           [--state-bucket <name>] [--without-pages]
npm run new-environment -- --remove <name> [--without-pages]

Adds an environment to the code, made like another one: its file and its place in environments/index.ts, its services'
values and contract in gitops/, its stages in the pipelines, the risks that are accepted in it, and the pages that name
environments. It comes behind the one that it is like, and before the last. It is synthesized and type-checked; what does not
hold is told, and nothing is changed then. Nothing is deployed.

With --remove it takes an environment out of the code again. What is deployed of it stays, so take it down first.

  <name>           2-10 lower-case letters or digits
  --like           a file in environments/, such as dev, which is the default
  --account        its AWS account; without it one that is none stands there for you to replace
  --cidr           its network; by default a free one of the same size
  --domain         its site; by default <name>. before the other's
  --state-bucket   the bucket of its Terraform state, a name that is unique in all of AWS
  --without-pages  leaves docs/alerts.md and the costs in README.md for \`npm run alerts\` and \`npm run cost -- --write\`
  --help           this text`;

void runProgram(async (signal) => {
  const { values, positionals } = parse(process.argv.slice(2));
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [name = values.remove] = positionals;
  if (name === undefined || positionals.length + (values.remove === undefined ? 0 : 1) > 1) {
    throw new Failure(`${COMMAND}: must name one environment, got ${positionals.length}; see --help`);
  }
  const edit = new ProjectEdit(COMMAND);
  try {
    if (values.remove === undefined) await addEnvironment(edit, name, values, signal);
    else await removeEnvironment(edit, name, signal);
    await writePages(edit, values["without-pages"], signal);
  } catch (error) {
    edit.undo();
    throw error;
  }
  for (const line of edit.report()) console.log(line);
  if (values.remove === undefined) {
    const isDelivered = !edit.read(`environments/${name}.ts`).includes('deployer: "none"');
    console.log(nextSteps(name, values.like, isDelivered));
  }
});

type Options = ReturnType<typeof parse>["values"];

async function addEnvironment(edit: ProjectEdit, name: string, options: Options, signal: AbortSignal): Promise<void> {
  const { like, cidr, domain } = options;
  checkName(name);
  const model = ENVIRONMENTS.find((each) => each.name === like) ?? ENVIRONMENTS[0];
  if (model === undefined)
    throw new Failure(`${COMMAND}: there must be an environment, got none; restore one from Git`);
  const account = options.account ?? placeholderAccount(ACCOUNTS.map((each) => each.account));
  const wanted = { name, account, cidr, domain, stateBucket: options["state-bucket"] };
  const file = `environments/${name}.ts`;
  edit.add(file, environmentFile(edit.read(`environments/${like}.ts`), like, wanted, takenNetworks()));
  edit.change("environments/index.ts", (text) => withListed(text, name, like));
  edit.change("gitops/apps/values.yaml", (text) => withDelivery(text, name, protectionIn(edit.read(file))));
  for (const service of LMS_SERVICE_NAMES) {
    const values = edit.read(`gitops/environments/${model.name}/${service}.yaml`);
    edit.add(`gitops/environments/${name}/${service}.yaml`, unreleased(values));
  }
  edit.rewrite("security/accepted-risks.yaml", (text) => withRisks(text, name, like));
  await edit.synthesize([name], signal);
  await edit.run(["scripts/contract.ts", name, "--offline"], [contractFile(name)], signal);
  await edit.run(["gitops/check.ts", name], [], signal);
}

/** A name is also that of a constant, and of roots and roles beside those of others. */
function checkName(name: string): void {
  const taken = ["state", "shared", "retained", "disposable", ...ENVIRONMENTS.map((each) => each.name)];
  if (taken.includes(name)) {
    throw new Failure(`${COMMAND}: the name must be free, got ${name}, which means something else; choose another`);
  }
  if (!/^[a-z][a-z0-9]{1,9}$/.test(name) || isKeyword(name)) {
    throw new Failure(
      `${COMMAND}: the name must be 2-10 lower-case letters or digits, a letter first and no word of TypeScript, got ` +
        `${JSON.stringify(name)}; choose another`,
    );
  }
}

function isKeyword(name: string): boolean {
  try {
    new Function(`"use strict"; const ${name} = 0;`);
    return false;
  } catch {
    return true;
  }
}

/** Networks that a new one must not overlap: those of the environments, and those that reach into them. */
function takenNetworks(): readonly string[] {
  return ENVIRONMENTS.flatMap(({ network, recovery, cluster }) => [
    network.cidr,
    ...(typeof recovery === "object" && "cidr" in recovery ? [recovery.cidr] : []),
    ...cluster.privateAccess,
  ]);
}

function protectionIn(text: string): "retained" | "disposable" {
  return text.includes('dataProtection: "retained"') ? "retained" : "disposable";
}

function nextSteps(name: string, like: string, isDelivered: boolean): string {
  const approvers = isDelivered ? `, and makes the group lms-${name}-approvers in Jenkins` : "";
  return `Next:
1. Make environments/${name}.ts yours: account, people and pipelines in access, domain, notifications and budget, and a key
   pair of its own in mediaSigningKeys: it still has the public key of ${like}. npm run contract -- ${name} --offline after that.
2. npm run sandbox -- ${name}, and commit all of it. npm test checks ${name} from now on, too.
3. An administrator applies shared-registry, so that ${name} may pull images${approvers}.
4. README.md, "Deploy an environment". Once it is applied: npm run lock -- ${name}-platform, and commit that.`;
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const like = { type: "string", default: "dev" } as const;
  const texts = { account: text, cidr: text, domain: text, "state-bucket": text, remove: text, like } as const;
  const options = { ...texts, "without-pages": flag, help: flag } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Failure(`${COMMAND}: ${(error as Error).message}; see --help`);
  }
}
