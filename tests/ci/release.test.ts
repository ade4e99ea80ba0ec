import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { NO_RELEASE } from "../../gitops/checks/service-values";
import { commitAll, real, refused, repository, runScript } from "./support";

let folder = "";
let [first, second] = ["", ""];

beforeEach(async () => {
  ({ folder } = await repository((path) => writeFileSync(join(path, "Makefile"), "test:\n")));
  first = await real(folder, "git", "rev-parse", "HEAD");
  second = await commitAll(folder, "Grade faster");
  await real(folder, "git", "push", "--quiet", "origin", "main");
});

/** Runs the script with what runs in dev. */
async function tell(what: string, running: string, ...args: string[]) {
  mkdirSync(join(folder, "gitops/environments/dev"), { recursive: true });
  writeFileSync(join(folder, "gitops/environments/dev/courses.yaml"), `image: { tag: "${running}" }\n`);
  const options = ["--service", "courses", "--folder", ".", "--from", "dev", "--until", "dev", "--branch", "main"];
  return runScript("release", ["--tell", what, ...options, ...args], { cwd: folder });
}

test("tells the commit of the build, or checks out the one that is asked for, and the way of it", async () => {
  expect((await tell("commit", NO_RELEASE)).stdout).toBe(`${second}\n`);
  expect((await tell("commit", NO_RELEASE, "--revision", first)).stdout).toBe(`${first}\n`);
  expect(await real(folder, "git", "rev-parse", "HEAD")).toBe(first);
  const [last = ""] = ENVIRONMENTS.map(({ name }) => name).slice(-1);
  expect((await tell("stops", NO_RELEASE, "--until", last)).stdout).toMatch(new RegExp(`^dev .*\\b${last}\n$`));
});

test("tells what is new since what runs", async () => {
  const notes = async (running: string, ...args: string[]) => (await tell("notes", running, ...args)).stdout.trim();
  const [from, to] = [first.slice(0, 12), second.slice(0, 12)];
  expect(await notes(NO_RELEASE)).toBe(`dev: the first release, ${to}`);
  expect(await notes(second)).toBe(`dev: runs ${to} already`);
  expect(await notes(first)).toMatch(new RegExp(`^dev: ${from} -> ${to}: [0-9a-f]{7,} Grade faster \\(Test\\)$`));
  expect(await notes(second, "--revision", first)).toBe(`dev: ${to} -> ${from}, back to an older commit`);
  const unknown = "1".repeat(40);
  expect(await notes(unknown)).toBe(`dev: ${"1".repeat(12)} -> ${to}, and what runs is not in the service's history`);
});

test("delivers nothing that is not on main", async () => {
  const third = await commitAll(folder, "Not merged");
  const problem = refused(`release: the commit must be on the service's main, got ${third}; merge it first`);
  expect(await tell("commit", NO_RELEASE)).toEqual(problem);
  expect(await tell("commit", NO_RELEASE, "--revision", third)).toEqual(problem);
  expect((await tell("commit", NO_RELEASE, "--branch", "PR-7")).stdout).toBe(`${third}\n`);
  expect((await tell("commit", NO_RELEASE, "--revision", "main")).stderr).toMatch(
    /^release: the image tag must be a full Git commit id/,
  );
  expect(await tell("notes", NO_RELEASE, "--branch", "PR-7", "--from", "prod", "--until", "prod")).toEqual(
    refused(
      "gitops/environments/prod/courses.yaml: must exist before a release, got no file; npm run new-service -- courses writes it",
    ),
  );
  expect(await tell("commit", NO_RELEASE, "--from", "prod", "--until", "dev")).toEqual(
    refused("release: --until must not come before --from, got prod to dev; choose another"),
  );
});
