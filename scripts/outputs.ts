import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runPage } from "./generated-page";
import { synthesizedElsewhere } from "./synth";

/** Output of a root, as Terraform's JSON has it. */
interface Output {
  readonly description?: string;
  readonly sensitive?: boolean;
}

runPage({
  file: "docs/outputs.md",
  command: "npm run outputs",
  about:
    "Writes docs/outputs.md: the outputs of the roots of prod and of the shared account, from their synthesized JSON.",
  write: async (signal) => {
    const sections: string[] = [];
    for (const account of ["prod", "shared"]) {
      const ofAccount = await synthesizedElsewhere(account, signal, ({ state, roots }) =>
        [...roots, state].map(({ name, folder }) => section(name, readOutputs(folder))),
      );
      sections.push(...ofAccount.filter((text) => text !== ""));
    }
    return [HEAD, ...sections].join("\n");
  },
});

const HEAD = `# Outputs

What the roots hand out, written by \`npm run outputs\` from their synthesized JSON. \`terraform output\` in a root's folder tells the
values, and [docs/modules.md](modules.md) those of the Terraform modules. Other environments have those of prod for what they have.
`;

function readOutputs(folder: string): Readonly<Record<string, Output>> {
  const root = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as { output?: Record<string, Output> };
  return root.output ?? {};
}

function section(root: string, outputs: Readonly<Record<string, Output>>): string {
  const rows = Object.entries(outputs).map(([name, { description = "", sensitive = false }]) => {
    return `| \`${name}\` | ${description}${sensitive ? " (sensitive)" : ""} |`;
  });
  if (rows.length === 0) return "";
  return [`## ${root}`, "", "| Output | |", "| --- | --- |", ...rows.sort(), ""].join("\n");
}
