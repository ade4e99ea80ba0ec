import { readFileSync } from "node:fs";
import { join } from "node:path";
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

/** The releases that the project has locked, from `providers/`. */
export function projectLocks(): readonly ProviderLock[] {
  return readLocks(readFileSync(join(projectFolder(__dirname), "providers", LOCK_FILE), "utf8"));
}

/**
 * The lock file of a root, with the providers that it requires and no other.
 * @throws Error when one of them is not locked
 */
export function lockFileOf(root: string, required: RequiredProviders, locks: readonly ProviderLock[]): string {
  const blocks = Object.entries(required)
    .map(([name, { source = name }]) => addressOf(source))
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
function addressOf(source: string): string {
  const parts = source.split("/");
  return [...["registry.terraform.io", "hashicorp"].slice(0, 3 - parts.length), ...parts].join("/");
}
