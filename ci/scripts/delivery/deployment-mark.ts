import type { Git } from "../shared/git";
import { imageTag } from "./image-values";

/** The option that names the build, by which it later finds the commit that it made. */
export const BUILD_OPTION = {
  value: "<build>",
  default: process.env.BUILD_TAG || "by hand",
  about: "The build that deploys, as Jenkins' BUILD_TAG names it.",
} as const;

/**
 * Message of the commit that deploys an image. The record of a deployment is in Git: an agent that is lost takes nothing along.
 * @param approver who has approved it; empty where nobody is asked
 */
export function deploymentMessage(subject: string, build: string, approver = ""): string {
  return `${subject}\n\nBuild: ${build}${approver === "" ? "" : `\nApproved-by: ${approver.replaceAll(/\s+/g, " ")}`}`;
}

/**
 * The tag that a build replaced, where the tip of the branch (FETCH_HEAD) has the tag that it set.
 * @returns undefined when another build, or no build, set it
 */
export async function replacedTag(git: Git, file: string, tag: string, build: string): Promise<string | undefined> {
  const commit = await git.run("log", "-1", "--format=%H", `-S${tag}`, "FETCH_HEAD", "--", file);
  if (commit === "") return undefined;
  const trailer = await git.run("log", "-1", "--format=%(trailers:key=Build,valueonly)", commit);
  if (trailer.trim() !== build) return undefined;
  const { exitCode, stdout } = await git.try("show", `${commit}^:${file}`);
  return exitCode === 0 ? imageTag(file, stdout) : undefined;
}
