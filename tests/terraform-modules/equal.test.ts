import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Environment } from "../../environments/environment";
import { accessPolicyName, boundaryArn, roleArn, siteOf } from "../../modules/foundation/names";
import { emulatorEnvironment } from "../../sandbox/aws-environment";
import { ROOT_ACCESS_KEY } from "../../sandbox/gateway/authorization/principals";
import { assumeRole } from "../../sandbox/identities";
import { query } from "../../sandbox/local-aws";
import type { PlanDocument } from "../../scripts/plan-document";
import { unlockMissing } from "../../scripts/providers-at-hand";
import type { Terraform } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";
import { PlatformStack } from "../../stacks/platform-stack";
import { synthesize } from "../../stacks/synthesize";
import { addressInModule } from "../../terraform-modules/taking-over";
import { writeModules } from "../../terraform-modules/write";
import { startWorkbench, temporaryFolder, type Workbench } from "../sandbox/support";
import { STRUCTURES } from "./structures";

// The environment's own root, and the root of its modules, planned side by side. With LMS_EXAMPLES=all that of the modules then
// lives, which takes minutes each.

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

  it("make the resources of the environment's root, with the same arguments", { timeout: 1_800_000 }, async () => {
    const [synthesized, written] = [temporaryFolder(), temporaryFolder()];
    synthesize(() => [(app) => new PlatformStack(app, like)], synthesized);
    writeModules(like, written);
    const platform = join(synthesized, "stacks", `${like.name}-platform`);
    const local = { terraform: { backend: { local: {} } } };
    writeFileSync(join(platform, "backend_override.tf.json"), JSON.stringify(local));
    unlockMissing([platform], bench.providers);
    const boundary = boundaryArn(siteOf(like));

    const own = await planned("platform", platform);
    const ofModules = await planned(
      "complete",
      join(written, "examples", "complete"),
      `-var=permissions_boundary=${boundary}`,
    );

    const expected = resourcesOf(own, like);
    expect(Object.keys(expected).length).toBeGreaterThan(500);
    expect(resourcesOf(ofModules, like)).toEqual(expected);
    if (process.env.LMS_EXAMPLES !== "all") return;

    const root = new TerraformRoot(await deployerOf(like, bench), "complete", join(written, "examples", "complete"));
    expect((await root.apply("-parallelism=30")).counts.add).toBe(Object.keys(expected).length);
    expect((await root.plan(`-var=permissions_boundary=${boundary}`)).empty).toBe(true);
    const destroyed = root.destroy("-parallelism=30", `-var=permissions_boundary=${boundary}`);
    if (like.dataProtection === "retained") await expect(destroyed).rejects.toThrow("lifecycle.prevent_destroy");
    else expect((await destroyed).counts.remove).toBe(Object.keys(expected).length);
  });
});

/** Terraform of the deployer, whom secrets let write passwords. It and the boundary of all roles are in the root of the state. */
async function deployerOf(like: Environment, { emulator: { endpoint }, terraform }: Workbench): Promise<Terraform> {
  const { account, region } = like;
  const arn = roleArn(siteOf(like), "deployer");
  const aws = { endpoint, region };
  const ask = (Action: string, form: Readonly<Record<string, string>>) =>
    query(aws, "iam", { Action, Version: "2010-05-08", ...form });
  const allow = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  const all = allow({ Action: "*", Resource: "*" });
  const trust = allow({ Action: "sts:AssumeRole", Principal: { AWS: `arn:aws:iam::${account}:root` } });
  const RoleName = arn.split("/").at(-1) ?? "";
  await ask("CreatePolicy", { PolicyName: accessPolicyName(siteOf(like), "boundary"), PolicyDocument: all });
  await ask("CreateRole", { RoleName, AssumeRolePolicyDocument: trust });
  await ask("PutRolePolicy", { RoleName, PolicyName: "everything", PolicyDocument: all });
  const credentials = await assumeRole(aws, ROOT_ACCESS_KEY, arn);
  return terraform.with({ env: emulatorEnvironment(terraform.env, endpoint, region, credentials) });
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
