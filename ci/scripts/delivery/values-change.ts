import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../../scripts/failure";
import type { Git } from "../shared/git";
import { imageTag, valuesFile, withImageTag } from "./image-values";

/** The image of a service in an environment before and after a deployment; the file that `set-image` leaves for `revert-image`. */
export interface ImageChange {
  readonly environment: string;
  readonly service: string;
  readonly from: string;
  readonly to: string;
}

/** The option that names the file of an `ImageChange`. */
export const RECORD_OPTION = {
  value: "<file>",
  default: "image-change.json",
  about: "Where the change is written down for revert-image.ts.",
} as const;

/** The option that names the branch which Argo CD follows. */
export const BRANCH_OPTION = { value: "<branch>", default: "main", about: "The branch that Argo CD follows." } as const;

/** Number of tries of a push that others overtake. */
const MAX_TRIES = 5;

/** Change to commit: the new tag and the message. Undefined when the values are as they should be. */
export type Edit = (currentTag: string) => { readonly tag: string; readonly message: string } | undefined;

/**
 * Changes the tag of a service's image on the tip of a branch in origin. The work tree stays as it is: what it has
 * checked out may be older. When someone else pushes first, the edit is made anew on what they pushed.
 * @returns the tag as it was
 */
export async function changeImage(git: Git, branch: string, environment: string, service: string, edit: Edit) {
  const file = valuesFile(environment, service);
  for (let tries = 1; ; tries += 1) {
    await git.run("fetch", "--quiet", "origin", branch);
    const folder = mkdtempSync(join(tmpdir(), "lms-values-"));
    try {
      await git.run("worktree", "add", "--quiet", "--detach", folder, "FETCH_HEAD");
      const current = readValues(folder, file);
      const from = imageTag(file, current);
      const wanted = edit(from);
      if (wanted === undefined) return from;
      writeFileSync(join(folder, file), withImageTag(file, current, wanted.tag));
      const tree = git.in(folder);
      await tree.run("commit", "--quiet", "--message", wanted.message, "--", file);
      const { exitCode, stderr } = await tree.try("push", "--quiet", "origin", `HEAD:refs/heads/${branch}`);
      if (exitCode === 0) return from;
      if (tries === MAX_TRIES || !/non-fast-forward|fetch first|cannot lock ref/.test(stderr)) {
        throw new Failure(`${file}: the push to ${branch} must succeed, got:\n${stderr}`);
      }
    } finally {
      await git.try("worktree", "remove", "--force", folder);
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function readValues(folder: string, file: string): string {
  if (!existsSync(join(folder, file))) {
    throw new Failure(`${file}: must exist, got no such file; add the service as gitops/README.md says`);
  }
  return readFileSync(join(folder, file), "utf8");
}
