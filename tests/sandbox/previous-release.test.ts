import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readArguments } from "../../sandbox/arguments";
import { PreviousRelease, reviewUpgrade, upgradedRoot } from "../../sandbox/previous-release";
import type { PlanDocument } from "../../scripts/plan-document";
import type { TerraformRoot } from "../../scripts/terraform-root";
import { temporaryFolder } from "./support";

const { signal } = new AbortController();

describe("npm run sandbox -- upgrade", () => {
  it("takes environments, what else a cycle takes, and the release to upgrade from", () => {
    expect(readArguments(["upgrade", "dev"])).toMatchObject({ environments: [{ name: "dev" }], upgrade: true });
    expect(readArguments(["upgrade", "prod", "--from", "v0.1.0", "--keep"])).toMatchObject({
      environments: [{ name: "prod" }],
      upgrade: true,
      from: "v0.1.0",
      keep: true,
    });
    expect(readArguments(["dev"])).toMatchObject({ upgrade: false });
    expect(() => readArguments(["dev", "--from", "v0.1.0"])).toThrow(
      "sandbox: --from must go with upgrade, got v0.1.0; npm run sandbox -- upgrade <environment>",
    );
  });
});

describe("the previous release", () => {
  it("is synthesized as it was", async () => {
    const release = await PreviousRelease.take("HEAD", signal);
    try {
      expect(release?.ref).toBe("HEAD");
      const roots = (await release?.synthesize("dev", temporaryFolder(), signal)) ?? [];
      expect(roots.map(({ name }) => name)).toEqual(["state-dev", "dev-platform", "dev-addons"]);
      const { terraform } = JSON.parse(readFileSync(join(roots[1]?.folder ?? "", "cdk.tf.json"), "utf8"));
      expect(terraform.backend.s3.key).toBe("dev-platform/terraform.tfstate");
      expect(await release?.synthesize("nowhere", temporaryFolder(), signal)).toEqual([]);
    } finally {
      release?.remove();
    }
  });

  it("is what a root is applied on top of, where that root is another", () => {
    const root = (name: string, text: string) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, "cdk.tf.json"), text);
      return { name, folder };
    };
    const before = [root("state-dev", "1"), root("dev-platform", "1")];
    expect(upgradedRoot(before, root("dev-platform", "2"))).toBe(before[1]);
    expect(upgradedRoot(before, root("dev-platform", "1"))).toBe(undefined);
    expect(upgradedRoot(before, root("dev-recovery-platform", "1"))).toBe(undefined);
  });

  it("is a commit that Git knows", async () => {
    await expect(PreviousRelease.take("v9.9.9", signal)).rejects.toThrow(
      "sandbox: --from must be a tag or commit, got v9.9.9; see git tag",
    );
  });
});

describe("the plan of an upgrade", () => {
  const planned = (name: string) => {
    const change = { actions: ["delete"], before: { id: "1" }, after: null };
    const queue = { address: "aws_sqs_queue.media", type: "aws_sqs_queue", name: "media", mode: "managed", change };
    const document = { format_version: "1.2", resource_changes: [queue] } as unknown as PlanDocument;
    return { name, planDocument: async () => document } as unknown as TerraformRoot;
  };

  it("may lose nothing that cannot be made again where data is retained", async () => {
    await expect(reviewUpgrade(planned("prod-platform"), "v0.1.0")).rejects.toThrow(
      "prod-platform: an upgrade from v0.1.0 must lose nothing, got\naws_sqs_queue.media: ",
    );
  });

  it("is reviewed where data is disposable", async () => {
    expect(await reviewUpgrade(planned("dev-platform"), "v0.1.0")).toContain("aws_sqs_queue.media");
  });
});
