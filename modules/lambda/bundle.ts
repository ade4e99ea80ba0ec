import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { zipOf } from "./zip";

/** A function's code as Lambda takes it. */
export interface Bundle {
  /** The zip archive, a file of the cache. */
  readonly archive: string;
  /** SHA-256 of the archive in base64, which is how Lambda and Terraform compare code. */
  readonly hash: string;
}

/** The module in the archive; with the exported `handler` it is the function's handler. */
const MODULE = "index";
export const HANDLER = `${MODULE}.handler`;

const bundles = new Map<string, Bundle>();

/**
 * Bundles a TypeScript source that exports `handler`, with all that it imports except the AWS SDK, which the runtime
 * brings: it would make the archive a hundred times larger and a synth a third slower. The bytes depend on the sources
 * alone. Made once a process, whatever number of environments uses it.
 * @param source path below the project's folder, such as `functions/video-processing/submit.ts`
 * @throws esbuild's own list of errors, for a source that is missing or does not compile
 */
export function bundleOf(source: string): Bundle {
  const made = bundles.get(source) ?? bundle(source);
  bundles.set(source, made);
  return made;
}

function bundle(source: string): Bundle {
  const project = projectFolder(__dirname);
  const { outputFiles } = buildSync({
    // With the folder named, the comments in the bundle have paths below it, the same on every machine.
    absWorkingDir: project,
    entryPoints: [source],
    bundle: true,
    external: ["@aws-sdk/*"],
    platform: "node",
    target: "node22",
    format: "cjs",
    charset: "utf8",
    logLevel: "silent",
    write: false,
  });
  const [code] = outputFiles;
  const archive = zipOf(`${MODULE}.js`, Buffer.from(code?.contents ?? []));
  const digest = createHash("sha256").update(archive);
  const hash = digest.copy().digest("base64");
  return { archive: keep(archive, project, digest.digest("hex"), source), hash };
}

/** Writes the archive into the cache of the project's tools, where the synth finds it when it copies its assets. */
function keep(archive: Buffer, project: string, digest: string, source: string): string {
  const folder = join(project, "node_modules", ".cache", "lms-platform", "functions", digest);
  const file = join(folder, `${basename(source, ".ts")}.zip`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  // Renamed into place, so that a run at the same time never reads half of it.
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, archive);
  renameSync(temporary, file);
  return file;
}

/** The folder with the project's cdktf.json: a bundled program does not lie where its sources do. */
function projectFolder(from: string): string {
  return existsSync(join(from, "cdktf.json")) ? from : projectFolder(dirname(from));
}
