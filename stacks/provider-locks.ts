import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { projectFolder } from "../modules/foundation/project-folder";

/** The name of Terraform's dependency lock file. */
export const LOCK_FILE = ".terraform.lock.hcl";

/** One release of a provider, with the hashes of its archives. */
export interface ProviderLock {
  /** Such as `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  readonly version: string;
  /** The block of the lock file, without constraints: those of a root may differ from those that it was locked for. */
  readonly block: string;
}

/** Providers that a root requires, by the name that it gives them. */
export type RequiredProviders = Readonly<Record<string, { readonly source?: string }>>;

/**
 * The blocks of a lock file.
 * @see https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
export function readLocks(text: string): readonly ProviderLock[] {
  return [...text.matchAll(/^provider "([^"]+)" \{\n[\s\S]*?^\}\n/gm)].map(([block, address = ""]) => ({
    address,
    version: /^\s*version\s*=\s*"([^"]+)"/m.exec(block)?.[1] ?? "",
    block: block.replace(/^\s*constraints\s*=.*\n/m, ""),
  }));
}

/** A registry that providers come from. */
export type Registry = "registry.terraform.io" | "registry.opentofu.org";

/** The registry of the program that TERRAFORM_BINARY_NAME names: OpenTofu's of one whose name begins with `tofu`. */
export function registryOf({ TERRAFORM_BINARY_NAME: name = "" }: NodeJS.ProcessEnv): Registry {
  return basename(name).startsWith("tofu") ? "registry.opentofu.org" : "registry.terraform.io";
}

/**
 * The releases that the project has locked, from `providers/`, and for OpenTofu, which builds HashiCorp's providers itself,
 * from `providers/opentofu/`. Where there is no such file OpenTofu gets the same releases, without hashes.
 * @see https://opentofu.org/docs/language/files/dependency-lock/
 */
export function projectLocks(
  registry: Registry = "registry.terraform.io",
  folder = join(projectFolder(__dirname), "providers"),
): readonly ProviderLock[] {
  const locks = readLocks(readFileSync(join(folder, LOCK_FILE), "utf8"));
  if (registry === "registry.terraform.io") return locks;
  const own = join(folder, "opentofu", LOCK_FILE);
  if (existsSync(own)) return readLocks(readFileSync(own, "utf8"));
  return locks.map(({ address: terraforms, version }) => {
    const address = terraforms.replace(/^[^/]+/, registry);
    return { address, version, block: `provider "${address}" {\n  version = "${version}"\n}\n` };
  });
}

/** Tells whether a lock file holds providers to their hashes, too. */
export function hasHashes(lockFile: string): boolean {
  return /^\s*hashes\s*=/m.test(lockFile);
}

/** Warnings of providers that are not held to their hashes. */
export function lockWarnings(registry: Registry, locks: readonly ProviderLock[]): string[] {
  if (locks.every(({ block }) => hasHashes(block))) return [];
  return [
    `providers/opentofu: has no lock file, so ${registry} is trusted for what its releases are; see providers/README.md`,
  ];
}

/**
 * The lock file of a root, with the providers that it requires and no other.
 * @throws Error when one of them is not locked
 */
export function lockFileOf(
  root: string,
  required: RequiredProviders,
  locks: readonly ProviderLock[],
  registry: Registry = "registry.terraform.io",
): string {
  const blocks = Object.entries(required)
    .map(([name, { source = name }]) => addressOf(source, registry))
    .sort()
    .map((address) => {
      const lock = locks.find((one) => one.address === address);
      if (lock !== undefined) return lock.block;
      throw new Error(
        `${root}: each provider must be locked, got none of ${address} in providers/${LOCK_FILE}; see providers/README.md`,
      );
    });
  return `# Written by the synth from providers/${LOCK_FILE}.\n\n${blocks.join("\n")}`;
}

/** A source with what Terraform implies: the registry's host, and `hashicorp`. */
function addressOf(source: string, registry: Registry): string {
  const parts = source.split("/");
  return [...[registry, "hashicorp"].slice(0, 3 - parts.length), ...parts].join("/");
}
