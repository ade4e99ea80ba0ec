import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { expect, it } from "vitest";
import cdktf from "../../cdktf.json";
import { ChangedCopy } from "../support/changed-copy";

const RUN = resolve("scripts/run.js");
const CACHE = resolve("node_modules/.cache/lms-platform");

function run(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [RUN, ...args], { cwd, encoding: "utf8" });
  return { status, stdout, stderr };
}

it("runs what the sources say now, not what they said when the bundle was made", () => {
  const folder = mkdtempSync(join(tmpdir(), "lms-run-"));
  const answer = (value: number) =>
    writeFileSync(join(folder, "answer.ts"), `export const answer: number = ${value};\n`);
  writeFileSync(
    join(folder, "entry.ts"),
    'import { answer } from "./answer";\nconsole.log(answer, ...process.argv.slice(2));\n',
  );
  answer(41);
  expect(run(folder, "entry.ts", "--flag")).toEqual({ status: 0, stdout: "41 --flag\n", stderr: "" });
  expect(run(folder, "entry.ts")).toEqual({ status: 0, stdout: "41\n", stderr: "" });
  answer(42);
  expect(run(folder, "entry.ts")).toEqual({ status: 0, stdout: "42\n", stderr: "" });
});

it("keeps one bundle of an entry, wherever it is run, and also by a link", () => {
  const [folder, elsewhere] = [mkdtempSync(join(tmpdir(), "lms-run-")), mkdtempSync(join(tmpdir(), "lms-run-"))];
  writeFileSync(join(folder, "entry.ts"), "console.log(process.cwd());\n");
  symlinkSync(join(folder, "entry.ts"), join(elsewhere, "link.ts"));
  expect(run(folder, "entry.ts").stdout).toBe(`${folder}\n`);
  const kept = () =>
    readdirSync(CACHE)
      .filter((name) => name.includes(basename(folder)) && name.endsWith(".json"))
      .map((name) => statSync(join(CACHE, name)).mtimeMs);
  const made = kept();
  expect(made).toHaveLength(1);
  expect(run(elsewhere, join(folder, "entry.ts")).stdout).toBe(`${elsewhere}\n`);
  expect(run(elsewhere, "link.ts").stdout).toBe(`${elsewhere}\n`);
  expect(kept()).toEqual(made);
});

it.each(["console.log", "console.error"])("ends what it is at when nobody reads any more what %s says", (say) => {
  const folder = mkdtempSync(join(tmpdir(), "lms-run-"));
  const lines = `for (let line = 0; line < 20000; line++) ${say}("a line of the text that is said", line);\n`;
  const end = 'setTimeout(() => { require("node:fs").writeFileSync("end", "reached"); process.exitCode = 3; }, 50);\n';
  writeFileSync(join(folder, "entry.ts"), `${lines}${end}`);
  const pipe = say === "console.log" ? "| head -1" : "2>&1 >/dev/null | head -1";
  const script = `"$0" "$1" entry.ts ${pipe}; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", script, process.execPath, RUN], {
    cwd: folder,
    encoding: "utf8",
  });
  expect({ stdout, stderr }).toEqual({ stdout: "a line of the text that is said 0\n3\n", stderr: "" });
  expect(readFileSync(join(folder, "end"), "utf8")).toBe("reached");
});

it("says how it is used", () => {
  expect(run(process.cwd())).toEqual({
    status: 2,
    stdout: "",
    stderr: "usage: node scripts/run.js [--typed] <entry.ts> [arguments]\n",
  });
});

it.each(["ci/scripts/nowhere.ts", "ci/scripts"])("refuses what is no program: %s", (entry) => {
  expect(run(process.cwd(), entry)).toEqual({
    status: 2,
    stdout: "",
    stderr: `scripts/run.js: ${entry} must be a TypeScript file, got none; docs/commands.md and ci/scripts have those there are\n`,
  });
});

it("checks the types of what is deployed, which a bundle has no more", () => {
  expect(cdktf.app).toBe("node scripts/run.js --typed main.ts");
  const { folder } = new ChangedCopy([
    { file: "modules/edge/hosted-zone.ts", from: 'zone.kind === "created" ?', to: 'zone.kind === "create" ?' },
  ]);
  const runCopy = (...args: string[]) =>
    spawnSync(process.execPath, [join(folder, "scripts/run.js"), ...args], { cwd: folder, encoding: "utf8" });
  expect(runCopy("main.ts").stderr).toBe("");
  const typed = runCopy("--typed", "main.ts");
  expect(typed.status).toBe(1);
  expect(typed.stderr).toMatch(
    /^The types must be right before anything is deployed; npm run typecheck tells more:\nmodules\/edge\/hosted-zone\.ts\(\d+,\d+\): error TS2367: /,
  );
});
