import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Environment } from "../../environments/environment";
import { query } from "../../sandbox/local-aws";
import type { PlanDocument } from "../../scripts/plan-document";
import { unlockMissing } from "../../scripts/providers-at-hand";
import { TerraformRoot } from "../../scripts/terraform-root";
import { PlatformStack } from "../../stacks/platform-stack";
import { synthesize } from "../../stacks/synthesize";
import { addressInModule } from "../../terraform-modules/taking-over";
import { writeModules } from "../../terraform-modules/write";
import { startWorkbench, temporaryFolder, type Workbench } from "../sandbox/support";
import { academy, STRUCTURES } from "./structures";

// The environment's own root, and the root of its modules, planned side by side. With LMS_EXAMPLES=all the smallest of them then
// lives, which takes minutes.

describe.each(STRUCTURES)("all modules like $name, called by one root", (like) => {
  let bench: Workbench;

  beforeAll(async () => {
    bench = await startWorkbench(like.account);
  });

  afterAll(async () => {
    await bench.emulator.stop();
  });

  async function planned(name: string, folder: string, ...flags: string[]): Promise<PlanDocument> {
    const root = new TerraformRoot(bench.terraform, name, folder);
    await root.init();
    await root.plan(...flags);
    return root.planDocument();
  }

  it("make the resources of the environment's root, with the same arguments", { timeout: 900_000 }, async () => {
    const [synthesized, written] = [temporaryFolder(), temporaryFolder()];
    synthesize(() => [(app) => new PlatformStack(app, like)], synthesized);
    writeModules(like, written);
    const platform = join(synthesized, "stacks", `${like.name}-platform`);
    const local = { terraform: { backend: { local: {} } } };
    writeFileSync(join(platform, "backend_override.tf.json"), JSON.stringify(local));
    unlockMissing([platform], bench.providers);
    const boundary = `arn:aws:iam::${like.account}:policy/lms-${like.name}-access-boundary`;

    const own = await planned("platform", platform);
    const ofModules = await planned(
      "complete",
      join(written, "examples", "complete"),
      `-var=permissions_boundary=${boundary}`,
    );

    const expected = resourcesOf(own, like);
    expect(Object.keys(expected).length).toBeGreaterThan(500);
    expect(resourcesOf(ofModules, like)).toEqual(expected);
    if (like !== academy || process.env.LMS_EXAMPLES !== "all") return;

    await makePolicy(bench, boundary.split("/").at(-1) ?? "");
    const root = new TerraformRoot(bench.terraform, "complete", join(written, "examples", "complete"));
    expect((await root.apply("-parallelism=30")).counts.add).toBe(Object.keys(expected).length);
    expect((await root.plan(`-var=permissions_boundary=${boundary}`)).empty).toBe(true);
    const { remove } = (await root.destroy("-parallelism=30", `-var=permissions_boundary=${boundary}`)).counts;
    expect(remove).toBe(Object.keys(expected).length);
  });
});

/** Makes the permissions boundary, which is in the root of the state. */
async function makePolicy({ emulator: { endpoint } }: Workbench, PolicyName: string): Promise<void> {
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
  await query({ endpoint, region: "us-east-1" }, "iam", {
    Action: "CreatePolicy",
    Version: "2010-05-08",
    PolicyName,
    PolicyDocument,
  });
}

/** Planned arguments of each resource, and which of them AWS tells, by the address that modules give it. */
function resourcesOf({ resource_changes = [] }: PlanDocument, like: Environment): Record<string, unknown> {
  const managed = resource_changes.filter(({ mode }) => mode === "managed");
  return Object.fromEntries(
    managed.map(({ address, change: { after, after_unknown } }) => [
      addressInModule(address.replace(/^module\.\w+\./, ""), like),
      [comparable(after), after_unknown],
    ]),
  );
}

/** Arguments without the folder of a file, which a module has of its own. */
function comparable(given: unknown): unknown {
  const { filename, ...others } = given as { readonly filename?: unknown };
  return typeof filename === "string" ? { ...others, filename: basename(filename) } : given;
}
