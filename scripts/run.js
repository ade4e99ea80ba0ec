// @ts-check
// Runs a TypeScript entry point of this project: `node scripts/run.js main.ts [arguments]`.
// The project's own sources are bundled into one file, with the packages that the platform is built on. The bundle is kept in
// node_modules/.cache, with what V8 has compiled of it, and made anew when the content of any source has changed, or
// when npm has installed something. A loader that hooks every require (tsx, ts-node) costs 300 ms on each run.
// A bundle has no types any more: with `--typed`, as whatever deploys runs it, TypeScript checks them beside the program, and
// fails it.
const { spawn } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");

// V8 optimizes what has run so often. A program that ends within two seconds pays for that and has little of it: a synth is
// a quarter cheaper when V8 waits longer than by default. From Node 22 on a cheaper compiler comes before, and no such flag is known.
if (process.versions.node.startsWith("20.")) v8.setFlagsFromString("--interrupt-budget=2000000");

/** Packages that are loaded with cdktf, and what stands in for them. */
const STAND_INS = {
  archiver: path.join(__dirname, "lazy-archiver.js"),
  "json-stable-stringify": path.join(__dirname, "stable-stringify.js"),
};

const typed = process.argv[2] === "--typed";
const [entry, ...args] = process.argv.slice(typed ? 3 : 2);
if (entry === undefined) {
  console.error("usage: node scripts/run.js [--typed] <entry.ts> [arguments]");
  process.exit(2);
}
if (!fs.statSync(entry, { throwIfNoEntry: false })?.isFile()) {
  console.error(
    `scripts/run.js: ${entry} must be a TypeScript file, got none; docs/commands.md and ci/scripts have those there are`,
  );
  process.exit(2);
}
const project = path.join(__dirname, "..");
// A reader that goes away, such as `head`, is no error: what the program is at it ends, and says the rest to nobody.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPIPE") throw error;
  });
}
if (typed) checkTypes();
const file = path.resolve(entry);
// Source maps cost time on every error object that is made; only who debugs needs them.
const sourcemap = process.env.LMS_DEBUG ? "inline" : false;
if (sourcemap) process.setSourceMapsEnabled(true);
const installed = npmsRecord();
// With LMS_CDKTF=cdktn what the sources import from cdktf comes from its community's continuation.
const library = process.env.LMS_CDKTF || "cdktf";
const code = keptBundle() ?? bundle();

process.argv = [process.execPath, file, ...args];
const main = new Module(file);
main.filename = file;
main.paths = /** @type {any} */ (Module)._nodeModulePaths(path.dirname(file));
const script = compile();
const require_ = Module.createRequire(file);
script.runInThisContext()(main.exports, require_, main, file, path.dirname(file));
if (script.cachedDataRejected !== false)
  process.on("exit", () => writeWhole(compiledFile(), script.createCachedData()));

/**
 * The bundle as a function of what Node gives a module, compiled by an earlier run where V8 takes what that left.
 * @returns {vm.Script}
 */
function compile() {
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${code}\n})`;
  const cachedData = fs.existsSync(compiledFile()) ? fs.readFileSync(compiledFile()) : undefined;
  return new vm.Script(wrapped, { filename: file, ...(cachedData && { cachedData }) });
}

/** Checks the types of what is synthesized, while it is; what is wrong fails the program. */
function checkTypes() {
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

/** @returns {string} where the bundle of this entry is kept, without its extension; it is the same wherever the program is run */
function cacheFile() {
  const folder = path.join(project, "node_modules", ".cache", "lms-platform");
  return path.join(
    folder,
    `${path.relative(project, source()).replace(/\W+/g, "-")}${sourcemap ? "-debug" : ""}${installed ? "" : "-apart"}${library === "cdktf" ? "" : `-${library}`}`,
  );
}

/** @returns {string} the entry itself, where a link leads to it */
function source() {
  return fs.existsSync(file) ? fs.realpathSync(file) : file;
}

/** @returns {string} where what V8 compiled of the bundle is kept; another Node compiles it anew */
function compiledFile() {
  return `${cacheFile()}-${process.version}-${process.arch}.v8`;
}

/** @returns {string | undefined} npm's record of what is installed; without it, or with LMS_PACKAGES=apart, packages stay with Node */
function npmsRecord() {
  const record = path.join(project, "node_modules", ".package-lock.json");
  return process.env.LMS_PACKAGES !== "apart" && fs.existsSync(record) ? fs.readFileSync(record, "utf8") : undefined;
}

/** @param {readonly string[]} sources @returns {string} changes when any of them does, or how they are bundled */
function digest(sources) {
  const hash = createHash("sha256")
    .update(fs.readFileSync(__filename))
    .update(project)
    .update(installed ?? "");
  for (const source of sources) hash.update(source).update("\0").update(fs.readFileSync(source)).update("\0");
  return hash.digest("hex");
}

/** @returns {string | undefined} the bundle of an earlier run, if its sources are still the same */
function keptBundle() {
  try {
    const kept = JSON.parse(fs.readFileSync(`${cacheFile()}.json`, "utf8"));
    return digest(kept.sources) === kept.digest ? fs.readFileSync(`${cacheFile()}.js`, "latin1") : undefined;
  } catch {
    return undefined;
  }
}

/** @returns {string} */
function bundle() {
  const { dependencies, devDependencies } = require("../package.json");
  const tools = Object.keys(devDependencies).filter((name) => !(name in dependencies) && name !== library);
  const replacement = library !== "cdktf" && { cdktf: path.dirname(require.resolve(`${library}/package.json`)) };
  const { outputFiles, metafile } = require("esbuild").buildSync({
    entryPoints: [source()],
    absWorkingDir: project,
    bundle: true,
    ...(installed === undefined
      ? { packages: "external" }
      : { external: tools, alias: { ...STAND_INS, ...replacement } }),
    platform: "node",
    target: "node20",
    format: "cjs",
    // One byte a character: such a text is read fastest.
    charset: "ascii",
    legalComments: "none",
    sourcemap,
    metafile: true,
    write: false,
  });
  const code = outputFiles[0].text;
  const own = Object.keys(metafile.inputs).filter((source) => !/(^|\/)node_modules\//.test(source));
  const sources = own.map((name) => path.resolve(project, name));
  fs.rmSync(compiledFile(), { force: true });
  writeWhole(`${cacheFile()}.js`, code);
  writeWhole(`${cacheFile()}.json`, JSON.stringify({ sources, digest: digest(sources) }));
  return code;
}

/** Renames a file into place, so that a run at the same time never reads half of it. @param {string} to @param {string | Buffer} content */
function writeWhole(to, content) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.writeFileSync(`${to}.${process.pid}`, content);
  fs.renameSync(`${to}.${process.pid}`, to);
}
