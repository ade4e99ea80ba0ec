import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Module } from "./module";
import { VERSIONS } from "./versions";

/** Files of a module by their path in its folder; those of Terraform as JSON. */
export function moduleFiles({ main, variables, outputs, aliases }: Module): Readonly<Record<string, string>> {
  return {
    "main.tf.json": json(main),
    "variables.tf.json": json({ variable: variables }),
    ...(Object.keys(outputs).length === 0 ? {} : { "outputs.tf.json": json({ output: outputs }) }),
    "versions.tf.json": json({
      terraform: {
        required_version: VERSIONS.terraform,
        required_providers: {
          aws: {
            source: "hashicorp/aws",
            version: VERSIONS.aws,
            ...(aliases.length === 0 ? {} : { configuration_aliases: aliases.map((alias) => `aws.${alias}`) }),
          },
        },
      },
    }),
  };
}

/** Writes files below a folder, in the place of what was there. */
export function writeFolder(folder: string, files: Readonly<Record<string, string>>): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Copies the files that a module's resources read, by the paths in its configuration. */
export function copyAssets({ main }: Module, assets: string, folder: string): void {
  const paths = new Set(JSON.stringify(main).match(/(?<=\$\{path\.module\}\/assets\/)[\w./-]+/g));
  for (const path of paths) cpSync(join(assets, path), join(folder, "assets", path));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
