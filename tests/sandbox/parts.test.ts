import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, test, vi } from "vitest";
import { dev } from "../../environments/dev";
import { emulatorEnvironment } from "../../sandbox/aws-environment";
import { reasonNotToApply, regionsOf } from "../../sandbox/configuration";
import { expectedSeconds, keepSeconds, kindOf } from "../../sandbox/last-run";
import { type EnvironmentResult, keptText, summaryTable, writeOutputs } from "../../sandbox/result";
import { findExecutable } from "../../scripts/process";
import { Progress } from "../../scripts/progress";
import { protectedAddresses, releaseOverride } from "../../scripts/protection";
import { rootsOf } from "../../scripts/synth";
import { isAtLeast } from "../../scripts/terraform";
import { MessageReader, type Progress as Messages } from "../../scripts/terraform-messages";
import { fakePrograms, temporaryFolder } from "./support";

test("nothing of the user's AWS or Terraform settings reaches the sandbox", () => {
  const user = {
    PATH: "/bin",
    TF_CLI_CONFIG_FILE: "/own.tfrc",
    AWS_PROFILE: "work",
    AWS_SESSION_TOKEN: "token",
    AWS_CONFIG_FILE: "/home/config",
    AWS_ENDPOINT_URL_S3: "https://example.org",
    TF_CLI_ARGS_plan: "-target=x",
    TF_VAR_x: "1",
    TF_WORKSPACE: "other",
    TF_DATA_DIR: "/data",
  };
  expect(emulatorEnvironment(user, "http://127.0.0.1:4566", "eu-west-1")).toEqual({
    PATH: "/bin",
    TF_CLI_CONFIG_FILE: "/own.tfrc",
    AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-west-1",
    AWS_MAX_ATTEMPTS: "1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    GOGC: "300",
  });
});

describe("protection", () => {
  const terraform = { backend: {}, required_providers: {} };
  const protects = { lifecycle: { prevent_destroy: true } };

  test("a root in which nothing is protected is destroyed as it is", () => {
    expect(releaseOverride({ terraform, resource: { aws_lb: { a: { enable_deletion_protection: true } } } })).toBe(
      undefined,
    );
  });

  test("a part is given free by the first words of its addresses", () => {
    const bucket = { ...protects, force_destroy: false };
    const configuration = { terraform, resource: { aws_s3_bucket: { recovery_media: bucket, storage_media: bucket } } };
    expect(releaseOverride(configuration, ["recovery_"])).toEqual({
      resource: { aws_s3_bucket: { recovery_media: { force_destroy: true, lifecycle: { prevent_destroy: false } } } },
    });
    expect(releaseOverride(configuration, ["database_"])).toBe(undefined);
  });

  test("what is protected is given free, and nothing else is touched", () => {
    const configuration = {
      terraform,
      resource: {
        aws_s3_bucket: { media: { ...protects, force_destroy: false }, logs: { force_destroy: true } },
        aws_rds_cluster: { db: { ...protects, deletion_protection: true, skip_final_snapshot: false } },
        aws_lb: { web: { enable_deletion_protection: true } },
        aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      },
    };
    expect(protectedAddresses(configuration)).toEqual(["aws_s3_bucket.media", "aws_rds_cluster.db"]);
    const lifecycle = { prevent_destroy: false };
    expect(releaseOverride(configuration)).toEqual({
      resource: {
        aws_s3_bucket: { media: { force_destroy: true, lifecycle } },
        aws_rds_cluster: { db: { deletion_protection: false, lifecycle } },
        aws_lb: { web: { enable_deletion_protection: false } },
      },
    });
  });
});

describe("a root is applied only", () => {
  const root = (source: string, bucket: string) => ({
    terraform: {
      backend: { s3: { bucket, key: "k" } },
      required_providers: { aws: { source: "aws" }, other: { source } },
    },
  });

  test.each([
    ["aws", "lms-dev-terraform-state-111111111111", undefined],
    ["hashicorp/aws", "lms-dev-terraform-state-111111111111", undefined],
    ["registry.terraform.io/hashicorp/aws", "lms-dev-terraform-state-111111111111", undefined],
    ["helm", "lms-dev-terraform-state-111111111111", "it needs helm"],
    ["hashicorp/kubernetes", "lms-dev-terraform-state-111111111111", "it needs hashicorp/kubernetes"],
    ["aws", "elsewhere", "its state is in elsewhere, not in lms-dev-terraform-state-111111111111"],
  ])("with the AWS provider alone, and in its own account: %s, %s", (source, bucket, reason) => {
    expect(reasonNotToApply(root(source, bucket), dev)).toBe(reason);
  });

  test("and what is left of it is looked for in the regions of its providers", () => {
    const provider = { aws: [{ region: "us-east-1" }, { region: "eu-west-1" }, {}] };
    expect(regionsOf({ ...root("aws", "b"), provider })).toEqual(["us-east-1", "eu-west-1"]);
  });
});

test("roots come after those that they depend on", () => {
  const stack = (name: string, ...dependencies: string[]) => ({
    name,
    workingDirectory: `stacks/${name}`,
    dependencies,
  });
  const stacks = { addons: stack("addons", "platform"), state: stack("state"), platform: stack("platform", "state") };
  expect(rootsOf({ stacks }, "/out")).toEqual([
    { name: "state", folder: "/out/stacks/state" },
    { name: "platform", folder: "/out/stacks/platform" },
    { name: "addons", folder: "/out/stacks/addons" },
  ]);
});

test.each([
  ["1.11.4", true],
  ["1.11.0", true],
  ["2.0.0", true],
  ["1.12.0-beta1", true],
  ["1.10.9", false],
  ["0.15.0", false],
])("%s is at least 1.11.0: %s", (version, expected) => {
  expect(isAtLeast(version, "1.11.0")).toBe(expected);
});

test("a program is looked for in PATH, and must be executable", () => {
  const folder = fakePrograms({ tool: "exit 0" });
  writeFileSync(join(folder, "text"), "");
  expect(findExecutable("tool", { PATH: `/nowhere:${folder}` })).toBe(join(folder, "tool"));
  expect(findExecutable(join(folder, "tool"), {})).toBe(join(folder, "tool"));
  expect(findExecutable("text", { PATH: folder })).toBe(undefined);
});

test("Terraform's messages tell how far an apply is, what takes longest, and what came of it", () => {
  const seen: Messages[] = [];
  const reader = new MessageReader((progress) => seen.push(progress));
  const hook = (addr: string, elapsed_seconds = 0) => ({ hook: { resource: { addr }, elapsed_seconds } });
  for (const message of [
    { type: "planned_change" },
    { type: "planned_change" },
    { type: "apply_start", ...hook("a.a") },
    { type: "apply_start", ...hook("b.b") },
    { type: "apply_progress", ...hook("b.b", 10) },
    { type: "apply_complete", ...hook("a.a") },
    { type: "change_summary", changes: { add: 2, change: 0, remove: 0 } },
    { type: "diagnostic", diagnostic: { severity: "warning", summary: "old" } },
  ]) {
    reader.read(JSON.stringify(message));
  }
  reader.read("Successfully configured the backend");
  reader.read("{ not json");
  expect(seen.slice(2)).toEqual([
    {
      done: 0,
      total: 2,
      running: [
        { address: "b.b", seconds: 10 },
        { address: "a.a", seconds: 0 },
      ],
    },
    { done: 1, total: 2, running: [{ address: "b.b", seconds: 10 }] },
  ]);
  expect(reader.counts).toEqual({ add: 2, change: 0, remove: 0 });
  expect(reader.diagnostics).toEqual([{ severity: "warning", summary: "old" }]);
});

describe("progress", () => {
  const write = (isTTY: boolean, environments: string[]) => {
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 20 });
    const progress = new Progress(stream, environments);
    progress.status("dev-platform", "apply 1/2, and more");
    progress.line("dev", "done");
    progress.status("dev-platform", "");
    return String(stream.read());
  };

  afterEach(() => vi.useRealTimers());

  test("says what it is at where there is no terminal, when 15 seconds pass without another line", () => {
    vi.useFakeTimers();
    const stream = new PassThrough();
    const progress = new Progress(stream, ["dev", "prod"]);
    progress.status("dev-platform", "apply 1/2");
    progress.status("prod-platform", "plan");
    vi.advanceTimersByTime(14_999);
    expect(stream.read()).toBe(null);
    progress.line("dev", "done");
    vi.advanceTimersByTime(14_999);
    progress.status("dev-platform", "apply 2/2");
    vi.advanceTimersByTime(60_001);
    progress.status("dev-platform", "");
    progress.status("prod-platform", "");
    vi.advanceTimersByTime(60_000);
    expect(String(stream.read())).toBe(
      [
        "dev  | done",
        "... dev-platform apply 2/2 | prod-platform plan (30 s so far)",
        "... dev-platform apply 2/2 | prod-platform plan (45 s so far)",
        "... dev-platform apply 2/2 | prod-platform plan (1 min 0 s so far)",
        "... dev-platform apply 2/2 | prod-platform plan (1 min 15 s so far)",
        "... dev-platform apply 2/2 | prod-platform plan (1 min 30 s so far)",
        "",
      ].join("\n"),
    );
  });

  test("says how long it takes yet, as far as the last time tells", () => {
    vi.useFakeTimers();
    const stream = new PassThrough();
    const progress = new Progress(stream, ["dev"], 25);
    progress.status("dev-platform", "plan");
    vi.advanceTimersByTime(30_000);
    progress.status("dev-platform", "");
    expect(String(stream.read())).toBe(
      "... dev-platform plan (15 s so far, about 10 s left)\n... dev-platform plan (30 s so far)\n",
    );
  });

  test("shows a status while an action lasts, also one that fails", async () => {
    vi.useFakeTimers();
    const stream = new PassThrough();
    const progress = new Progress(stream, ["dev"]);
    const failing = progress.during("dev", "synth", () => new Promise((_, reject) => setTimeout(reject, 20_000, "no")));
    vi.advanceTimersByTime(60_000);
    await expect(failing).rejects.toBe("no");
    vi.advanceTimersByTime(60_000);
    expect(String(stream.read())).toMatch(/^\.\.\. dev synth \(15 s so far\)\n/);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is a line per step where there is no terminal, with the environment if there are several", () => {
    expect(write(false, ["dev"])).toBe("done\n");
    expect(write(false, ["dev", "staging"])).toBe("dev     | done\n");
  });

  test("on a terminal has one more line a root below the time, updated in place and cut to its width", () => {
    const status = "0 s so far\ndev-platform apply ";
    const erased = "\r\u001b[K\u001b[1A\u001b[K";
    expect(write(true, ["dev"])).toBe(`${status}${erased}done\n${status}${erased}`);
  });
});

test("how long a run takes is known from the last of its kind, of the slowest environment", () => {
  process.env.LMS_SANDBOX_FOLDER = temporaryFolder();
  try {
    keepSeconds("dev", "cycle", 281.4);
    keepSeconds("dev", "keep", 179);
    keepSeconds("prod", "cycle", 400);
    expect(expectedSeconds(["dev"], kindOf({ keep: false, destroy: false }))).toBe(281);
    expect(expectedSeconds(["dev", "prod"], "cycle")).toBe(400);
    expect(expectedSeconds(["dev"], kindOf({ keep: true, destroy: false }))).toBe(179);
    expect(expectedSeconds(["dev", "prod"], kindOf({ keep: false, destroy: true }))).toBe(undefined);
  } finally {
    delete process.env.LMS_SANDBOX_FOLDER;
  }
});

describe("the summary", () => {
  const result: EnvironmentResult = {
    environment: "dev",
    account: "111111111111",
    region: "eu-central-1",
    ok: true,
    endpoint: "http://127.0.0.1:4566",
    seconds: 71.2,
    providers: "hashicorp/aws 6.28.0 from the registry, as locked",
    roots: [
      { root: "state-dev", resources: 9, seconds: { bootstrap: 61.04 }, outputs: { state_bucket: "b" } },
      { root: "dev-platform", resources: 66, seconds: { init: 0.6, apply: 23.31 }, outputs: { vpc_id: "vpc-1" } },
      { root: "dev-addons", notApplied: "it needs hashicorp/helm", resources: 0, seconds: {}, outputs: {} },
    ],
  };

  test("is a table of the roots and the seconds of each step", () => {
    expect(summaryTable([result])).toBe(
      [
        "root          resources  bootstrap  init  apply  seconds",
        "state-dev             9       61.0                  61.0",
        "dev-platform         66              0.6   23.3     23.9",
        "dev-addons    not applied here: it needs hashicorp/helm",
      ].join("\n"),
    );
  });

  test("has the outputs in a file, and says how to look into a kept sandbox", () => {
    const folder = temporaryFolder();
    const file = join(folder, "outputs.json");
    expect(writeOutputs(result, folder)).toEqual([`The outputs of dev are in ${relative(process.cwd(), file)}.`]);
    expect(readFileSync(file, "utf8")).toBe(
      [
        "{",
        '  "state-dev": {',
        '    "state_bucket": "b"',
        "  },",
        '  "dev-platform": {',
        '    "vpc_id": "vpc-1"',
        "  }",
        "}",
        "",
      ].join("\n"),
    );
    expect(writeOutputs({ ...result, roots: [] }, join(folder, "nowhere"))).toEqual([]);
    expect(keptText(result)).toBe(
      [
        "The sandbox of dev runs at http://127.0.0.1:4566. Look around with the AWS CLI:",
        "  export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test",
        "  export AWS_REGION=eu-central-1 AWS_DEFAULT_REGION=eu-central-1",
        "  aws ec2 describe-vpcs",
        "End it with: npm run sandbox -- dev --destroy",
      ].join("\n"),
    );
  });
});
