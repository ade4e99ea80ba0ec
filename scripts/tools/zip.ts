import { inflateRawSync } from "node:zlib";

/**
 * One file of a ZIP archive, found by the directory at its end.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3.7, 4.3.12 and 4.3.16
 */
export function unzip(archive: Buffer, name: string): Buffer {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let entry = archive.readUInt32LE(end + 16);
  while (archive.readUInt32LE(entry) === 0x02014b50) {
    const nameLength = archive.readUInt16LE(entry + 28);
    if (archive.toString("utf8", entry + 46, entry + 46 + nameLength) === name) {
      const isStored = archive.readUInt16LE(entry + 10) === 0;
      const size = archive.readUInt32LE(entry + 20);
      const file = archive.readUInt32LE(entry + 42);
      const start = file + 30 + archive.readUInt16LE(file + 26) + archive.readUInt16LE(file + 28);
      const data = archive.subarray(start, start + size);
      return isStored ? data : inflateRawSync(data);
    }
    entry += 46 + nameLength + archive.readUInt16LE(entry + 30) + archive.readUInt16LE(entry + 32);
  }
  throw new Error(`${name} is not in the archive`);
}
