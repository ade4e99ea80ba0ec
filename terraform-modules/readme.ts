import type { Environment } from "../environments/environment";
import { siteOf } from "../modules/foundation/names";
import { moduleCall } from "./examples";
import { literal } from "./hcl";
import type { Module } from "./module";
import { isTestable } from "./terraform-tests";
import { VERSIONS } from "./versions";

/** Page of a module: what it is, how it is called, and its inputs, outputs and resources, as terraform-docs writes them. */
export function moduleReadme(module: Module, like: Environment, others: readonly Module[]): string {
  const { name, about, variables, outputs, main, aliases } = module;
  const example = moduleCall(module, `../../modules/${name}`, { name: literal(siteOf(like).prefix) }, others);
  const resources = addresses(main.resource);
  return `# ${name}

${about}. Its structure is that of \`${like.name}\`, whose values are the defaults.

## Usage

\`\`\`hcl
${example}
\`\`\`

## Requirements

| Name      | Version |
| --------- | ------- |
| terraform | ${VERSIONS.terraform} |
| aws       | ${VERSIONS.aws} |
${aliases.length === 0 ? "" : `\nProviders that it is handed: \`aws\`, ${aliases.map((alias) => `\`aws.${alias}\``).join(", ")}.\n`}
## Inputs

${inputTable(variables)}

## Outputs

${outputTable(outputs)}

## Resources

${resources.length} resources:

${resources.map((address) => `- \`${address}\``).join("\n")}

## Tests

${
  isTestable(module)
    ? `\`terraform test\` plans the module with a provider that plays AWS, and gives each setting a wrong value.`
    : `None: the mock providers of Terraform 1.11 have no ephemeral resources, and this module makes a password by one.`
}
`;
}

/** Table of a module's variables. */
export function inputTable(variables: Module["variables"]): string {
  return [
    "| Name | Description | Type | Default | Required |",
    "| ---- | ----------- | ---- | ------- | :------: |",
    ...Object.entries(variables).map(([name, variable]) => {
      const required = !("default" in variable);
      const value = required ? "n/a" : `\`${cell(JSON.stringify(variable.default), 60)}\``;
      const type = `\`${cell(variable.type.replace(/ = optional\(([^,]*), [^)]*\)/g, " = optional($1)"), 240)}\``;
      return `| \`${name}\` | ${cell(variable.description)} | ${type} | ${value} | ${required ? "yes" : "no"} |`;
    }),
  ].join("\n");
}

/** Table of a module's outputs. */
export function outputTable(outputs: Module["outputs"]): string {
  const rows = Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`);
  return rows.length === 0 ? "None." : ["| Name | Description |", "| ---- | ----------- |", ...rows].join("\n");
}

function addresses(resources: unknown): string[] {
  return Object.entries(resources as Readonly<Record<string, object>>)
    .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
    .sort();
}

function cell(text: string, longest = Number.POSITIVE_INFINITY): string {
  const line = text
    .trim()
    .replace(/\s*\n\s*/g, "<br>")
    .replaceAll("|", "\\|");
  return line.length <= longest ? line : `${line.slice(0, longest)}...`;
}
