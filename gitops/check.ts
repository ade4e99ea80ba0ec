import { parseArgs } from "node:util";
import { ENVIRONMENTS } from "../environments";
import { Failure, runProgram } from "../scripts/failure";
import { PROJECT } from "../scripts/synth";
import { folderProblems } from "./checks/services";
import { type Deployment, GitopsTree } from "./checks/tree";

const HELP = `node scripts/run.js gitops/check.ts [<environment>[/<service>]]...

Checks what Argo CD would be given, before it is committed: the values of each service in each environment, and that the
contract of each environment holds what the code gives, and that the services' pools fit into the database. Prints each problem in a line of its own, and then exits with 1.

  <environment>/<service>   one service, such as dev/courses
  <environment>             all services of an environment, and its contract; without arguments all environments
  --help                    this text`;

void runProgram(async () => {
  const { values, positionals } = parse(process.argv.slice(2));
  if (values.help) {
    console.log(HELP);
    return;
  }
  const tree = new GitopsTree(PROJECT);
  const wanted = positionals.length > 0 ? positionals : ENVIRONMENTS.map(({ name }) => name);
  const checked = wanted.map((argument) => check(tree, argument));
  const problems = [
    ...new Set([...tree.freezeProblems(), ...tree.appsProblems(), ...checked.flatMap((one) => one.problems)]),
  ];
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  console.log(`gitops: ${checked.reduce((sum, one) => sum + one.deployments.length, 0)} services checked`);
});

function check(tree: GitopsTree, argument: string): { deployments: readonly Deployment[]; problems: string[] } {
  const [name, service, ...rest] = argument.split("/");
  const environment = ENVIRONMENTS.find((candidate) => candidate.name === name);
  if (environment === undefined || rest.length > 0) {
    throw new Failure(
      `gitops: must check <environment> or <environment>/<service>, got ${JSON.stringify(argument)}; the environments ` +
        `are ${ENVIRONMENTS.map((known) => known.name).join(", ")}`,
    );
  }
  const missing = folderProblems(PROJECT, environment.name);
  if (missing.length > 0) return { deployments: [], problems: missing };
  const deployments =
    service === undefined
      ? tree.deployments().filter((deployment) => deployment.environment === environment.name)
      : [{ environment: environment.name, service }];
  const contract = service === undefined ? tree.contractProblems(environment) : [];
  const problems = [...contract, ...deployments.flatMap((one) => tree.deploymentProblems(one))];
  // Whether all fit together can be asked once each is as it should be.
  const together = service === undefined && problems.length === 0 ? tree.connectionProblems(environment) : [];
  return { deployments, problems: [...problems, ...together] };
}

function parse(args: readonly string[]) {
  const options = { help: { type: "boolean", default: false } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Failure(`gitops: ${(error as Error).message}; see --help`);
  }
}
