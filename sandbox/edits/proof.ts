import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments";
import type { EditRow } from "../../environments/edits";
import { renamesIn, renameText } from "../../review/dangers/renames";
import { heldOf, lostProblems } from "../../review/lock/lock";
import { type Plan, readPlan } from "../../review/plan/planned-change";
import { type Terraform, TerraformError } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";
import { type Batch, batchConfiguration, batchesOf, causesOf } from "./batches";
import { type BlockChanges, changedBlocks } from "./blocks";
import { editProblems, isRefused, type Outcome } from "./compare";
import { effectOf } from "./effect";
import type { Configuration, SynthesizedEdit } from "./synthesized-edit";

/** Everything that a proof needs of a sandbox that is kept. */
export interface KeptPlatform {
  readonly environment: Environment;
  /** The folder of the platform's root, in which it was applied. */
  readonly applied: string;
  /** A folder to plan in. */
  readonly scratch: string;
  readonly planner: Terraform;
  readonly say: (line: string) => void;
}

/** An edit that is tried. */
export interface TriedEdit {
  readonly row: EditRow;
  readonly synthesized: SynthesizedEdit;
}

/**
 * Plans edits on a platform that runs.
 * @param edits by name
 * @returns what is wrong in the table
 */
export async function proveEdits(
  edits: ReadonlyMap<string, TriedEdit>,
  base: Configuration,
  platform: KeptPlatform,
): Promise<string[]> {
  const { dataProtection } = platform.environment;
  const outcomes = new Map<string, Outcome>();
  const together = new Map<string, BlockChanges>();
  const alone = new Map<string, BlockChanges>();
  for (const [name, { row, synthesized }] of edits) {
    const refused = refusalOf(synthesized, base, platform.environment);
    if (refused !== undefined) outcomes.set(name, { refused });
    else if (synthesized.configuration !== undefined) {
      const changes = changedBlocks(base, synthesized.configuration);
      (isRefused(row, dataProtection) ? alone : together).set(name, changes);
    }
  }
  platform.say(`${outcomes.size} edits are refused before a plan`);
  const single = [...alone].map(([name, changes]): Batch => ({ edits: new Map([[name, changes]]) }));
  const compare = (name: string, outcome: Outcome) =>
    editProblems(name, edits.get(name)?.row ?? { retained: "never" }, outcome, dataProtection);
  for (const batch of [...batchesOf(together), ...single]) {
    for (const [name, outcome] of await outcomesOf(batch, base, platform)) {
      // What another edit of the batch does to the same resources may look like its own.
      const isDoubtful = batch.edits.size > 1 && compare(name, outcome).length > 0;
      const own: Batch = { edits: new Map([[name, batch.edits.get(name) ?? new Map()]]) };
      const sure = isDoubtful ? (await outcomesOf(own, base, platform)).get(name) : outcome;
      outcomes.set(name, sure ?? outcome);
    }
    platform.say(`planned: ${[...batch.edits.keys()].join("; ")}`);
  }
  return [...outcomes].flatMap(([name, outcome]) => compare(name, outcome));
}

/** The reason that an edit is refused before a plan; undefined when it is not. */
export function refusalOf(
  { configuration, problems }: SynthesizedEdit,
  base: Configuration,
  environment: Environment,
): string | undefined {
  if (configuration === undefined) return problems[0] ?? "";
  return lostProblems(rootName({ environment }), heldOf(environment.dataProtection, base), configuration)[0];
}

async function outcomesOf(batch: Batch, base: Configuration, platform: KeptPlatform): Promise<Map<string, Outcome>> {
  const names = [...batch.edits.keys()];
  const configuration = batchConfiguration(base, batch);
  try {
    const plan = await planned(configuration, platform);
    const { changes } = plan;
    const byEdit = new Map(names.map((name): [string, (typeof changes)[number][]] => [name, []]));
    for (const change of changes) {
      for (const name of causesOf(change.address, batch, configuration)) byEdit.get(name)?.push(change);
    }
    const unmoved = new Map(renamesIn(plan).flatMap((rename) => (rename.same ? [[rename.from.address, rename]] : [])));
    return new Map(
      [...byEdit].map(([name, own]): [string, Outcome] => {
        const rename = own.flatMap(({ address }) => unmoved.get(address) ?? [])[0];
        return [name, rename === undefined ? { effect: effectOf(own) } : { refused: renameText(rename) }];
      }),
    );
  } catch (error) {
    if (!(error instanceof TerraformError)) throw error;
    const [first] = names;
    if (names.length === 1 && first !== undefined) return new Map([[first, { refused: error.message }]]);
    // One of them is refused: each is planned by itself.
    const outcomes = new Map<string, Outcome>();
    for (const [name, changes] of batch.edits) {
      const own = await outcomesOf({ edits: new Map([[name, changes]]) }, base, platform);
      for (const [each, outcome] of own) outcomes.set(each, outcome);
    }
    return outcomes;
  }
}

/** Plans a configuration with the state of the applied one. */
async function planned(configuration: Configuration, platform: KeptPlatform): Promise<Plan> {
  const { applied, scratch, planner } = platform;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  for (const name of [".terraform", ".terraform.lock.hcl", "assets"]) {
    cpSync(join(applied, name), join(scratch, name), { recursive: true, force: true });
  }
  writeFileSync(join(scratch, "cdk.tf.json"), JSON.stringify(configuration));
  const root = new TerraformRoot(planner, rootName(platform), scratch);
  // Nothing has changed behind Terraform's back since the apply.
  await root.plan("-refresh=false", "-lock=false");
  return readPlan(await root.planDocument());
}

function rootName({ environment }: Pick<KeptPlatform, "environment">): string {
  return `${environment.name}-platform`;
}
