import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { crc32 } from "node:zlib";
import type { BuildOptions } from "esbuild";
import { cacheFolder, projectFolder } from "../foundation/project-folder";
import { writeWhole } from "../foundation/write-whole";

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
 * alone. Each source is bundled once a process, for all environments, and again only when what it is made of has changed.
 * @param source path below the project's folder, such as `functions/video-processing/submit.ts`
 * @throws esbuild's own list of errors, for a source that is missing or does not compile
 */
export function bundleOf(source: string): Bundle {
  const known = bundles.get(source);
  if (known !== undefined) return known;
  const cache = new BundleCache(projectFolder(__dirname), source);
  const bundle = cache.find() ?? cache.keep(bundleAnew(cache.project, source));
  bundles.set(source, bundle);
  return bundle;
}

const OPTIONS: BuildOptions & { readonly metafile: true; readonly write: false } = {
  bundle: true,
  external: ["@aws-sdk/*"],
  platform: "node",
  target: "node22",
  format: "cjs",
  charset: "utf8",
  logLevel: "silent",
  metafile: true,
  write: false,
};

/** Bundled code, and the files below the project's folder that it was made of. */
interface BundledCode {
  readonly code: Uint8Array;
  readonly inputs: readonly string[];
}

function bundleAnew(absWorkingDir: string, source: string): BundledCode {
  // Loaded here: most synths find every bundle in the cache. With the folder named, the comments in the bundle have paths
  // below it, the same on every machine.
  const { buildSync } = require("esbuild") as typeof import("esbuild");
  const { outputFiles, metafile } = buildSync({ ...OPTIONS, absWorkingDir, entryPoints: [source] });
  return { code: outputFiles[0]?.contents ?? new Uint8Array(), inputs: Object.keys(metafile.inputs) };
}

/** The bundle of a source among the files that the project's tools keep. */
class BundleCache {
  private readonly folder: string;
  private readonly index: string;

  constructor(
    readonly project: string,
    private readonly source: string,
  ) {
    this.folder = join(cacheFolder(project), "functions");
    this.index = join(this.folder, `${source.replace(/\W+/g, "-")}.json`);
  }

  /** The bundle of an earlier run, if it would be the same today. */
  find(): Bundle | undefined {
    try {
      const { inputs, digest, ...bundle } = JSON.parse(readFileSync(this.index, "utf8")) as Bundle & {
        readonly inputs: readonly string[];
        readonly digest: string;
      };
      return this.digestOf(inputs) === digest && existsSync(bundle.archive) ? bundle : undefined;
    } catch {
      return undefined;
    }
  }

  /** Writes a bundle as the archive that Lambda takes, where the synth finds it when it copies its assets. */
  keep({ code, inputs }: BundledCode): Bundle {
    const content = zipOf(`${MODULE}.js`, Buffer.from(code));
    const sha256 = createHash("sha256").update(content);
    const archive = join(this.folder, sha256.copy().digest("hex"), `${basename(this.source, ".ts")}.zip`);
    const bundle: Bundle = { archive, hash: sha256.digest("base64") };
    if (!existsSync(archive)) writeWhole(archive, content);
    writeWhole(this.index, JSON.stringify({ ...bundle, inputs, digest: this.digestOf(inputs) }));
    return bundle;
  }

  /** Changes when any of the files does, or esbuild, or how it is asked. */
  private digestOf(inputs: readonly string[]): string {
    const hash = createHash("sha256").update(JSON.stringify(OPTIONS));
    for (const file of ["node_modules/esbuild/package.json", ...inputs]) {
      hash.update(`\0${file}\0`).update(readFileSync(join(this.project, file)));
    }
    return hash.digest("hex");
  }
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
