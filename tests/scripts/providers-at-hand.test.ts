import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { ProviderSource } from "../../scripts/provider-source";
import { absentProviders, providersText, unlockMissing } from "../../scripts/providers-at-hand";
import { temporaryFolder } from "../sandbox/support";

let mirror = "";
let source: ProviderSource;

beforeEach(() => {
  mirror = temporaryFolder();
  source = { kind: "mirror", description: `from the mirror ${mirror}`, env: {}, mirrors: [temporaryFolder(), mirror] };
});

function rootWith(version: string): string {
  const folder = temporaryFolder();
  const block = `provider "registry.terraform.io/hashicorp/aws" {\n  version = "${version}"\n  hashes = [\n  ]\n}\n`;
  writeFileSync(join(folder, ".terraform.lock.hcl"), block);
  return folder;
}

function fillMirror(name: string): void {
  mkdirSync(join(mirror, "registry.terraform.io", "hashicorp", "aws", name), { recursive: true });
}

const isLocked = (folder: string) => existsSync(join(folder, ".terraform.lock.hcl"));

test.each(["6.28.0", "terraform-provider-aws_6.28.0_linux_amd64.zip"])(
  "a root keeps its lock where a mirror has the release, as %s",
  (name) => {
    const root = rootWith("6.28.0");
    fillMirror(name);
    expect(unlockMissing([root], source)).toEqual([]);
    expect(isLocked(root)).toBe(true);
    expect(providersText([root], source, [])).toBe(`hashicorp/aws 6.28.0 from the mirror ${mirror}, as locked`);
  },
);

test("a root loses the lock on a release that no mirror has, and what it gets instead is told", () => {
  const [one, other] = [rootWith("6.28.0"), rootWith("6.28.0")];
  fillMirror("5.100.0");
  fillMirror("terraform-provider-aws_6.28.01_linux_amd64.zip");
  const missing = unlockMissing([one, other], source);
  expect({ missing, locked: [one, other].some(isLocked) }).toEqual({
    missing: ["hashicorp/aws 6.28.0"],
    locked: false,
  });
  expect(providersText([rootWith("5.100.0")], source, missing)).toBe(
    `hashicorp/aws 5.100.0 from the mirror ${mirror}, which lacks the locked hashicorp/aws 6.28.0`,
  );
});

test("where providers are downloaded, and where a root has no lock, nothing is taken away", () => {
  const root = rootWith("6.28.0");
  expect(unlockMissing([root], { ...source, kind: "registry", mirrors: [] })).toEqual([]);
  expect(isLocked(root)).toBe(true);
  expect(unlockMissing([temporaryFolder()], source)).toEqual([]);
});

test("a provider is absent when no mirror has any release of it, of the registry that is asked", () => {
  const required_providers = { aws: { source: "aws" }, helm: {}, kubernetes: { source: "hashicorp/kubernetes" } };
  const root = { terraform: { backend: {}, required_providers } };
  fillMirror("5.100.0");
  mkdirSync(join(mirror, "registry.opentofu.org", "hashicorp", "helm"), { recursive: true });
  const absent = (registry: "registry.terraform.io" | "registry.opentofu.org") =>
    absentProviders(root, source, registry);
  expect(absent("registry.terraform.io")).toEqual(["hashicorp/helm", "hashicorp/kubernetes"]);
  expect(absent("registry.opentofu.org")).toEqual(["hashicorp/aws", "hashicorp/kubernetes"]);
  expect(absentProviders(root, { ...source, kind: "registry", mirrors: [] }, "registry.terraform.io")).toEqual([]);
});
