import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { writeWhole } from "../modules/foundation/write-whole";
import { type Registry, registryOf } from "../stacks/provider-locks";
import { Failure } from "./failure";
import { linkedForOpenTofu } from "./opentofu-mirror";

/** Source that `terraform init` gets providers from, and the variables that set it. */
export interface ProviderSource {
  readonly kind: "own-configuration" | "registry" | "mirror";
  /** In words, for the log. */
  readonly description: string;
  readonly env: NodeJS.ProcessEnv;
  /** Folders that hold all providers there are; none where Terraform downloads them. */
  readonly mirrors: readonly string[];
}

/** Inputs of the choice besides the environment; tests replace them. */
export interface ProviderSourceOptions {
  /** Folder to write the CLI configuration into that names the mirror. */
  readonly folder: string;
  readonly home?: string;
  /** Folders below which a mirror is looked for, after the conventional ones. */
  readonly searchBelow?: readonly string[];
  readonly isRegistryReachable?: (registry: Registry) => Promise<boolean>;
}

/** Registries below which a mirror may hold providers for OpenTofu: its own, and that of the project it comes from. */
const FOR_OPENTOFU: readonly Registry[] = ["registry.opentofu.org", "registry.terraform.io"];
const SEARCH_DEPTH = 3;

/**
 * Chooses where Terraform gets its providers: from what the user's own CLI configuration says, else from the
 * registry when it can be reached, else from a filesystem mirror on this machine.
 * @throws Failure when none of them is there
 */
export async function chooseProviderSource(
  env: NodeJS.ProcessEnv,
  options: ProviderSourceOptions,
): Promise<ProviderSource> {
  const { folder, home = homedir(), isRegistryReachable = registryAnswers } = options;
  const registry = registryOf(env);
  const configured = userConfigurations(env, home).find(hasProviderInstallation);
  if (configured !== undefined) {
    const mirrors = mirrorsOf(readFileSync(configured, "utf8"));
    return { kind: "own-configuration", description: `as ${configured} says`, env: {}, mirrors };
  }
  const mirrorNamed = env.LMS_PROVIDER_MIRROR !== undefined;
  if (!mirrorNamed && (await isRegistryReachable(registry))) {
    const variables = withoutMissingConfiguration(env);
    return { kind: "registry", description: "from the registry", env: variables, mirrors: [] };
  }
  const mirror = findMirror(
    env,
    home,
    options.searchBelow ?? ["/opt", "/usr/local", "/usr/share", "/var/lib", "/srv", home],
  );
  if (mirror !== undefined) {
    const used = holds(mirror, registry) ? mirror : linkedForOpenTofu(folder, mirror);
    const variables = { TF_CLI_CONFIG_FILE: writeMirrorConfiguration(folder, used) };
    return { kind: "mirror", description: `from the mirror ${mirror}`, env: variables, mirrors: [used] };
  }
  throw new Failure(
    `terraform providers: must come from the registry or from a filesystem mirror, got neither ${registry} nor a folder ` +
      `${registry}/hashicorp/aws; go online, or set LMS_PROVIDER_MIRROR to the folder that holds ${registry}`,
  );
}

/** Writes the CLI configuration of a mirror. It is named after it: what works with another mirror meanwhile reads another file. */
function writeMirrorConfiguration(folder: string, mirror: string): string {
  const text = `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`;
  const file = resolve(folder, `terraform-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.tfrc`);
  if (!existsSync(file)) writeWhole(file, text);
  return file;
}

/**
 * The variables that make Terraform download each provider once and not for each root. A folder must not be shared
 * by roots that are initialized at the same time. A cache that the user has set stays.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
 */
export function pluginCache(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  if (env.TF_PLUGIN_CACHE_DIR) return {};
  mkdirSync(folder, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: folder, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1" };
}

/** The files that Terraform would read: TF_CLI_CONFIG_FILE alone when it is set, else those in the home folder. */
function userConfigurations(env: NodeJS.ProcessEnv, home: string): readonly string[] {
  if (env.TF_CLI_CONFIG_FILE) return existsSync(env.TF_CLI_CONFIG_FILE) ? [env.TF_CLI_CONFIG_FILE] : [];
  const folder = join(home, ".terraform.d");
  const inFolder = folders(folder, (name) => name.endsWith(".tfrc"));
  const names = registryOf(env) === "registry.opentofu.org" ? [".tofurc", ".terraformrc"] : [".terraformrc"];
  const own = names.map((name) => join(home, name)).find((file) => existsSync(file));
  return own === undefined ? inFolder : [own, ...inFolder];
}

function hasProviderInstallation(file: string): boolean {
  return /^\s*provider_installation\s*\{/m.test(readFileSync(file, "utf8"));
}

/** The filesystem mirrors of a CLI configuration; none when it has Terraform ask elsewhere, too. */
function mirrorsOf(configuration: string): readonly string[] {
  if (/^\s*(direct|network_mirror)\s*\{/m.test(configuration)) return [];
  return [...configuration.matchAll(/^\s*filesystem_mirror\s*\{[^}]*?\bpath\s*=\s*"([^"]+)"/gm)].flatMap(
    ([, path]) => path ?? [],
  );
}

/** A TF_CLI_CONFIG_FILE that does not exist makes Terraform warn with each command. */
function withoutMissingConfiguration(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const missing = env.TF_CLI_CONFIG_FILE !== undefined && !existsSync(env.TF_CLI_CONFIG_FILE);
  return missing ? { TF_CLI_CONFIG_FILE: undefined } : {};
}

async function registryAnswers(registry: Registry): Promise<boolean> {
  try {
    const url = `https://${registry}/.well-known/terraform.json`;
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

function findMirror(env: NodeJS.ProcessEnv, home: string, searchBelow: readonly string[]): string | undefined {
  const registries = registryOf(env) === "registry.opentofu.org" ? FOR_OPENTOFU : (["registry.terraform.io"] as const);
  if (env.LMS_PROVIDER_MIRROR !== undefined) return search(resolve(env.LMS_PROVIDER_MIRROR), 0, registries);
  const data = [env.XDG_DATA_HOME || join(home, ".local", "share"), ...(env.XDG_DATA_DIRS ?? "").split(delimiter)];
  const implied = [
    join(home, ".terraform.d", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    ...data.filter((folder) => folder !== "").map((folder) => join(folder, "terraform", "plugins")),
  ];
  for (const folder of implied) {
    const found = search(folder, 0, registries);
    if (found !== undefined) return found;
  }
  for (const folder of searchBelow) {
    const found = search(folder, SEARCH_DEPTH, registries);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first folder, `depth` levels down at most, that holds the provider. Hidden folders and packages are left out. */
function search(folder: string, depth: number, registries: readonly Registry[]): string | undefined {
  if (registries.some((registry) => holds(folder, registry))) return folder;
  if (depth === 0) return undefined;
  for (const child of folders(
    folder,
    (name, isFolder) => isFolder && !name.startsWith(".") && name !== "node_modules",
  )) {
    const found = search(child, depth - 1, registries);
    if (found !== undefined) return found;
  }
  return undefined;
}

function holds(mirror: string, registry: Registry): boolean {
  return existsSync(join(mirror, registry, "hashicorp", "aws"));
}

function folders(folder: string, accept: (name: string, isFolder: boolean) => boolean): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => accept(entry.name, entry.isDirectory()))
      .map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}
