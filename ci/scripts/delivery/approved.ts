import { Failure } from "../../../scripts/failure";
import type { Git } from "../shared/git";
import { valuesFile, withImageTag } from "./image-values";

/** Service in an environment, to which something is delivered. */
export interface Target {
  readonly environment: string;
  readonly service: string;
}

/** Files of this project that decide what a service is in an environment: chart, contract and values. */
export function decidingPaths({ environment, service }: Target): readonly string[] {
  return [
    "gitops/charts/lms-service",
    `gitops/platform/${environment}.yaml`,
    `gitops/services/${service}.yaml`,
    valuesFile(environment, service),
  ];
}

/**
 * Refuses to deliver another chart, contract or other values than those that were approved: what was merged meanwhile is
 * approved with the next build. The image's tag is the delivery itself.
 * @param approved the commit of this project that was approved
 * @param tip the commit that is about to be delivered
 */
export async function refuseUnapproved(git: Git, approved: string, tip: string, target: Target): Promise<void> {
  const changed = await git.run("diff", "--name-only", approved, tip, "--", ...decidingPaths(target));
  const others: string[] = [];
  for (const file of changed.split("\n").filter((line) => line !== "")) {
    if (file === valuesFile(target.environment, target.service)) {
      const texts = await Promise.all([approved, tip].map((commit) => git.run("show", `${commit}:${file}`)));
      const [before, after] = texts.map((text) => withImageTag(file, text, ""));
      if (before === after) continue;
    }
    others.push(file);
  }
  if (others.length === 0) return;
  throw new Failure(
    `${target.environment}/${target.service}: must be what was approved with ${approved.slice(0, 12)}, got changes of ` +
      `${others.join(", ")} since; run the job again for this environment, so that they are approved, too`,
  );
}

/** The commit that brought a tag to an environment; undefined where Git does not tell. */
export async function deliveredWith(git: Git, tag: string, target: Target): Promise<string | undefined> {
  const { exitCode, stdout } = await git.try(
    ...["log", "-1", "--format=%H", `-S${tag}`, "HEAD", "--", valuesFile(target.environment, target.service)],
  );
  return exitCode === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;
}
