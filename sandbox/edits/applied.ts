import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments";
import { EDITS, type EnvironmentEdit } from "../../environments/edits";
import { formatChanges } from "../../scripts/drift";
import { Failure } from "../../scripts/failure";
import type { Terraform } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";
import type { KeptPlatform } from "./proof";
import { runningNodes, setRunningNodes } from "./running-nodes";
import { synthesizeEdit } from "./synthesized-edit";

/** A kept platform that edits are applied to. */
export interface ChangingPlatform extends KeptPlatform {
  readonly deployer: Terraform;
  readonly endpoint: string;
}

/** As in a cycle: most resources wait for AWS. */
const PARALLELISM = "-parallelism=30";

/** Edits that are applied at once, with what happens besides. */
interface AppliedEdits {
  readonly names: readonly string[];
  /** Happens between the plan and its apply. */
  readonly meanwhile?: (platform: ChangingPlatform) => Promise<void>;
  /** Looks at what came of it. @throws Failure when it is not what the table says */
  readonly look?: (platform: ChangingPlatform) => Promise<void>;
}

/** What is applied, one after the other, each on top of what is before. */
const APPLIED: readonly AppliedEdits[] = [
  {
    names: ["cluster.nodeGroups.*.maxSize"],
    meanwhile: (platform) => setRunningNodes(platform, "general", 9),
    look: (platform) => expectNodes(platform, "general", { minSize: 3, desiredSize: 9, maxSize: 15 }),
  },
  {
    names: ["cluster.nodeGroups.*.minSize"],
    meanwhile: (platform) => setRunningNodes(platform, "general", 4),
    look: (platform) => expectNodes(platform, "general", { minSize: 5, desiredSize: 5, maxSize: 15 }),
  },
  {
    names: [
      "costCenter",
      "cluster.kubernetesVersion",
      "distribution.mediaSigningKeys: one added",
      "edge.originVerifyVersion",
      "network.zones: one added",
    ],
    meanwhile: (platform) => setRunningNodes(platform, "general", 7),
    look: (platform) => expectNodes(platform, "general", { minSize: 5, desiredSize: 7, maxSize: 15 }),
  },
];

/** Applies edits, and plans again at the end. @throws Failure with the edits that AWS refuses or that leave something to do */
export async function applyEdits(platform: ChangingPlatform): Promise<void> {
  const { environment, applied, planner, deployer, say } = platform;
  const root = new TerraformRoot(planner, `${environment.name}-platform`, applied);
  const done: NonNullable<EnvironmentEdit["edit"]>[] = [];
  for (const { names, meanwhile, look } of APPLIED) {
    done.push(...names.map(editOf));
    write(environment, done, applied);
    await root.plan("-refresh=false");
    await meanwhile?.(platform);
    const { counts } = await root.with(deployer).apply(PARALLELISM);
    await look?.(platform);
    say(`applied: ${names.join("; ")} (${counts.add} created, ${counts.change} changed, ${counts.remove} destroyed)`);
  }
  if ((await root.plan()).empty) return;
  const changes = formatChanges(await root.plannedChanges());
  throw new Failure(`${root.name}: a plan after the edits must change nothing, got:\n${changes}`);
}

function editOf(name: string): NonNullable<EnvironmentEdit["edit"]> {
  const edit = EDITS[name]?.edit;
  if (edit === undefined) throw new Failure(`edits: must name an edit of the table, got ${name}`);
  return edit;
}

function write(environment: Environment, edits: readonly NonNullable<EnvironmentEdit["edit"]>[], folder: string): void {
  const { configuration, problems } = synthesizeEdit(environment, (edited) => {
    for (const edit of edits) edit(edited);
  });
  if (configuration === undefined) throw new Failure(problems.join("\n"));
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration));
}

async function expectNodes(platform: ChangingPlatform, group: string, expected: object): Promise<void> {
  const got = await runningNodes(platform, group);
  if (JSON.stringify(got) === JSON.stringify(expected)) return;
  throw new Failure(`${group}: must have ${JSON.stringify(expected)} nodes, got ${JSON.stringify(got)}`);
}
