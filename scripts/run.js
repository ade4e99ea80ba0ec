// @ts-check
// Runs a TypeScript entry point of this project: `node scripts/run.js main.ts [arguments]`.
// esbuild bundles the project's own sources in memory and leaves packages to Node, which costs about 60 ms;
// a loader that hooks every require (tsx, ts-node) costs 300 ms and more, on each synth.
const { buildSync } = require("esbuild");
const Module = require("node:module");
const path = require("node:path");

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  console.error("usage: node scripts/run.js <entry.ts> [arguments]");
  process.exit(2);
}
const file = path.resolve(entry);
// Source maps cost time on every error object that is made; only who debugs needs them.
const sourcemap = process.env.LMS_DEBUG ? "inline" : false;
if (sourcemap) process.setSourceMapsEnabled(true);

const { outputFiles } = buildSync({
  entryPoints: [file],
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap,
  write: false,
});
const code = /** @type {{ text: string }} */ (outputFiles[0]).text;

process.argv = [process.execPath, file, ...args];
const main = new Module(file);
main.filename = file;
main.paths = /** @type {any} */ (Module)._nodeModulePaths(path.dirname(file));
/** @type {any} */ (main)._compile(code, file);
