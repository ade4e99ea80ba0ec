import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { ChangedCopy, type Edit } from "../support/changed-copy";

/** Values of another school, in place of those in the files of the environments. */
const OTHER: readonly (readonly [file: string, from: RegExp, to: string])[] = [
  ...["dev", "staging", "prod", "shared"].flatMap((name, index) => [
    [name, /\b(\d)\1{11}\b/g, "61000000000$1"] as const,
    [name, /owner: ".*"/, `owner: "academy-cloud"`] as const,
    [name, /costCenter: ".*"/, `costCenter: "academy-${index}"`] as const,
  ]),
  ...["dev", "staging", "prod"].flatMap((name) => [
    [name, /\blms\.example\.com/g, "learn.academy.example.net"] as const,
    [name, /cidr: "10\./g, 'cidr: "172.'] as const,
    [name, /"172\.(\d)\./g, '"172.2$1.'] as const,
    [name, /diskGib: \d+/g, "diskGib: 120"] as const,
    [name, /requestsPerAddress: \d+/, "requestsPerAddress: 40000"] as const,
    [name, /logRetentionDays: \d+/, "logRetentionDays: 180"] as const,
  ]),
  ["dev", /\bus-east-1/g, "eu-central-1"],
  ["prod", /\["t3\.large"\]/, '["m6i.large"]'],
  ["prod", /maxSize: 12/, "maxSize: 14"],
  ["prod", /"db\.r7g\.2xlarge"/, '"db.r7g.xlarge"'],
  ["prod", /maxReaders: 6/, "maxReaders: 5"],
  ["prod", /"10\.200\.0\.0\/24"/, '"10.201.0.0/24"'],
];

const EDITS: readonly Edit[] = OTHER.map(([name, from, to]) => ({ file: `environments/${name}.ts`, from, to }));

it("leaves the unit tests green when an environment is made one's own, the list of addresses aside", {
  timeout: 600_000,
}, () => {
  const copy = new ChangedCopy(EDITS, ["docs", "tests", "sandbox", "security", "tsconfig.json", "vitest.config.mts"]);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--update",
      "--reporter=dot",
      ...["tests/environments", "tests/modules", "tests/stacks", "tests/sandbox/permissions.test.ts"],
      // Copies of a copy would take minutes; the password's test applies a root of its own values.
      ...["other-values", "new-service", "project-name", "master-password"].map(
        (name) => `--exclude=**/${name}.test.ts`,
      ),
    ],
    { cwd: copy.folder, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
  );
  expect(status, `${stdout}\n${stderr}`).toBe(0);
});
