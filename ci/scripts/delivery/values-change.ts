import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checked } from "../../../gitops/checks/checked";
import type { Deployment } from "../../../gitops/checks/tree";
import { Failure } from "../../../scripts/failure";
import { environmentOf } from "../shared/choices";
import type { Git } from "../shared/git";
import { pause } from "../shared/pause";
import { decidingPaths } from "./approved";
import { imageTag, valuesFile, withImageTag } from "./image-values";

/** The option that names the branch which Argo CD follows. */
export const BRANCH_OPTION = { value: "<branch>", default: "main", about: "The branch that Argo CD follows." } as const;

/** Seconds for which a push is tried that others overtake, or that the network or the server loses. */
const PATIENCE_SECONDS = 180;

/** Answers to a push that stays refused. */
const REFUSED = /hook declined|protected branch|permission|denied|not allowed|authentication/i;

/** Change to commit: the new tag and the message. Undefined when the values are as they should be. */
export type Edit = (current: {
  readonly tag: string;
  /** The clone, with the tip of the branch as FETCH_HEAD. */
  readonly git: Git;
  readonly file: string;
}) => Promise<{ readonly tag: string; readonly message: string } | undefined>;

/**
 * Changes the tag of a service's image on the tip of a branch in origin. The work tree stays as it is: what it has
 * checked out may be older. When someone else pushes first, or the answer to a push is lost, the edit is made anew on what
 * the branch then is.
 * @returns the tag as it was, and as it is, and the commit that holds it
 */
export async function changeImage(
  git: Git,
  { branch, environment, service }: { readonly branch: string; readonly environment: string; readonly service: string },
  edit: Edit,
  signal: AbortSignal,
): Promise<{ readonly from: string; readonly to: string; readonly commit: string }> {
  const file = valuesFile(environment, service);
  const deadline = Date.now() + PATIENCE_SECONDS * 1000;
  let before: string | undefined;
  let checkedState: string | undefined;
  for (;;) {
    await git.fetch(branch);
    const folder = mkdtempSync(join(tmpdir(), "lms-values-"));
    try {
      await git.run("worktree", "add", "--quiet", "--detach", folder, "FETCH_HEAD");
      const current = readValues(folder, file);
      const tag = imageTag(file, current);
      const wanted = await edit({ tag, git, file });
      // A push whose answer was lost may have arrived: the tag was another one before it.
      if (wanted === undefined)
        return { from: before ?? tag, to: tag, commit: await git.run("rev-parse", "FETCH_HEAD") };
      before = tag;
      writeFileSync(join(folder, file), withImageTag(file, current, wanted.tag));
      const tree = git.in(folder);
      // Those who push at the same time change other files: what was checked once is not rendered again.
      const paths = checkedPaths({ environment, service }).map((path) => `HEAD:${path}`);
      const { exitCode: unknown, stdout: state } = await tree.try("rev-parse", ...paths);
      if (unknown !== 0 || state !== checkedState) refuseProblems(folder, { environment, service });
      checkedState = state;
      await tree.run("commit", "--quiet", "--message", wanted.message, "--", file);
      const { exitCode, stderr } = await tree.try("push", "--quiet", "origin", `HEAD:refs/heads/${branch}`);
      if (exitCode === 0) return { from: tag, to: wanted.tag, commit: await tree.head() };
      if (REFUSED.test(stderr) || Date.now() > deadline) {
        throw new Failure(`${file}: the push to ${branch} must succeed, got:\n${stderr}`);
      }
    } finally {
      await git.toTheEnd().try("worktree", "remove", "--force", folder);
      rmSync(folder, { recursive: true, force: true });
    }
    // Those who push at the same time come back at different moments.
    await pause(200 + Math.random() * 1_800, signal);
  }
}

/** Files that the check of a service's values depends on. */
function checkedPaths(target: Deployment): readonly string[] {
  return [...decidingPaths(target), "gitops/apps"];
}

/** Holds the values to what Argo CD and the cluster take, before they are where Argo CD looks. */
function refuseProblems(folder: string, deployment: Deployment): void {
  const { problems } = checked(folder, environmentOf(deployment.environment), deployment.service);
  if (problems.length > 0) throw new Failure(problems.join("\n"));
}

function readValues(folder: string, file: string): string {
  if (!existsSync(join(folder, file))) {
    throw new Failure(`${file}: must exist, got no such file; add the service as gitops/README.md says`);
  }
  return readFileSync(join(folder, file), "utf8");
}
