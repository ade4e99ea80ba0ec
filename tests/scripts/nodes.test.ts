import { expect, test } from "vitest";
import { fakePrograms, runProgram, temporaryFolder } from "../sandbox/support";

const PROGRAM = "scripts/nodes.ts";
/** A machine on which npm has no registry, and nothing is kept. */
const offline = () => ({
  PATH: `${fakePrograms({ npm: "echo 'npm error code ENOTFOUND' >&2; exit 1" })}:/bin:/usr/bin`,
  XDG_CACHE_HOME: temporaryFolder(),
  LMS_ENVIRONMENTS: "shared",
});

test("a Node that npm does not give is named; CI fails for it", async () => {
  const message = (release: string) =>
    `node ${release}: must come from npm as node-${process.platform}-${process.arch}, got: npm error code ENOTFOUND`;
  const releases = ["20.20.2", "22.23.3", "24.21.0", "26.12.1"].filter((release) => release !== process.versions.node);
  expect(await runProgram(PROGRAM, [], { ...offline(), CI: "" })).toEqual({
    exitCode: 0,
    stdout: "",
    stderr: releases.map((release) => `${message(release)}; it is not tried here, and CI will fail\n`).join(""),
  });
  expect(await runProgram(PROGRAM, [], { ...offline(), CI: "true" })).toEqual({
    exitCode: 1,
    stdout: "",
    stderr: `${message(releases[0] ?? "")}\n`,
  });
});

test("a Node on which the synth writes something else is named", async () => {
  const env = offline();
  const release = process.versions.node === "20.20.2" ? "22.23.3" : "20.20.2";
  // What npm would give is a Node that writes nothing.
  const npm = `/bin/mkdir -p package/bin && printf '#!/bin/sh\\n/bin/mkdir -p "$CDKTF_OUTDIR"\\n' > package/bin/node
/bin/chmod 755 package/bin/node && /bin/tar -czf node.tgz package`;
  env.PATH = `${fakePrograms({ npm })}:/bin:/usr/bin`;
  expect(await runProgram(PROGRAM, [], env)).toEqual({
    exitCode: 1,
    stdout: "",
    stderr: `node ${release}: must synthesize the same bytes as ${process.version}, got others\n`,
  });
});
