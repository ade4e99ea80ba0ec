import { mkdirSync, rmSync, writeFileSync } from "node:fs";
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

/** Writes the files that a module's resources read, by the paths in its configuration. */
export function writeAssets({ main }: Module, assets: ReadonlyMap<string, Buffer>, folder: string): void {
  for (const path of new Set(JSON.stringify(main).match(/(?<=\$\{path\.module\}\/assets\/)[\w./-]+/g))) {
    const content = assets.get(path);
    if (content === undefined) throw new RangeError(`assets/${path}: must be a file that the root has, got none`);
    const file = join(folder, "assets", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
