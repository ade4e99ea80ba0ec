import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LOCK_FILE, type ProviderLock, type Registry, readLocks } from "../stacks/provider-locks";
import type { ProviderSource } from "./provider-source";
import type { RootConfiguration } from "./terraform-root";

/**
 * Makes roots take the providers at hand: takes away the lock file of each that locks a release which is in none of the
 * source's mirrors. Where providers are downloaded every release is at hand.
 * @returns the releases that are missing, such as `hashicorp/aws 6.28.0`
 */
export function unlockMissing(folders: readonly string[], { mirrors }: ProviderSource): readonly string[] {
  if (mirrors.length === 0) return [];
  const missing = folders.flatMap((folder) => {
    const file = join(folder, LOCK_FILE);
    const lacking = locksIn(folder).filter((lock) => !mirrors.some((mirror) => holds(mirror, lock)));
    if (lacking.length > 0) rmSync(file);
    return lacking.map(releaseOf);
  });
  return [...new Set(missing)];
}

/** The providers of a root of which none of the source's mirrors has any release, such as `hashicorp/helm`. */
export function absentProviders(
  { terraform }: Pick<RootConfiguration, "terraform">,
  { mirrors }: ProviderSource,
  registry: Registry,
): readonly string[] {
  if (mirrors.length === 0) return [];
  return Object.entries(terraform.required_providers)
    .map(([name, { source = name }]) =>
      source.replace(/^registry\.terraform\.io\//, "").replace(/^(?!.*\/)/, "hashicorp/"),
    )
    .filter((source) => !mirrors.some((mirror) => existsSync(join(mirror, registry, source))));
}

/** The releases that the roots in the folders have got, and why, for who reads the output. */
export function providersText(
  folders: readonly string[],
  { description }: ProviderSource,
  missing: readonly string[],
): string {
  const chosen = [...new Set(folders.flatMap(locksIn).map(releaseOf))];
  const why = missing.length > 0 ? `which lacks the locked ${missing.join(" and ")}` : "as locked";
  return `${chosen.join(", ")} ${description}, ${why}`;
}

function locksIn(folder: string): readonly ProviderLock[] {
  const file = join(folder, LOCK_FILE);
  return existsSync(file) ? readLocks(readFileSync(file, "utf8")) : [];
}

function releaseOf({ address, version }: ProviderLock): string {
  return `${address.replace(/^registry\.(terraform\.io|opentofu\.org)\//, "")} ${version}`;
}

/**
 * Whether a mirror has a release, unpacked or as an archive.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
function holds(mirror: string, { address, version }: ProviderLock): boolean {
  const folder = join(mirror, address);
  const archive = `terraform-provider-${address.split("/").at(-1)}_${version}_`;
  return existsSync(folder) && readdirSync(folder).some((name) => name === version || name.startsWith(archive));
}
