import { existsSync, readFileSync } from "node:fs";
import { NO_RELEASE } from "../../gitops/checks/service-values";
import { Failure } from "../../scripts/failure";
import { decidingPaths, deliveredWith } from "./delivery/approved";
import { imageTag, valuesFile } from "./delivery/image-values";
import { stopsOf, WAY_OPTIONS } from "./delivery/stops";
import { checkedTag } from "./images/image-reference";
import { SERVICE_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { Git } from "./shared/git";

const NAME = "release";
const MAX_COMMITS = 10;

runCommand({
  name: NAME,
  about: `Tells which commit of a service a build delivers, or what is new with it in each environment, for whoever approves.
Refuses a commit that is not on main: what was not merged is built and tested, and delivered nowhere.`,
  options: {
    tell: {
      choices: ["commit", "notes", "stops"],
      about: "commit prints its id, notes the commits since what runs, stops the environments on the way.",
    },
    service: { ...SERVICE_OPTION, default: "web" },
    folder: { value: "<folder>", about: "The clone of the service, with its whole history." },
    revision: {
      value: "<commit>",
      default: process.env.REVISION || "HEAD",
      about: "The commit; what is checked out is HEAD. By default the build's parameter REVISION.",
    },
    ...WAY_OPTIONS,
    branch: { value: "<branch>", about: "The branch that the build is of." },
  },
  run: async ({ tell, service, folder, revision, from, until, branch }, signal) => {
    const stops = stopsOf(NAME, from, until);
    if (tell === "stops") {
      console.log(stops.join(" "));
      return;
    }
    const git = new Git(signal, "", folder);
    const commit = revision === "HEAD" ? await git.head() : checkedTag(NAME, revision);
    if (revision !== "HEAD" || branch === "main") await refuseUnmerged(git, commit);
    if (tell === "commit") {
      if (revision !== "HEAD") await git.run("checkout", "--quiet", "--detach", commit);
      console.log(commit);
      return;
    }
    const project = new Git(signal);
    for (const environment of stops) {
      console.log(`${await notes(git, environment, service, commit)}${await besides(project, environment, service)}`);
    }
  },
});

async function refuseUnmerged(git: Git, commit: string): Promise<void> {
  const { exitCode } = await git.try("merge-base", "--is-ancestor", commit, "refs/remotes/origin/main");
  if (exitCode === 0) return;
  throw new Failure(`${NAME}: the commit must be on the service's main, got ${commit}; merge it first`);
}

/** What else of this project a delivery brings to an environment: the commits of chart, contract and values since the last one. */
async function besides(project: Git, environment: string, service: string): Promise<string> {
  const file = valuesFile(environment, service);
  const running = imageTag(file, readFileSync(file, "utf8"));
  const since = running === NO_RELEASE ? undefined : await deliveredWith(project, running, { environment, service });
  if (since === undefined) return "";
  const paths = decidingPaths({ environment, service });
  const log = await project.run("log", "--format=%h %s (%an)", `${since}..HEAD`, "--", ...paths);
  return log === "" ? "" : `; with it, of chart, contract and values: ${few(log.split("\n"))}`;
}

/** The first of many commits. */
function few(commits: readonly string[]): string {
  const more = commits.length > MAX_COMMITS ? [`and ${commits.length - MAX_COMMITS} more`] : [];
  return [...commits.slice(0, MAX_COMMITS), ...more].join("; ");
}

/** One line on what is new in an environment. */
async function notes(git: Git, environment: string, service: string, commit: string): Promise<string> {
  const file = valuesFile(environment, service);
  if (!existsSync(file)) {
    throw new Failure(`${file}: must exist before a release, got no file; npm run new-service -- ${service} writes it`);
  }
  const current = imageTag(file, readFileSync(file, "utf8"));
  const short = commit.slice(0, 12);
  if (current === NO_RELEASE) return `${environment}: the first release, ${short}`;
  if (current === commit) return `${environment}: runs ${short} already`;
  const way = `${environment}: ${current.slice(0, 12)} -> ${short}`;
  const { exitCode, stdout } = await git.try("log", "--format=%h %s (%an)", `${current}..${commit}`);
  if (exitCode !== 0) return `${way}, and what runs is not in the service's history`;
  const commits = stdout.split("\n").filter((line) => line !== "");
  if (commits.length === 0) return `${way}, back to an older commit`;
  return `${way}: ${few(commits)}`;
}
