import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isAtLeast } from "../../scripts/terraform";
import { hasHashes, lockFileOf, projectLocks, readLocks, registryOf } from "../../stacks/provider-locks";
import { allRoots } from "../support/synthesized";

const LOCKS = readLocks(`# This file is maintained automatically by "terraform init".

provider "registry.terraform.io/hashicorp/aws" {
  version     = "6.1.0"
  constraints = "6.1.0"
  hashes = [
    "h1:one=",
    "zh:two",
  ]
}

provider "registry.terraform.io/acme/tool" {
  version = "1.2.3"
  hashes = [
    "h1:three=",
  ]
}
`);

describe("the lock file of a root", () => {
  it("has the providers that the root requires, sorted, without the constraints that they were locked for", () => {
    const required = { aws: { source: "aws" }, tool: { source: "registry.terraform.io/acme/tool" } };
    expect(lockFileOf("one", required, LOCKS)).toBe(`# Written by the synth from providers/.terraform.lock.hcl.

provider "registry.terraform.io/acme/tool" {
  version = "1.2.3"
  hashes = [
    "h1:three=",
  ]
}

provider "registry.terraform.io/hashicorp/aws" {
  version     = "6.1.0"
  hashes = [
    "h1:one=",
    "zh:two",
  ]
}
`);
  });

  it.each([
    ["aws", {}],
    ["aws", { source: "hashicorp/aws" }],
    ["amazon", { source: "registry.terraform.io/hashicorp/aws" }],
  ])("finds %s by the source %j, and leaves the others out", (name, provider) => {
    const text = lockFileOf("one", { [name]: provider }, LOCKS);
    expect(text).toContain('provider "registry.terraform.io/hashicorp/aws" {');
    expect(text).not.toContain("acme");
  });

  it("cannot be written for a provider that is not locked", () => {
    expect(() => lockFileOf("one", { random: {} }, LOCKS)).toThrow(
      "one: each provider must be locked, got none of registry.terraform.io/hashicorp/random in providers/.terraform.lock.hcl; see providers/README.md",
    );
  });
});

describe("the project's locks", () => {
  it("are of the releases in versions.tf.json, with a hash of every archive", () => {
    const file = join(__dirname, "../../providers/versions.tf.json");
    const versions = JSON.parse(readFileSync(file, "utf8")).terraform.required_providers;
    expect(projectLocks().map(({ address, version }) => ({ address, version }))).toEqual(
      (["aws", "helm", "kubernetes"] as const).map((name) => ({
        address: `registry.terraform.io/${versions[name].source}`,
        version: versions[name].version,
      })),
    );
    for (const { block } of projectLocks()) {
      expect(block.match(/"zh:[0-9a-f]{64}"/g)?.length).toBeGreaterThan(10);
      expect(block.match(/"h1:[\w+/]{43}="/g)?.length).toBeGreaterThan(0);
    }
  });

  it.each([...allRoots()])(
    "are of releases that %s allows, and the one that is tried here is allowed too",
    (_, root) => {
      const { required_providers } = root.json.terraform as { required_providers: Record<string, { version: string }> };
      const tried = { aws: ["5.100.0"], helm: [], kubernetes: [] } as const;
      for (const [name, { version: bounds }] of Object.entries(required_providers)) {
        const [, least = "", below = ""] = /^>= ([\d.]+), < ([\d.]+)$/.exec(bounds) ?? [];
        const locked = projectLocks().find(({ address }) => address.endsWith(`/${name}`))?.version ?? "none";
        for (const version of [locked, ...tried[name as keyof typeof tried]]) {
          expect({ name, version, fits: isAtLeast(version, least) && !isAtLeast(version, below) }).toEqual({
            name,
            version,
            fits: true,
          });
        }
      }
    },
  );
});

describe("OpenTofu", () => {
  it.each([
    ["tofu", "registry.opentofu.org"],
    ["/opt/bin/tofu-1.12.6", "registry.opentofu.org"],
    ["terraform", "registry.terraform.io"],
    ["/tofu/terraform", "registry.terraform.io"],
    [undefined, "registry.terraform.io"],
  ])("is what TERRAFORM_BINARY_NAME=%s stands for: %s", (TERRAFORM_BINARY_NAME, registry) => {
    expect(registryOf({ TERRAFORM_BINARY_NAME })).toBe(registry);
  });

  it("gets the releases of Terraform without hashes, until it has a lock file of its own", () => {
    const folder = mkdtempSync(join(tmpdir(), "lms-locks-"));
    const block = (host: string, hash: string) =>
      `provider "${host}/hashicorp/aws" {\n  version = "6.1.0"\n  hashes = [\n    "h1:${hash}=",\n  ]\n}\n`;
    writeFileSync(join(folder, ".terraform.lock.hcl"), block("registry.terraform.io", "one"));
    const lockFile = () =>
      lockFileOf(
        "one",
        { aws: { source: "aws" } },
        projectLocks("registry.opentofu.org", folder),
        "registry.opentofu.org",
      );
    const [head, ...rest] = lockFile().split("\n\n");
    expect([head, rest]).toEqual([
      "# Written by the synth from providers/.terraform.lock.hcl.",
      ['provider "registry.opentofu.org/hashicorp/aws" {\n  version = "6.1.0"\n}\n'],
    ]);
    expect(hasHashes(lockFile())).toBe(false);
    mkdirSync(join(folder, "opentofu"));
    writeFileSync(join(folder, "opentofu", ".terraform.lock.hcl"), block("registry.opentofu.org", "other"));
    expect(lockFile()).toContain('"h1:other="');
    expect(hasHashes(lockFile())).toBe(true);
  });
});
