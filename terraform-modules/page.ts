import { prod } from "../environments/prod";
import { runPage } from "../scripts/generated-page";
import type { Module } from "./module";
import { inputTable, outputTable } from "./readme";
import { modulesLike, withSettingComments } from "./write";

const ABOUT = `# Terraform modules

The platform as Terraform modules, for teams that write HCL. This page is written by \`npm run module-docs\`, from the modules
like prod; \`npm run modules -- --like <environment> --out <folder>\` writes the modules of an environment's structure, each with
its own page, plan tests (\`terraform test\`), and roots that call them in \`examples/\`: \`vpc-only\`, \`eks-on-existing-vpc\`,
\`database-only\`, and \`complete\`, which wires all of them.

- **Structure is the environment's**: which zones, node groups, queues and buckets there are, what is protected from a destroy, and
  whether there is a second region. Everything else is a variable, whose default is the environment's value.
- **Wrong values are refused by a plan** in the words of the synth: both come from one description.
- **A module gets of another what that one hands out**: \`kms_key_arns = module.kms.kms_key_arns\`. A value that would lead
  across regions or accounts is refused.
- A module has no provider and no backend, and can be called twice in a root, with other names.
`;

runPage({
  file: "docs/modules.md",
  command: "npm run module-docs",
  about: "Writes docs/modules.md: the inputs and outputs of the Terraform modules like prod.",
  write: () =>
    withSettingComments((commentOf) => [ABOUT, ...modulesLike(prod, commentOf).modules.map(section)].join("\n")),
});

function section({ name, about, variables, outputs, main }: Module): string {
  const count = Object.values(main.resource as Readonly<Record<string, object>>)
    .map((named) => Object.keys(named).length)
    .reduce((sum, each) => sum + each, 0);
  return `## \`${name}\`

${about}. ${count} resources.

### Inputs of \`${name}\`

${inputTable(variables)}

### Outputs of \`${name}\`

${outputTable(outputs)}
`;
}
