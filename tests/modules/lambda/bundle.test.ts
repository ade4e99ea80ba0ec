import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundleOf, HANDLER, zipOf } from "../../../modules/lambda/bundle";
import { PROJECT } from "../../../scripts/synth";
import { temporaryFolder } from "../../sandbox/support";
import { SOURCE } from "./fixture";

/** The code in an archive, which stores it as it is. */
function codeIn(archive: string): string {
  return execFileSync("python3", [
    "-c",
    "import sys, zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read('index.js').decode())",
    archive,
  ]).toString();
}

describe("a bundle", () => {
  const { archive, hash } = bundleOf(SOURCE);

  it("is an archive with the source's name", () => {
    expect(isAbsolute(archive)).toBe(true);
    expect(basename(archive)).toBe("greet.zip");
  });

  it("exports the handler that Lambda is told of", () => {
    const program = `
      const module = { exports: {} };
      new Function("module", "exports", "require", ${JSON.stringify(codeIn(archive))})(module, module.exports, require);
      module.exports.handler("Ada").then(console.log);`;
    const env = { ...process.env, AWS_REGION: "us-east-1" };
    expect(execFileSync(process.execPath, ["-e", program], { cwd: PROJECT, env, encoding: "utf8" })).toBe(
      "Hello Ada in us-east-1\n",
    );
    expect(HANDLER).toBe("index.handler");
  });

  it("leaves the AWS SDK to the runtime", () => {
    expect(codeIn(archive)).toContain('require("@aws-sdk/client-s3")');
    expect(codeIn(archive).length).toBeLessThan(3000);
  });

  it("names no path of this machine", () => {
    expect(codeIn(archive)).not.toContain(PROJECT);
    expect(codeIn(archive)).toContain("// tests/modules/lambda/greeter/greeting.ts");
  });

  it("has the hash that Lambda computes of the archive", () => {
    expect(hash).toBe(createHash("sha256").update(readFileSync(archive)).digest("base64"));
  });

  it("has the same bytes in a program that is bundled itself, run from another folder", () => {
    const outfile = join(PROJECT, "node_modules", ".cache", "lms-platform", "tests", "bundle.js");
    const entryPoints = [join(PROJECT, "modules", "lambda", "bundle.ts")];
    buildSync({ entryPoints, outfile, bundle: true, packages: "external", platform: "node" });
    const program = `console.log(require(${JSON.stringify(outfile)}).bundleOf(${JSON.stringify(SOURCE)}).hash)`;
    expect(execFileSync(process.execPath, ["-e", program], { cwd: temporaryFolder(), encoding: "utf8" })).toBe(
      `${hash}\n`,
    );
  });

  it("is made once a process", () => {
    expect(bundleOf(SOURCE)).toBe(bundleOf(SOURCE));
  });
});

it("fails for a source that does not exist", () => {
  expect(() => bundleOf("functions/none.ts")).toThrow('Could not resolve "functions/none.ts"');
});

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

describe("a zip archive", () => {
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
});
