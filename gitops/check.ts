import { parseArgs } from "node:util";
import { ENVIRONMENTS } from "../environments";
import { placesOf, rootPrefixOf } from "../environments/standby";
import { Failure, runProgram } from "../scripts/failure";
import { PROJECT } from "../scripts/synth";
import { type Checked, checked } from "./checks/checked";

const PLACES = placesOf(ENVIRONMENTS);

const HELP = `npm run gitops [-- <environment>[/<service>]...]

Checks what Argo CD would be given, before it is committed: the values of each service in each environment, and that the
contract of each environment holds what the code gives. Then everything is rendered by Helm as Argo CD does it, and the result
is checked: types, references, projects, policies, the database's connections and the namespaces' quotas. Prints each problem in
a line of its own, and then exits with 1. Helm is what npm has installed, or the program that HELM names.

  <environment>/<service>   one service, such as dev/courses
  <environment>             all services of an environment, and its contract; <environment>-recovery where it stands by; without
                            arguments all of these
  --help                    this text`;

void runProgram(async () => {
  const { values, positionals } = parse(process.argv.slice(2));
  if (values.help) {
    console.log(HELP);
    return;
  }
  const wanted = positionals.length > 0 ? positionals : PLACES.map(rootPrefixOf);
  const results = wanted.map((argument) => check(argument));
  const problems = [...new Set(results.flatMap((one) => one.problems))];
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
  const options = { help: { type: "boolean", default: false } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Failure(`gitops: ${(error as Error).message}; see --help`);
  }
}
