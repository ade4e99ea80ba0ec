import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ENVIRONMENTS } from "../environments";
import { placesOf, rootPrefixOf } from "../environments/standby";
import { Failure, runProgram } from "../scripts/failure";
import { PROJECT } from "../scripts/synth";
import { type Checked, checked } from "./checks/checked";
import { WRITTEN, writtenProblems, writtenText } from "./checks/written";

const PLACES = placesOf(ENVIRONMENTS);

const HELP = `npm run gitops [-- <environment>[/<service>]... | --write]

Checks what Argo CD would be given, before it is committed: the values of each service in each environment, and that the
contract of each environment holds what the code gives. Then everything is rendered by Helm as Argo CD does it, and the result
is checked: types, references, projects, policies, the database's connections and the namespaces' quotas. At last what the charts
make of samples is compared with what gitops/rendered.yaml writes down of it. Prints each problem in a line of its own, and then
exits with 1. Helm is what npm has installed, or the program that HELM names.

  <environment>/<service>   one service, such as dev/courses
  <environment>             all services of an environment, and its contract; <environment>-recovery where it stands by; without
                            arguments all of these
  --write                   writes gitops/rendered.yaml instead, after a change of a chart that is meant
  --help                    this text`;

void runProgram(async () => {
  const { values, positionals } = parse(process.argv.slice(2));
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (values.write) {
    if (positionals.length > 0) {
      throw new Failure(`gitops: --write takes no environment, got ${positionals.join(" ")}; see --help`);
    }
    writeFileSync(join(PROJECT, WRITTEN), writtenText(PROJECT));
    console.log(`wrote ${WRITTEN}`);
    return;
  }
  const wanted = positionals.length > 0 ? positionals : PLACES.map(rootPrefixOf);
  const results = wanted.map((argument) => check(argument));
  const found = [...new Set(results.flatMap((one) => one.problems))];
  const problems = found.length > 0 ? found : writtenProblems(PROJECT);
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  console.log(`gitops: ${results.reduce((sum, one) => sum + one.services, 0)} services checked`);
});

function check(argument: string): Checked {
  const [name, service, ...rest] = argument.split("/");
  const environment = PLACES.find((place) => rootPrefixOf(place) === name);
  if (environment === undefined || rest.length > 0) {
    throw new Failure(
      `gitops: must check <environment> or <environment>/<service>, got ${JSON.stringify(argument)}; the environments ` +
        `are ${PLACES.map(rootPrefixOf).join(", ")}`,
    );
  }
  return checked(PROJECT, environment, service);
}

function parse(args: readonly string[]) {
  const options = { write: { type: "boolean" }, help: { type: "boolean" } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Failure(`gitops: ${(error as Error).message}; see --help`);
  }
}
