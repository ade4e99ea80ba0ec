import { deployedTag } from "../roots/changed-roots";
import type { Git } from "../shared/git";

const MOST = 10;

/** The commits that a root's plan brings, with their authors and pull requests: those since its last deployment. */
export async function commitsSinceDeployment(git: Git, root: string): Promise<readonly string[]> {
  const tag = deployedTag(root);
  const known = (await git.run("tag", "--list", tag)) !== "";
  if (!known) return [`The first deployment of ${root}, as far as Git knows`];
  const log = await git.run("log", "--format=%h%x09%an%x09%s", `${tag}..HEAD`);
  const commits = log.split("\n").filter((line) => line !== "");
  const lines = commits.slice(0, MOST).map((line) => {
    const [hash, author, subject] = line.split("\t");
    return `${hash} ${subject} (${author})`;
  });
  const authors = new Set(commits.map((line) => line.split("\t")[1]));
  const requests = new Set(commits.flatMap((line) => [...line.matchAll(/#(\d+)/g)].map(([whole]) => whole)));
  const of = requests.size === 0 ? "" : `, of pull requests ${[...requests].join(", ")}`;
  const count = commits.length === 1 ? "1 commit" : `${commits.length} commits`;
  return [
    `Since ${tag}: ${count} by ${[...authors].join(", ") || "no one"}${of}`,
    ...lines,
    ...(commits.length > MOST ? [`and ${commits.length - MOST} more`] : []),
  ];
}
