import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";

/** A mirror for OpenTofu of one that was made for Terraform: the packages are of the same kind, only their address is another. */
export function linkedForOpenTofu(folder: string, mirror: string): string {
  const linked = resolve(folder, "opentofu-mirror");
  linkPackages(join(mirror, "registry.terraform.io"), join(linked, "registry.opentofu.org"), 3);
  return linked;
}

/** Links each package of a registry: OpenTofu follows links to packages, and not to the `depth` folders above them. */
function linkPackages(from: string, to: string, depth: number): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [target, link] = [join(from, entry.name), join(to, entry.name)];
    if (depth > 0 && entry.isDirectory()) linkPackages(target, link, depth - 1);
    // One that is there already may be being read.
    else if (!existsSync(link) || readlinkSync(link) !== target) {
      rmSync(link, { force: true });
      symlinkSync(target, link);
    }
  }
}
