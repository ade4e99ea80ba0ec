import type { AccountSettings } from "../../environments";
import { attempt } from "../process";
import type { Answer } from "./aws-cli";
import { ago, attention, fine, type Line, timeOf } from "./report";

/** The commit of a root that a pipeline applied last, by its tag. */
export interface Deployed {
  readonly commit: string;
  /** Commits of the branch at hand that came after it. */
  readonly behind: number;
}

/** The question which states an account's bucket holds. */
export function statesCommand({ stateBucket }: AccountSettings): readonly string[] {
  return ["s3api", "list-objects-v2", "--bucket", stateBucket];
}

/**
 * What the bucket of the states tells: when each root was applied last, whether someone is at it, and whether a state was
 * kept that could not be written.
 */
export function rootLines(
  roots: readonly string[],
  answer: Answer,
  deployed: ReadonlyMap<string, Deployed>,
  now: Date,
): readonly Line[] {
  if ("refused" in answer) return [attention("states", `not told: ${answer.refused}`)];
  const objects = (
    (answer.value as { Contents?: readonly { Key: string; LastModified: string }[] }).Contents ?? []
  ).map(({ Key, LastModified }) => [Key, timeOf(LastModified)] as const);
  const times = new Map(objects);
  return roots.flatMap((root): Line[] => {
    const applied = times.get(`${root}/terraform.tfstate`);
    if (applied === undefined) return [attention(root, "has no state: it was never applied")];
    const locked = times.get(`${root}/terraform.tfstate.tflock`);
    const kept = objects.filter(([key]) => key.startsWith(`${root}/errored/`)).length;
    return [
      fine(root, `state of ${ago(applied, now)}${commitText(deployed.get(root))}`),
      ...(locked === undefined
        ? []
        : [attention(root, `someone is at it, or was interrupted: locked ${ago(locked, now)}`)]),
      ...(kept === 0 ? [] : [attention(root, "a state could not be written and is kept in errored/: README, Recover")]),
    ];
  });
}

function commitText(deployed: Deployed | undefined): string {
  if (deployed === undefined) return ", no tag tells its commit";
  const { commit, behind } = deployed;
  return `, commit ${commit}${behind === 0 ? "" : `, ${behind} behind this one`}`;
}

/** The deployed commits, by the tags `deployed/<root>` that are in the repository at hand. */
export async function deployedCommits(
  roots: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Deployed>> {
  const git = (...args: readonly string[]) => attempt({ command: "git", args, cwd, env, signal });
  const found = new Map<string, Deployed>();
  for (const root of roots) {
    const tag = `refs/tags/deployed/${root}`;
    const { exitCode, stdout } = await git("rev-parse", "--short", "--verify", "--quiet", `${tag}^{commit}`);
    if (exitCode !== 0) continue;
    const behind = await git("rev-list", "--count", `${tag}..HEAD`);
    found.set(root, { commit: stdout.trim(), behind: Number(behind.stdout.trim() || 0) });
  }
  return found;
}
