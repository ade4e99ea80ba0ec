import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { crc32 } from "node:zlib";
import { buildSync } from "esbuild";
import { projectFolder } from "../foundation/project-folder";

/** Code of a function as Lambda takes it. */
export interface Bundle {
  /** Path of the zip archive, a file of the cache. */
  readonly archive: string;
  /** SHA-256 of the archive in base64, which is how Lambda and Terraform compare code. */
  readonly hash: string;
}

const MODULE = "index";
/** Handler of every function: the export `handler` of the module in its archive. */
export const HANDLER = `${MODULE}.handler`;

const bundles = new Map<string, Bundle>();

/**
 * Bundles a TypeScript source that exports `handler` with all that it imports, except the AWS SDK, which the runtime
 * brings: it would make the archive a hundred times larger and a synth a third slower. The bytes depend on the sources
 * alone. Each source is bundled once a process, for all environments.
 * @param source path below the project's folder, such as `functions/video-processing/submit.ts`
 * @throws esbuild's own list of errors, for a source that is missing or does not compile
 */
export function bundleOf(source: string): Bundle {
  const cached = bundles.get(source) ?? bundle(source);
  bundles.set(source, cached);
  return cached;
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

/** 1980-01-01 00:00, the first moment that a zip can name, as DOS date and time. */
const DOS_DATE = (1 << 5) | 1;
const DOS_TIME = 0;

const VERSION = 20;
/** Marks the file's attributes as those of Unix. */
const MADE_BY_UNIX = (3 << 8) | VERSION;
/** A regular file that everyone may read; without the right, Lambda cannot. */
const ATTRIBUTES = (0o100644 << 16) >>> 0;

/**
 * Zip archive of one file. Its bytes depend on the file's name and content alone: no time, no owner, and stored rather
 * than compressed, since two versions of Node compress differently.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipOf(name: string, content: Buffer): Buffer {
  const fileName = Buffer.from(name);
  // Common to the file's own header and the directory's entry, from the version to the lengths.
  const common = Buffer.alloc(26);
  common.writeUInt16LE(VERSION, 0);
  common.writeUInt16LE(DOS_TIME, 6);
  common.writeUInt16LE(DOS_DATE, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(fileName.length, 22);

  const file = Buffer.concat([Buffer.from("PK\x03\x04"), common, fileName, content]);
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(MADE_BY_UNIX);
  const attributes = Buffer.alloc(14);
  attributes.writeUInt32LE(ATTRIBUTES, 6);
  const directory = Buffer.concat([Buffer.from("PK\x01\x02"), madeBy, common, attributes, fileName]);

  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(file.length, 12);
  return Buffer.concat([file, directory, Buffer.from("PK\x05\x06"), end]);
}
