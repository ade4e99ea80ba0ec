import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { LMS_SERVICE_NAMES } from "../../modules/foundation/services";
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

const MORE = ["README.md", "ci", "docs", "tests", "sandbox", "security", "tsconfig.json", "vitest.config.mts"];

/** Sources that a new environment is entered in. */
const LISTS = [
  "environments/index.ts",
  "gitops/apps/values.yaml",
  "security/accepted-risks.yaml",
  "ci/vars/lmsService.groovy",
];

it("leaves the unit tests green when environments are made one's own and one is added, the list of addresses aside", () => {
  const copy = new ChangedCopy(EDITS, MORE);
  const newEnvironment = (...args: string[]) => copy.run("scripts/new-environment.ts", [...args, "--without-pages"]);
  const lists = () => LISTS.map((file) => readFileSync(join(copy.folder, file), "utf8"));
  const before = lists();
  expect(newEnvironment("qa", "--account", "610000000003").stderr).toBe(
    "new-environment: nothing was changed, since it would be wrong:\nThe platform was not synthesized: 1 problem.\n" +
      '  - prod.account: must differ from qa.account, got "610000000003"; give each an AWS account of its own\n',
  );
  expect([lists(), existsSync(join(copy.folder, "environments/qa.ts"))]).toEqual([before, false]);
  expect(newEnvironment("qa", "--account", "610000000009")).toMatchObject({ status: 0, stderr: "" });
  expect(readFileSync(join(copy.folder, "environments/qa.ts"), "utf8")).toContain(
    'domain: "qa.learn.academy.example.net"',
  );
  expect(copy.run("gitops/check.ts", ["qa"]).stdout).toBe(`gitops: ${LMS_SERVICE_NAMES.length} services checked\n`);

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

  expect(newEnvironment("--remove", "qa")).toMatchObject({ status: 0, stderr: "" });
  expect(lists()).toEqual(before);
  expect(readdirSync(join(copy.folder, "gitops/environments"))).not.toContain("qa");
});
