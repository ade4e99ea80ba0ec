import { crc32 } from "node:zlib";

/** 1980-01-01 00:00, the first moment that a zip can name, as DOS date and time. */
const DOS_DATE = (1 << 5) | 1;
const DOS_TIME = 0;

const VERSION = 20;
/** Says that the file's attributes are those of Unix. */
const MADE_BY_UNIX = (3 << 8) | VERSION;
/** A regular file that everyone may read; without the right, Lambda cannot. */
const ATTRIBUTES = (0o100644 << 16) >>> 0;

/**
 * A zip archive of one file whose bytes depend on the file's name and content alone: no time, no owner, and stored
 * rather than compressed, since two versions of Node compress differently.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipOf(name: string, content: Buffer): Buffer {
  const fileName = Buffer.from(name);
  // What the file's own header and the directory's entry have in common, from the version to the lengths.
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
