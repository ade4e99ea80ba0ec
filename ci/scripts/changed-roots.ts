import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DELIVERED } from "../../environments";
import { Failure } from "../../scripts/failure";
import { run } from "../../scripts/process";
import { type Manifest, rootsOf } from "../../scripts/synth";
import {
  applyingTag,
  changedText,
  changedWords,
  deployedTag,
  type Fingerprint,
  findChangedRoots,
} from "./roots/changed-roots";
import { fingerprintOf } from "./roots/files";
import { runCommand } from "./shared/command";
import { Git } from "./shared/git";
import { misfits, readJson } from "./shared/json";

runCommand({
  name: "changed-roots",
  about: `Tells which Terraform roots differ from what is deployed, by their synthesized JSON: the commit that the tag
deployed/<root> names is synthesized and compared with the synth that is there. A root whose last apply did not come to its end,
as the tag applying/<root> says, differs from anything. Writes the file --out, prints the
environments to plan in one line, or "none" (and "again" when a root must wait for the next run), the rest on stderr.`,
  options: {
    scope: {
      choices: ["changed", "platform", "addons"],
      default: "changed",
      about: "platform, addons: that root of every environment, changed or not.",
    },
    synth: { value: "<folder>", default: "cdktf.out", about: "What `npm run synth` wrote for the commit at hand." },
    out: { value: "<file>", default: "changed-roots.json", about: "Where the result goes, for plan.ts." },
  },
  run: async ({ scope, synth, out }, signal) => {
    const git = new Git(signal);
    const head = await git.head();
    const roots = fingerprints(resolve(synth));
    const names = DELIVERED.map(({ name }) => name);
    const changed =
      scope === "changed"
        ? findChangedRoots(head, names, roots, await deployedRoots(roots, git, signal))
        : findChangedRoots(head, names, new Map([...roots].filter(([name]) => name.endsWith(`-${scope}`))), new Map());
    writeFileSync(out, `${JSON.stringify(changed, undefined, 2)}\n`);
    console.error(changedText(changed));
    console.log(changedWords(changed));
  },
});

/** Every root of a synth with its digests, in the order to apply them. */
function fingerprints(synth: string): Map<string, Fingerprint> {
  const file = join(synth, "manifest.json");
  if (!existsSync(file)) {
    throw new Failure(`changed-roots: --synth must be a folder with a synth, got ${synth}; run npm run synth`);
  }
  const manifest = readJson<Manifest>(file, { stacks: "object" }, "npm run synth");
  const wrong = Object.entries(manifest.stacks).flatMap(([name, stack]) =>
    misfits(stack, { workingDirectory: "text", dependencies: "list" }).map((key) => `stacks.${name}.${key}`),
  );
  if (wrong.length > 0) {
    throw new Failure(
      `${file}: must be what npm run synth wrote, got one without ${wrong.join(", ")}; run npm run synth again`,
    );
  }
  return new Map(rootsOf(manifest, synth).map(({ name, folder }) => [name, fingerprintOf(folder)]));
}

/** The digests of each deployed root as its tag's commit synthesizes it, none of what is half way. A commit is synthesized once. */
async function deployedRoots(
  roots: ReadonlyMap<string, Fingerprint>,
  git: Git,
  signal: AbortSignal,
): Promise<Map<string, Fingerprint>> {
  const synths = new Map<string, Map<string, Fingerprint>>();
  const deployed = new Map<string, Fingerprint>();
  for (const root of await marked(deployedTag, git)) {
    const commit = await git.run("rev-parse", `${deployedTag(root)}^{commit}`);
    if (roots.has(root) && !synths.has(commit)) synths.set(commit, await synthesizeCommit(commit, git, signal));
    deployed.set(root, synths.get(commit)?.get(root) ?? {});
  }
  for (const root of await marked(applyingTag, git)) deployed.set(root, {});
  return deployed;
}

/** The roots that have a tag of a kind. */
async function marked(tagOf: (root: string) => string, git: Git): Promise<readonly string[]> {
  const tags = (await git.run("tag", "--list", tagOf("*"))).split("\n");
  return tags.filter((tag) => tag !== "").map((tag) => tag.slice(tagOf("").length));
}

async function synthesizeCommit(commit: string, git: Git, signal: AbortSignal): Promise<Map<string, Fingerprint>> {
  const folder = mkdtempSync(join(tmpdir(), "lms-deployed-"));
  const [tree, outdir] = [join(folder, "tree"), join(folder, "cdktf.out")];
  try {
    await git.run("worktree", "add", "--detach", tree, commit);
    await installPackages(tree, signal);
    await runOrFail(commit, process.execPath, [join("scripts", "run.js"), "main.ts"], tree, outdir, signal);
    return fingerprints(outdir);
  } finally {
    await git.try("worktree", "remove", "--force", tree);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The packages at hand serve a commit with the same lock file; another one gets its own. */
async function installPackages(tree: string, signal: AbortSignal): Promise<void> {
  const lockFile = (folder: string) => readFileSync(join(folder, "package-lock.json"), "utf8");
  if (lockFile(tree) === lockFile(".")) symlinkSync(resolve("node_modules"), join(tree, "node_modules"));
  else await runOrFail("packages", "npm", ["ci", "--no-progress"], tree, tree, signal);
}

async function runOrFail(
  what: string,
  command: string,
  args: readonly string[],
  cwd: string,
  outdir: string,
  signal: AbortSignal,
): Promise<void> {
  const env = { ...process.env, CDKTF_OUTDIR: outdir, LMS_ENVIRONMENTS: "" };
  const { exitCode, stderr } = await run({ command, args, cwd, env, signal });
  if (exitCode === 0) return;
  throw new Failure(
    `changed-roots: what is deployed must synthesize, got exit code ${exitCode} for ${what}; ` +
      `look at that commit, or plan its root with --scope:\n${stderr}`,
  );
}
