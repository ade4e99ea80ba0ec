import { parseArgs } from "node:util";
import { ENVIRONMENTS } from "../environments";
import { placesOf, rootPrefixOf } from "../environments/standby";
import { LMS_SERVICES, type LmsService } from "../modules/foundation/services";
import { contractFile } from "./contract/contract-file";
import { Failure, runProgram } from "./failure";
import { unreleased } from "./new-environment/written";
import { catalogueEntry, serviceFile, withEntry } from "./new-service/files";
import { ProjectEdit } from "./project-edit";

const COMMAND = "new-service";
const CATALOGUE = "modules/foundation/services.ts";

const HELP = `npm run new-service -- <name> [--like <service>]

Adds a service, or what is missing of one: its entry in the catalogue, ${CATALOGUE}, from which all of its AWS
resources follow, its values in gitops/ in every environment, and its part of the contracts. It may use its database, and
nothing else, until you say more. It is synthesized, type-checked and checked as Argo CD would be given it; what does not hold
is told, and nothing is changed then. Nothing is deployed.

  <name>   2-20 lower-case letters, digits or hyphens
  --like   a service whose nodes, probes, replicas and resources it begins with, such as notifications, which is the default
  --help   this text`;

void runProgram(async (signal) => {
  const { values, positionals } = parse(process.argv.slice(2));
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) {
    throw new Failure(`${COMMAND}: must name one service, got ${positionals.length}; see --help`);
  }
  const edit = new ProjectEdit(COMMAND);
  try {
    await addService(edit, checkedName(name), knownService(values.like), signal);
  } catch (error) {
    edit.undo();
    throw error;
  }
  for (const line of edit.report()) console.log(line);
  console.log(nextSteps(name));
});

async function addService(edit: ProjectEdit, name: string, like: string, signal: AbortSignal): Promise<void> {
  const services: Readonly<Record<string, LmsService>> = LMS_SERVICES;
  const known = services[name];
  const entry = known ?? catalogueEntry(name, Object.values(services));
  const addMissing = (file: string, text: () => string) => {
    if (!edit.has(file)) edit.add(file, text());
  };
  if (known === undefined) edit.change(CATALOGUE, (text) => withEntry(text, name, entry));
  addMissing(`gitops/services/${name}.yaml`, () => serviceFile(edit.read(`gitops/services/${like}.yaml`), name, entry));
  for (const environment of ENVIRONMENTS) {
    const folder = `gitops/environments/${environment.name}`;
    addMissing(`${folder}/${name}.yaml`, () => unreleased(edit.read(`${folder}/${like}.yaml`)));
  }
  if (edit.report().length === 0) {
    throw new Failure(
      `${COMMAND}: ${name} must be new or half made, got a whole service; edit ${CATALOGUE} and gitops/`,
    );
  }
  for (const place of placesOf(ENVIRONMENTS).map(rootPrefixOf)) {
    await edit.run(["scripts/contract.ts", place, "--offline"], [contractFile(place)], signal);
  }
  await edit.synthesize([], signal);
  await edit.run(["gitops/check.ts"], [], signal);
}

function checkedName(name: string): string {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length >= 2 && name.length <= 20) return name;
  throw new Failure(
    `${COMMAND}: the name must be 2-20 lower-case letters, digits or hyphens, got ${JSON.stringify(name)}; choose another`,
  );
}

function knownService(like: string): string {
  if (Object.hasOwn(LMS_SERVICES, like)) return like;
  const known = Object.keys(LMS_SERVICES).join(", ");
  throw new Failure(`${COMMAND}: --like must be a service, got ${JSON.stringify(like)}; choose from ${known}`);
}

function nextSteps(name: string): string {
  return `Next:
1. Say what ${name} is: its paths, secrets, buckets, queues and Redis in ${CATALOGUE}, and who calls it in
   gitops/services/${name}.yaml. Then for each environment: npm run contract -- <environment> --offline
2. npx vitest run tests/stacks/guarantees.test.ts --update for its addresses, npm run lock for what must stay of it, npm run
   architecture, npm run alerts and npm run cost -- --write for the pages; commit all of it.
3. An administrator applies shared-registry, and the pipeline the platforms. Then fill its secrets, run
   npm run contract -- <environment>, and commit that: gitops/README.md, "Add a service".`;
}

function parse(args: readonly string[]) {
  const like = { type: "string", default: "notifications" } as const;
  const help = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { like, help }, allowPositionals: true });
  } catch (error) {
    throw new Failure(`${COMMAND}: ${(error as Error).message}; see --help`);
  }
}
