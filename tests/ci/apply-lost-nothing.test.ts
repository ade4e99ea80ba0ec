import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse, request as sendTo } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PROJECT } from "../../scripts/synth";
import {
  ACCOUNT,
  BUCKET,
  ending,
  fakePrograms,
  request,
  startWorkbench,
  temporaryFolder,
  until,
  type Workbench,
} from "../sandbox/support";
import { real, repository, runScript } from "./support";

const REGION = "us-east-1";
const STATE = `/${BUCKET}/dev-platform/terraform.tfstate`;

let bench: Workbench;
let folder = "";
/** AWS as the scripts see it: moto, but for what a test has it refuse or keep waiting. */
let aws: Server;
let intercept: (incoming: IncomingMessage, response: ServerResponse) => boolean = () => false;

const environment = (): NodeJS.ProcessEnv => ({
  ...bench.terraform.env,
  AWS_ENDPOINT_URL: `http://127.0.0.1:${(aws.address() as AddressInfo).port}`,
});

beforeAll(async () => {
  bench = await startWorkbench();
  aws = createServer((incoming, response) => {
    if (intercept(incoming, response)) return;
    const { method, url } = incoming;
    const { expect: _continues, ...headers } = incoming.headers;
    const forwarded = sendTo(`${bench.emulator.endpoint}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    forwarded.once("error", () => response.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => aws.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  aws.closeAllConnections();
  aws.close();
  await bench.emulator.stop();
});

afterEach(() => {
  intercept = () => false;
});

beforeEach(async () => {
  await fetch(`${bench.emulator.endpoint}/moto-api/reset`, { method: "POST" });
  await request(bench.emulator, "s3", "PUT", `/${BUCKET}`);
  ({ folder } = await repository((path) => {
    writeFileSync(join(path, ".gitignore"), "*\n!gitops\n!gitops/**\n");
    mkdirSync(join(path, "gitops", "apps"), { recursive: true });
    writeFileSync(join(path, "gitops", "apps", "freezes.yaml"), "[]\n");
  }));
  const head = await real(folder, "git", "rev-parse", "HEAD");
  const environments = { dev: { root: "dev-platform", later: [] } };
  writeFileSync(
    join(folder, "changed-roots.json"),
    JSON.stringify({ head, environments, byAdministrator: [], gone: [] }),
  );
});

/** Plans a root with these resources. @returns the digest to approve */
async function digestOfReview(resource: object, more: object = {}): Promise<string> {
  const root = join(folder, "cdktf.out", "stacks", "dev-platform");
  mkdirSync(root, { recursive: true });
  const s3 = { bucket: BUCKET, key: "dev-platform/terraform.tfstate", region: REGION, use_lockfile: true };
  const terraform = { backend: { s3: { ...s3, allowed_account_ids: [ACCOUNT] } } };
  writeFileSync(join(root, "cdk.tf.json"), JSON.stringify({ terraform, resource, ...more }));
  const run = (name: string, ...args: string[]) => runScript(name, args, { cwd: folder, env: environment() });
  expect(await run("plan", "--environment", "dev")).toMatchObject({ exitCode: 0, stderr: "" });
  return (await run("plan-review")).stdout.trim();
}

/** The state that the backend holds. */
async function resources(): Promise<readonly { type: string; status: string | undefined }[]> {
  const state = (await (await request(bench.emulator, "s3", "GET", STATE)).json()) as {
    resources?: readonly { type: string; instances: readonly { status?: string }[] }[];
  };
  return (state.resources ?? []).map(({ type, instances }) => ({ type, status: instances[0]?.status }));
}

/** Processes whose environment holds a text, as Jenkins looks for its cookie. */
function carriers(text: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8").includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

test("an abort that kills all that carries Jenkins' cookie loses nothing: what was being made is in the state", async () => {
  const digest = await digestOfReview(
    { aws_sqs_queue: { one: { name: "one" } } },
    { provider: { aws: [{ region: REGION, allowed_account_ids: [ACCOUNT] }] } },
  );
  let created = false;
  const waiting: ServerResponse[] = [];
  intercept = (incoming, response) => {
    const action = String(incoming.headers["x-amz-target"]);
    if (action.endsWith("CreateQueue")) created = true;
    if (!created || !action.endsWith("GetQueueAttributes")) return false;
    waiting.push(response);
    return true;
  };
  const cookie = `JENKINS_SERVER_COOKIE=durable-${process.pid}`;
  const [variable = "", value] = cookie.split("=");
  const script = [join(PROJECT, "scripts", "run.js"), join(PROJECT, "ci", "scripts", "apply-reviewed.ts")];
  const child = spawn(process.execPath, [...script, "--environment", "dev", "--digest", digest], {
    cwd: folder,
    env: { ...environment(), [variable]: value },
  });
  const ended = ending(child);
  await until(() => waiting.length > 0);
  const found = carriers(cookie);
  expect(found).toContain(child.pid);
  for (const pid of found) process.kill(pid, "SIGTERM");

  const { exitCode, stderr } = await ended;
  expect(exitCode).toBe(130);
  expect(stderr).toBe(
    "dev-platform: in flight were aws_sqs_queue.one; Terraform has ended and saved what it knows of them, and the next run " +
      "plans them anew: what was being created is tainted, so it is replaced\ninterrupted\n",
  );
  expect(await resources()).toEqual([{ type: "aws_sqs_queue", status: "tainted" }]);
});

describe("a state that the backend does not take", () => {
  /** Has S3 refuse the state as long as a condition holds. */
  function refuseState(refuses: () => boolean): void {
    intercept = (incoming, response) => {
      if (incoming.method !== "PUT" || !incoming.url?.startsWith(`${STATE}?`) || !refuses()) return false;
      incoming.resume();
      response.writeHead(400, { "content-type": "application/xml" });
      response.end("<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>");
      return true;
    };
  }

  const applied = async (digest: string, program: string) => {
    const { PATH: _path, ...withoutPath } = environment();
    return runScript("apply-reviewed", ["--environment", "dev", "--digest", digest, "--save", "6"], {
      cwd: folder,
      env: withoutPath,
      programs: { aws: program },
    });
  };

  test("is pushed again with new credentials", async () => {
    const digest = await digestOfReview({ terraform_data: { one: {} } });
    let refusals = 0;
    refuseState(() => {
      refusals += 1;
      return refusals <= 2;
    });
    const { exitCode, stderr } = await applied(digest, "exit 1");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^dev-platform: the backend did not take the state; it is pushed again\ndev-platform: the state is saved\ndev-platform: terraform apply must succeed, got /,
    );
    expect(await resources()).toEqual([{ type: "terraform_data", status: undefined }]);
  });

  test("is kept in the bucket under another key when it is refused for good", async () => {
    const digest = await digestOfReview({ terraform_data: { one: {} } });
    refuseState(() => true);
    const kept = join(temporaryFolder(), "kept");
    const { exitCode, stderr } = await applied(
      digest,
      `echo "$@" > ${kept}.args; while [ "$1" != --body ]; do shift; done; cp "$2" ${kept}`,
    );
    expect(exitCode).toBe(1);
    expect(readFileSync(`${kept}.args`, "utf8")).toMatch(
      new RegExp(
        `^s3api put-object --bucket ${BUCKET} --key dev-platform/errored/[0-9T.Z-]+/terraform.tfstate --body reviews/dev/root/errored.tfstate\n$`,
      ),
    );
    expect(JSON.parse(readFileSync(kept, "utf8")).resources).toHaveLength(1);
    expect(stderr).toMatch(
      new RegExp(
        `\nIt is kept as s3://${BUCKET}/dev-platform/errored/[0-9T.Z-]+/terraform.tfstate; push it before anything else is applied, see "Recover" in README.md\n$`,
      ),
    );
  });

  test("is named where it lies when nothing takes it", async () => {
    const digest = await digestOfReview({ terraform_data: { one: {} } });
    refuseState(() => true);
    const { stderr } = await applied(digest, "echo no route >&2; exit 1");
    expect(stderr).toContain("\nIt is in reviews/dev/root/errored.tfstate alone, which goes with the agent: aws s3api");
    expect(stderr).toContain("no route\nCopy it while the agent is there, or import what the apply has made");
    expect(existsSync(join(folder, "reviews/dev/root/errored.tfstate"))).toBe(true);
  });
});

/** A pod's first process, with the folder of its processes for /proc. */
function firstProcess(file: string, processes: string): readonly string[] {
  const text = readFileSync(join("ci", "resources", "agents", file), "utf8");
  const [, script = ""] = /command: \[sh, -c\]\n\s+args:\n\s+- \|\n((?: {10}.*\n)+)/.exec(text) ?? [];
  return ["-c", script.replaceAll("/proc/", `${processes}/`)];
}

test.each(["tools.yaml", "deploy.yaml"])(
  "the pod of %s stays until Terraform has ended, and no longer",
  async (file) => {
    const processes = temporaryFolder();
    mkdirSync(join(processes, "7"));
    writeFileSync(join(processes, "7", "comm"), "terraform\n");
    const programs = fakePrograms({
      grep: `${join("/bin", "grep")} "$@"; code=$?; touch ${processes}/asked; exit $code`,
    });
    const env = { PATH: `${programs}:${process.env.PATH}` };
    const child = spawn("sh", firstProcess(file, processes), { env, detached: true, stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await new Promise((resolve) => setTimeout(resolve, 500));
    process.kill(child.pid ?? 0, "SIGTERM");
    await until(() => existsSync(join(processes, "asked")));
    expect(child.exitCode).toBeNull();
    writeFileSync(join(processes, "7", "comm"), "sleep\n");
    expect(await ended).toBe(0);
    // What is left of the pod is the sleep.
    process.kill(-(child.pid ?? 0), "SIGKILL");
  },
);
