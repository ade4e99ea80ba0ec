import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { expect, it } from "vitest";
import { ENVIRONMENTS } from "../environments";
import { ChangedCopy } from "./support/changed-copy";
import { ACCOUNT_LIST } from "./support/names";

const PROBLEM = `LMS_ENVIRONMENTS: must name known environments, got "prd"; choose from ${ACCOUNT_LIST}`;

function synth(environments: string, more: NodeJS.ProcessEnv = {}) {
  const outdir = more.CDKTF_OUTDIR ?? mkdtempSync(join(tmpdir(), "lms-main-"));
  const env = { ...process.env, LMS_ENVIRONMENTS: environments, CDKTF_OUTDIR: outdir, ...more };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/run.js", "main.ts"], {
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr, outdir };
}

function files(outdir: string): string[] {
  return readdirSync(outdir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(outdir.length + 1))
    .sort();
}

it("writes the roots of the environments that LMS_ENVIRONMENTS names", () => {
  const { status, stdout, stderr, outdir } = synth("dev,prod");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const assets = files(outdir).filter((file) => file.includes("/assets/"));
  const roots = ["dev-addons", "dev-platform", "prod-addons", "prod-platform", "state-dev", "state-prod"];
  const [first, second, ...rest] = stdout.split("\n");
  expect(first?.replace(/\d+\.\d s:$/, "N s:")).toBe(`Synthesized 6 roots into ${outdir}/stacks in N s:`);
  expect(second).toBe("  state-dev dev-platform dev-addons state-prod prod-platform prod-addons");
  expect(rest).toEqual([""]);
  expect(files(outdir).filter((file) => !assets.includes(file))).toEqual([
    "manifest.json",
    ...roots.flatMap((root) => [`stacks/${root}/.terraform.lock.hcl`, `stacks/${root}/cdk.tf.json`]),
  ]);
  const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  expect(stacks["dev-addons"].dependencies).toEqual(["dev-platform"]);
  expect(stacks["prod-addons"].dependencies).toEqual(["prod-platform"]);
  const functions = assets.filter((file) => file.startsWith("stacks/dev-platform/")).map((file) => basename(file));
  expect(functions).toEqual(["rotate.zip", "record.zip", "report-orphans.zip", "submit.zip", "sweep.zip"]);
});

it("writes roots that can be taken elsewhere: nothing in them leads out of their folder", () => {
  const { outdir } = synth("");
  let assets = 0;
  for (const file of files(outdir).filter((name) => name.endsWith("/cdk.tf.json"))) {
    const folder = dirname(join(outdir, file));
    const text = readFileSync(join(outdir, file), "utf8");
    for (const outside of [process.cwd(), outdir, "../"]) expect([file, text.includes(outside)]).toEqual([file, false]);
    for (const [asset] of text.matchAll(/(?<=")assets\/[^"]+/g)) {
      expect(existsSync(join(folder, asset)), asset).toBe(true);
      assets += 1;
    }
  }
  expect(assets).toBeGreaterThan(10);
});

it("writes the same bytes each time", () => {
  const [one, other] = [synth(""), synth("")];
  const written = files(one.outdir);
  expect(written.filter((file) => file.endsWith("/cdk.tf.json"))).toHaveLength(3 * ENVIRONMENTS.length + 2);
  expect(files(other.outdir)).toEqual(written);
  for (const file of written) {
    expect(readFileSync(join(other.outdir, file)).equals(readFileSync(join(one.outdir, file))), file).toBe(true);
  }
});

it("leaves no root that left the code to be applied, and says so; accounts that it was not asked for stay as they are", () => {
  const outdir = mkdtempSync(join(tmpdir(), "lms-main-"));
  const write = (root: string, ...names: string[]) => {
    mkdirSync(join(outdir, "stacks", root), { recursive: true });
    for (const name of names) writeFileSync(join(outdir, "stacks", root, name), "");
  };
  write("gone-platform", "cdk.tf.json", "release_override.tf.json", "plan", "errored.tfstate");
  write("state-gone", "cdk.tf.json", ".terraform.lock.hcl");
  write("dev-reports", "cdk.tf.json");
  write("prod-platform", "cdk.tf.json", "plan");
  const { status, stderr } = synth("dev", { CDKTF_OUTDIR: outdir });
  expect(status).toBe(0);
  expect(stderr.trim().split("\n")).toEqual(
    ["dev-reports", "gone-platform", "state-gone"].map(
      (root) =>
        `warning: ${root}: left the code, so its configuration is gone from ${join(outdir, "stacks", root)}; what is deployed ` +
        "of it stays: if anything is, take it down from the last commit that has it",
    ),
  );
  expect(readdirSync(join(outdir, "stacks")).sort()).toEqual([
    "dev-addons",
    "dev-platform",
    "gone-platform",
    "prod-platform",
    "state-dev",
  ]);
  expect(readdirSync(join(outdir, "stacks", "gone-platform"))).toEqual(["errored.tfstate"]);
  expect(readdirSync(join(outdir, "stacks", "prod-platform"))).toEqual(["cdk.tf.json", "plan"]);
  expect(synth("dev", { CDKTF_OUTDIR: outdir }).stderr).toBe("");
});

it("writes the same with cdktn, the continuation of cdktf, but for its version", () => {
  const one = synth("");
  const other = synth("", { LMS_CDKTF: "cdktn" });
  expect(other.status).toBe(0);
  const written = files(one.outdir);
  expect(files(other.outdir)).toEqual(written);
  // An empty list or object is one line for cdktn, and two for cdktf.
  const comparable = (outdir: string, file: string) => {
    const text = readFileSync(join(outdir, file), "utf8").replace(/("version": )"0\.\d+\.\d+"/, '$1"of the library"');
    return file.endsWith(".json") ? JSON.stringify(JSON.parse(text)) : text;
  };
  for (const file of written) {
    expect(comparable(other.outdir, file) === comparable(one.outdir, file), file).toBe(true);
  }
  const version = /"version": "(0\.[\d.]+)"\n {4}\}/;
  const root = (outdir: string) => readFileSync(join(outdir, "stacks/state-dev/cdk.tf.json"), "utf8");
  expect([version.exec(root(one.outdir))?.[1], version.exec(root(other.outdir))?.[1]]).toEqual(["0.21.0", "0.24.0"]);
});

it("makes the folder that it writes into with its parents, or says in one line why not", () => {
  const folder = mkdtempSync(join(tmpdir(), "lms-main-"));
  const outdir = join(folder, "new", "and", "deep");
  expect(synth("shared", { CDKTF_OUTDIR: outdir }).status).toBe(0);
  expect(files(outdir)).toContain("stacks/state-shared/cdk.tf.json");
  writeFileSync(join(folder, "file"), "");
  const CDKTF_OUTDIR = join(folder, "file", "out");
  expect(synth("shared", { CDKTF_OUTDIR })).toMatchObject({
    status: 1,
    stdout: "",
    stderr: `The platform was not synthesized: 1 problem.\n  - CDKTF_OUTDIR: must be a folder that is there or can be made, got ENOTDIR: not a directory, mkdir '${CDKTF_OUTDIR}'; choose another\n`,
  });
});

it.each(["true", "1"])("refuses cdktf's own HCL, which no Terraform reads: SYNTH_HCL_OUTPUT=%s", (SYNTH_HCL_OUTPUT) => {
  const { status, stderr, outdir } = synth("shared", { SYNTH_HCL_OUTPUT });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr:
      "The platform was not synthesized: 1 problem.\n  - SYNTH_HCL_OUTPUT: must not be set, nor --hcl given, since what " +
      "cdktf writes then is no valid HCL; the JSON is what Terraform runs, and docs/leaving.md has the ways to HCL\n",
  });
  expect(files(outdir)).toEqual([]);
});

it("writes locks of OpenTofu's registry for OpenTofu, and says that they have no hashes", () => {
  const { status, stderr, outdir } = synth("shared", { TERRAFORM_BINARY_NAME: "tofu" });
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr:
      "warning: providers/opentofu: has no lock file, so registry.opentofu.org is trusted for what its releases are; " +
      "see providers/README.md\n",
  });
  const lockFile = readFileSync(join(outdir, "stacks/state-shared/.terraform.lock.hcl"), "utf8");
  expect(lockFile).toMatch(/^provider "registry\.opentofu\.org\/hashicorp\/aws" \{\n {2}version = "[\d.]+"\n\}$/m);
  expect(lockFile).not.toContain("hashes");
});

it("prints what is wrong as a list, without a stack trace, and fails", () => {
  const { status, stdout, stderr } = synth("dev,prd");
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "",
    stderr: `The platform was not synthesized: 1 problem.\n  - ${PROBLEM}\n`,
  });
});

/** Whether cdktf's command line runs on this Node: its native module has no build for some of the newer ones. */
function hasCommandLine(): boolean {
  try {
    require("@cdktf/node-pty-prebuilt-multiarch");
    return true;
  } catch {
    return false;
  }
}

it.runIf(hasCommandLine())("does so too when cdktf synth runs it", () => {
  const cdktf = spawnSync(
    process.execPath,
    ["node_modules/.bin/cdktf", "synth", "--output", mkdtempSync(join(tmpdir(), "lms-cdktf-"))],
    {
      env: { ...process.env, LMS_ENVIRONMENTS: "prd", CI: "1", CHECKPOINT_DISABLE: "1" },
      encoding: "utf8",
    },
  );
  expect(cdktf.status).toBe(1);
  const output = cdktf.stdout + cdktf.stderr;
  expect(output).toContain(`The platform was not synthesized: 1 problem.\n      - ${PROBLEM}\n`);
  expect(output).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
});

it("refuses node groups on which services at their most would wait", () => {
  const [{ name } = { name: "" }] = ENVIRONMENTS;
  const file = `gitops/environments/${name}/courses.yaml`;
  const copy = new ChangedCopy([{ file, from: /max: \d+/, to: "max: 400" }]);
  const { status, stderr } = copy.run("main.ts", [], { LMS_ENVIRONMENTS: name });
  expect(stderr).toMatch(
    new RegExp(`${name}\\.cluster\\.nodeGroups: must have room for every pod at their maxSize, got .* of courses`),
  );
  expect(status).toBe(1);
});
