import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { zipOf } from "../../../modules/lambda/zip";
import { temporaryFolder } from "../../sandbox/support";

const CODE = 'exports.handler = async () => "grüezi";\n';

/** What Python's zipfile, which knows the format better than we do, reads in an archive. */
function read(archive: Buffer): unknown {
  const file = join(temporaryFolder(), "code.zip");
  writeFileSync(file, archive);
  const program = `
import json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
print(json.dumps([z.testzip(), [[i.filename, i.date_time, oct(i.external_attr >> 16), z.read(i).decode()] for i in z.infolist()]]))`;
  return JSON.parse(execFileSync("python3", ["-c", program, file], { encoding: "utf8" }));
}

it("is an archive that others can read, of one file that everyone may read", () => {
  const entry = ["index.js", [1980, 1, 1, 0, 0, 0], "0o100644", CODE];
  expect(read(zipOf("index.js", Buffer.from(CODE)))).toEqual([null, [entry]]);
});

it("can be of an empty file", () => {
  expect(read(zipOf("index.js", Buffer.alloc(0)))).toEqual([
    null,
    [["index.js", [1980, 1, 1, 0, 0, 0], "0o100644", ""]],
  ]);
});

it("has the same bytes on every machine and in every version of Node", () => {
  const digest = createHash("sha256")
    .update(zipOf("index.js", Buffer.from(CODE)))
    .digest("hex");
  expect(digest).toBe("1b698250c3f20a91d1ad610a179828379f1eab3c68af3d82fffc4a82e7e8566c");
});
