// @ts-check
// Runs a TypeScript entry point of this project: `node scripts/run.js main.ts [arguments]`.
// The project's own sources are bundled into one file, packages stay with Node. The bundle is kept in node_modules/.cache
// and made anew when the content of any of its sources has changed. A loader that hooks every require (tsx, ts-node)
// costs 300 ms on each run, a bundle from scratch 100, a kept one 10. A bundle has no types any more: with `--typed`, as
// whatever deploys runs it, TypeScript checks them beside the program, and fails it.
const { spawn } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const typed = process.argv[2] === "--typed";
const [entry, ...args] = process.argv.slice(typed ? 3 : 2);
if (entry === undefined) {
  console.error("usage: node scripts/run.js [--typed] <entry.ts> [arguments]");
  process.exit(2);
}
if (typed) checkTypes();
const file = path.resolve(entry);
// Source maps cost time on every error object that is made; only who debugs needs them.
const sourcemap = process.env.LMS_DEBUG ? "inline" : false;
if (sourcemap) process.setSourceMapsEnabled(true);
const code = keptBundle() ?? bundle();

process.argv = [process.execPath, file, ...args];
const main = new Module(file);
main.filename = file;
main.paths = /** @type {any} */ (Module)._nodeModulePaths(path.dirname(file));
/** @type {any} */ (main)._compile(code, file);

/** Checks the types of what is synthesized, while it is; what is wrong fails the program. */
function checkTypes() {
  const project = path.join(__dirname, "..");
  const tsc = path.join(project, "node_modules", "typescript", "bin", "tsc");
  const args = [tsc, "--project", path.join(project, "tsconfig.synth.json"), "--pretty", "false"];
  const check = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let found = "";
  check.stdout.setEncoding("utf8").on("data", (text) => {
    found += text;
  });
  check.on("close", (status) => {
    if (status === 0) return;
    console.error(
      `The types must be right before anything is deployed; npm run typecheck tells more:\n${found.trim()}`,
    );
    process.exitCode = 1;
  });
}

/** @returns {string} where the bundle of this entry is kept, with the digest of its sources */
function cacheFile() {
  const folder = path.join(__dirname, "..", "node_modules", ".cache", "lms-platform");
  return path.join(
    folder,
    `${path.relative(process.cwd(), file).replace(/\W+/g, "-")}${sourcemap ? "-debug" : ""}.json`,
  );
}

/** @param {readonly string[]} sources @returns {string} changes when any of them does, or how they are bundled */
function digest(sources) {
  const hash = createHash("sha256").update(fs.readFileSync(__filename)).update(process.cwd());
  for (const source of sources) hash.update(source).update("\0").update(fs.readFileSync(source)).update("\0");
  return hash.digest("hex");
}

/** @returns {string | undefined} the bundle of an earlier run, if its sources are still the same */
function keptBundle() {
  try {
    const kept = JSON.parse(fs.readFileSync(cacheFile(), "utf8"));
    return digest(kept.sources) === kept.digest ? kept.code : undefined;
  } catch {
    return undefined;
  }
}

/** @returns {string} */
function bundle() {
  const { outputFiles, metafile } = require("esbuild").buildSync({
    entryPoints: [file],
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap,
    metafile: true,
    write: false,
  });
  const code = outputFiles[0].text;
  const sources = Object.keys(metafile.inputs).map((source) => path.resolve(source));
  fs.mkdirSync(path.dirname(cacheFile()), { recursive: true });
  // Renamed into place, so that a run at the same time never reads half of it.
  const temporary = `${cacheFile()}.${process.pid}`;
  fs.writeFileSync(temporary, JSON.stringify({ sources, digest: digest(sources), code }));
  fs.renameSync(temporary, cacheFile());
  return code;
}
