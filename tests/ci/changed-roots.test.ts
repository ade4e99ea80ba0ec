import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { commitAll, real, refused, repository, runScript } from "./support";

/** A synth that copies roots.json into roots; what a root is called tells what it depends on. */
const SYNTH = `
const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const out = process.env.CDKTF_OUTDIR || "cdktf.out";
const roots = JSON.parse(readFileSync("roots.json", "utf8"));
if (roots.broken) { console.error("dev.region: is wrong"); process.exit(1); }
const stacks = {};
for (const [name, content] of Object.entries(roots)) {
  mkdirSync(out + "/stacks/" + name, { recursive: true });
  writeFileSync(out + "/stacks/" + name + "/cdk.tf.json", JSON.stringify(content));
  const dependencies = name.endsWith("-addons") ? [name.replace("addons", "platform")] : [];
  stacks[name] = { name, workingDirectory: "stacks/" + name, dependencies };
}
writeFileSync(out + "/manifest.json", JSON.stringify({ stacks }));
`;

const ALL = ["shared-registry", "dev-addons", "dev-platform", "prod-platform"];
let folder = "";

beforeEach(async () => {
  ({ folder } = await repository((path) => {
    for (const name of ["scripts", "node_modules"]) mkdirSync(join(path, name));
    writeFileSync(join(path, "scripts", "run.js"), SYNTH);
    writeFileSync(join(path, "package-lock.json"), "{}");
    writeFileSync(join(path, ".gitignore"), "cdktf.out\nnode_modules\nchanged-roots.json\n");
  }));
});

const npmLog = () => join(folder, "node_modules", "npm.log");
const run = (...args: string[]) =>
  runScript("changed-roots", args, { cwd: folder, programs: { npm: `echo "$@" >> ${npmLog()}` } });
const written = () => JSON.parse(readFileSync(join(folder, "changed-roots.json"), "utf8"));

/** Commits roots and synthesizes them. @returns the commit */
async function commitRoots(roots: object): Promise<string> {
  writeFileSync(join(folder, "roots.json"), JSON.stringify(roots));
  const commit = await commitAll(folder, "Change roots");
  await real(folder, process.execPath, "scripts/run.js", "main.ts");
  return commit;
}

async function deploy(...roots: string[]): Promise<void> {
  for (const root of roots) await real(folder, "git", "tag", "--force", `deployed/${root}`);
}

const content = (value: number) => Object.fromEntries(ALL.map((name) => [name, { value }]));

test("roots that were never deployed are planned, the first of each environment now and the others in the next run", async () => {
  const head = await commitRoots(content(1));
  expect(await run()).toEqual({
    exitCode: 0,
    stdout: "dev prod again others\n",
    stderr:
      "dev: plans dev-platform; dev-addons in the next run\nprod: plans prod-platform\n" +
      "shared-registry: changed, an administrator applies it\n",
  });
  expect(written()).toEqual({
    head,
    environments: {
      dev: { root: "dev-platform", later: ["dev-addons"] },
      prod: { root: "prod-platform", later: [] },
    },
    byAdministrator: ["shared-registry"],
    gone: [],
  });
});

test("each root is compared with what was deployed of it, whichever commit that was", async () => {
  await commitRoots(content(1));
  await deploy(...ALL);
  await commitRoots({ ...content(1), "prod-platform": { value: 2 } });
  await deploy("prod-platform");
  await commitRoots({ ...content(1), "dev-addons": { value: 3 }, "prod-platform": { value: 2 } });
  expect(await run()).toMatchObject({ stdout: "dev\n", stderr: "dev: plans dev-addons\n" });
  expect(await real(folder, "git", "worktree", "list", "--porcelain")).not.toContain("lms-deployed");
});

test("a root whose apply did not come to its end is planned, though it is again what was deployed", async () => {
  await commitRoots(content(1));
  await deploy(...ALL);
  await real(folder, "git", "tag", "applying/dev-addons");
  await real(folder, "git", "tag", "applying/prod-gone");
  expect(await run()).toMatchObject({
    stdout: "dev others\n",
    stderr: expect.stringMatching(/^dev: plans dev-addons\n/),
  });
  expect(written().gone).toEqual(["prod-gone"]);
});

test("a commit that changes files and no root has nothing to plan, unless a root is asked for", async () => {
  await commitRoots(content(1));
  await deploy(...ALL);
  writeFileSync(join(folder, "README.md"), "Changed");
  await commitAll(folder, "Change a file");
  expect(await run()).toMatchObject({ exitCode: 0, stdout: "none\n", stderr: "nothing changed\n" });
  expect(await run("--scope", "platform")).toMatchObject({
    stdout: "dev prod\n",
    stderr: "dev: plans dev-platform\nprod: plans prod-platform\n",
  });
  expect(await run("--scope", "addons")).toMatchObject({ stdout: "dev\n", stderr: "dev: plans dev-addons\n" });
});

test("a root that left the code is told of, and nothing is planned for it", async () => {
  await commitRoots(content(1));
  await deploy(...ALL);
  const { "dev-addons": _, ...others } = content(1);
  await commitRoots(others);
  expect(await run()).toMatchObject({
    stdout: "others\n",
    stderr: "dev-addons: is not in the code any more; destroy it from the commit of its tag, and delete the tag\n",
  });
  expect(written()).toMatchObject({ environments: {}, gone: ["dev-addons"] });
});

test("a file beside the configuration is a part of the root, what Terraform installs is not", async () => {
  await commitRoots(content(1));
  await deploy(...ALL);
  const root = join(folder, "cdktf.out", "stacks", "dev-platform");
  mkdirSync(join(root, ".terraform"));
  writeFileSync(join(root, ".terraform", "provider"), "");
  expect((await run()).stdout).toBe("none\n");
  writeFileSync(join(root, "function.zip"), "");
  expect((await run()).stdout).toBe("dev\n");
  expect(existsSync(npmLog())).toBe(false);
});

test("a deployed commit with other packages gets its own", async () => {
  await commitRoots(content(1));
  await deploy(...ALL);
  writeFileSync(join(folder, "package-lock.json"), '{ "lockfileVersion": 3 }');
  await commitAll(folder, "Change packages");
  expect(await run()).toMatchObject({ exitCode: 0, stdout: "none\n" });
  expect(readFileSync(npmLog(), "utf8")).toBe("ci --no-progress\n");
});

test("a deployed commit that does not synthesize, and a synth that is not there, are errors", async () => {
  writeFileSync(join(folder, "roots.json"), JSON.stringify({ broken: true }));
  const broken = await commitAll(folder, "Break");
  await deploy("dev-platform");
  await commitRoots(content(1));
  const { exitCode, stderr } = await run();
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^changed-roots: what is deployed must synthesize, got exit code 1 for \S+; look at that commit, or plan its root with --scope:\ndev.region: is wrong\n$/,
  );
  expect(stderr).toContain(`got exit code 1 for ${broken};`);
  expect(await run("--synth", "elsewhere")).toEqual(
    refused(
      `changed-roots: --synth must be a folder with a synth, got ${join(folder, "elsewhere")}; run npm run synth`,
    ),
  );
});
