import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT } from "../../scripts/synth";
import { temporaryFolder } from "../sandbox/support";

const OWN = `${process.platform}-${process.arch}`;
const NEEDED = [
  "@cdktf/provider-aws/lib/vpc/index.js",
  "@cdktf/provider-generator/lib/get/index.js",
  `@cdktf/pty/prebuilds/${OWN}/pty.node`,
  `pty/prebuilds/${process.platform}-x64+arm64/pty.node`,
  "cdktf/.jsii",
];
const FOREIGN = [
  "@cdktf/provider-aws/.jsii",
  "@cdktf/provider-generator/lib/get/__tests__/a.json",
  "@cdktf/pty/prebuilds/sunos-x64/pty.node",
  `pty/prebuilds/${process.platform}-ia32/pty.node`,
];

test("npm ci leaves what this system's Node reads, and not what others do", () => {
  const folder = temporaryFolder();
  const script = join(folder, "scripts", "slim-packages.js");
  const place = (file: string) => join(folder, "node_modules", file);
  for (const file of [script, ...[...NEEDED, ...FOREIGN].map(place)]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
  }
  copyFileSync(join(PROJECT, "scripts", "slim-packages.js"), script);
  execFileSync(process.execPath, [script]);
  expect([...NEEDED, ...FOREIGN].filter((file) => existsSync(place(file)))).toEqual(NEEDED);
});
