import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../scripts/failure";
import { AREAS, type AreaName } from "./areas";
import { type Change, changesBetween, type Interface, LEVELS, leastVersion } from "./interface-changes";

const CHANGELOG = "CHANGELOG.md";
const TITLE = "# Changes\n";

/**
 * Writes a release of modules into a folder that can be pushed as a Git repository, beside the release that is in it.
 * @param write writes the modules and examples into a folder
 * @throws Failure when the version does not say what has changed since the release in the folder
 */
export function writeRelease(version: string, out: string, write: (folder: string) => void): void {
  if (!/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(version))
    throw new Failure(`modules: --release must be a version such as 1.2.0, got ${JSON.stringify(version)}`);
  const folder = mkdtempSync(join(tmpdir(), "lms-modules-"));
  try {
    write(folder);
    const earlier = readText(join(out, CHANGELOG)).replace(TITLE, "");
    const previous = /^## (\d+\.\d+\.\d+)$/m.exec(earlier)?.[1];
    const changes = previous === undefined ? [] : changesBetween(readInterfaces(out), readInterfaces(folder));
    if (previous !== undefined) checkVersion(version, previous, changes);
    writeFileSync(join(folder, CHANGELOG), `${TITLE}\n${section(version, previous, changes)}${earlier}`);
    writeFileSync(join(folder, "README.md"), readme(version, Object.keys(readInterfaces(folder)) as AreaName[]));
    for (const name of readdirSync(folder)) {
      rmSync(join(out, name), { recursive: true, force: true });
      cpSync(join(folder, name), join(out, name), { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkVersion(version: string, previous: string, changes: readonly Change[]): void {
  const { least, because } = leastVersion(previous, changes);
  const [given, wanted] = [version, least].map((text) => text.split(".").map(Number));
  const first = given?.findIndex((part, index) => part !== wanted?.[index]) ?? -1;
  if (first === -1 || (given?.[first] ?? 0) > (wanted?.[first] ?? 0)) return;
  const why = because.slice(0, 5).map((text) => `\n  ${text}`);
  const more = because.length > 5 ? `\n  and ${because.length - 5} more` : "";
  throw new Failure(
    `modules: --release must be at least ${least} after ${previous}, got ${version}${why.join("")}${more}`,
  );
}

/** What a module requires, as far as it is read. */
interface Versions {
  readonly required_providers: { readonly aws: { readonly configuration_aliases?: readonly string[] } };
}

/** What users rely on of each module in a release. */
function readInterfaces(release: string): Readonly<Record<string, Interface>> {
  const folder = join(release, "modules");
  if (!existsSync(folder)) return {};
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readInterface(join(folder, name))]));
}

function readInterface(folder: string): Interface {
  const read = (file: string) => JSON.parse(readText(join(folder, file)) || "{}") as Record<string, object>;
  const { resource = {}, moved = [], ...others } = read("main.tf.json");
  const versions = read("versions.tf.json");
  return {
    variables: (read("variables.tf.json").variable ?? {}) as Interface["variables"],
    outputs: Object.keys(read("outputs.tf.json").output ?? {}),
    providers: (versions.terraform as Versions | undefined)?.required_providers.aws.configuration_aliases ?? [],
    resources: Object.fromEntries(
      Object.entries(resource).flatMap(([type, named]) =>
        Object.entries(named as object).map(([name, block]) => [`${type}.${name}`, JSON.stringify(block)]),
      ),
    ),
    moved: (moved as readonly { readonly from: string }[]).map(({ from }) => from),
    others: JSON.stringify({ others, versions }),
  };
}

function readText(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function section(version: string, previous: string | undefined, changes: readonly Change[]): string {
  const parts = LEVELS.flatMap(({ level, heading }) => {
    const lines = changes.filter((change) => change.level === level).map(({ text }) => `- ${text}`);
    return lines.length === 0 ? [] : [`${heading}:\n\n${lines.join("\n")}\n`];
  });
  return `## ${version}\n\n${parts.join("\n") || (previous === undefined ? "The first release.\n" : "Nothing that Terraform reads.\n")}`;
}

function readme(version: string, names: readonly AreaName[]): string {
  const rows = names.map((name) => `| [\`${name}\`](modules/${name}/README.md) | ${AREAS[name].about} |`);
  return `# Terraform modules of a learning-management platform on AWS

Release ${version}; \`CHANGELOG.md\` tells what has changed. A module is called by the tag of its release:

\`\`\`hcl
module "vpc" {
  source = "git::https://<this repository>//modules/vpc?ref=v${version}"
}
\`\`\`

| Module | What it holds |
| ------ | ------------- |
${rows.join("\n")}

\`examples/\` has roots that call them. The modules are generated: changes belong into the project that writes them.
`;
}
