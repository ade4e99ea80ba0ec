import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isAtLeast } from "../../scripts/terraform";
import { lockFileOf, projectLocks, readLocks } from "../../stacks/provider-locks";
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
