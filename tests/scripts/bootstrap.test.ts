import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dev } from "../../environments/dev";
import { bootstrapStateBucket } from "../../scripts/state-bucket";
import type { TerraformRoot } from "../../scripts/terraform-root";
import {
  ACCOUNT,
  BUCKET,
  request,
  runProgram,
  startEmulator,
  startWorkbench,
  temporaryFolder,
  type Workbench,
  writeRoot,
} from "../sandbox/support";
import { ACCOUNT_LIST } from "../support/names";

let bench: Workbench;
let said: string[] = [];
let localState = "";

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.emulator.stop());

beforeEach(async () => {
  await fetch(`${bench.emulator.endpoint}/moto-api/reset`, { method: "POST" });
  said = [];
  localState = join(temporaryFolder(), "terraform.tfstate");
});

/** A state root: the bucket alone, or with the key as the real one has it; its lifecycle rules would take a minute. */
function stateRoot({ terraform = bench.terraform, encrypted = false } = {}): TerraformRoot {
  const reference = (address: string) => `\${${address}}`;
  const byDefault = { sse_algorithm: "aws:kms", kms_master_key_id: reference("aws_kms_key.state.arn") };
  const encryption = {
    aws_kms_key: { state: { description: "state" } },
    aws_s3_bucket_server_side_encryption_configuration: {
      state: {
        bucket: reference("aws_s3_bucket.state.id"),
        rule: [{ apply_server_side_encryption_by_default: byDefault }],
      },
    },
  };
  const bucket = { aws_s3_bucket: { state: { bucket: BUCKET } } };
  return writeRoot(terraform, "state-test", encrypted ? { ...bucket, ...encryption } : bucket);
}

function bootstrap(root: TerraformRoot, more: Partial<Parameters<typeof bootstrapStateBucket>[0]> = {}) {
  return bootstrapStateBucket({
    environment: { ...dev, name: "test", account: ACCOUNT, stateBucket: BUCKET },
    root,
    localState,
    approve: async () => true,
    say: (line) => said.push(line.replace(localState, "LOCAL")),
    ...more,
  });
}

const object = (method: string) => request(bench.emulator, "s3", method, `/${BUCKET}/state-test/terraform.tfstate`);

test("creates the bucket, moves the state in, encrypted by KMS, and changes nothing when it runs again", async () => {
  const root = stateRoot({ encrypted: true });
  expect(await bootstrap(root)).toBe(3);
  expect(said).toEqual([
    "state-test: creates state-of-the-test",
    "state-test: 3 created, 0 changed, 0 removed",
    "state-test: moves its state into state-of-the-test",
  ]);
  expect((await object("HEAD")).headers.get("x-amz-server-side-encryption")).toBe("aws:kms");
  const state = await (await object("GET")).text();
  expect(Object.keys(JSON.parse(state))).toContain("resources");
  expect(existsSync(localState)).toBe(false);
  expect(existsSync(join(root.folder, "backend_override.tf.json"))).toBe(false);

  // The local state that an interruption after the move leaves.
  writeFileSync(localState, state);
  said = [];
  expect(await bootstrap(stateRoot({ encrypted: true }))).toBe(0);
  expect(existsSync(localState)).toBe(false);
  expect(said).toEqual([
    "state-test: state-of-the-test holds the state of state-test",
    "state-test: nothing to change",
  ]);
  expect(await (await object("GET")).text()).toBe(state);
});

test("an interruption between the apply and the move loses nothing: the next run moves the state", async () => {
  const stop = (line: string) => {
    if (line.includes("moves its state")) throw new Error("pulled the plug");
  };
  await expect(bootstrap(stateRoot(), { say: stop })).rejects.toThrow("pulled the plug");
  expect(existsSync(localState)).toBe(true);
  expect((await object("HEAD")).status).toBe(404);

  expect(await bootstrap(stateRoot())).toBe(0);
  expect(said).toEqual([
    "state-test: takes up the interrupted run in LOCAL",
    "state-test: nothing to change",
    "state-test: moves its state into state-of-the-test",
  ]);
  expect(existsSync(localState)).toBe(false);
  expect((await object("HEAD")).status).toBe(200);
});

test("a bucket that no state knows is refused", async () => {
  await request(bench.emulator, "s3", "PUT", `/${BUCKET}`);
  await expect(bootstrap(stateRoot())).rejects.toThrow(
    "state-test: the bucket state-of-the-test must not exist before its root, got one without the root's state; delete it " +
      "if it is empty, restore its object state-test/terraform.tfstate, or choose another stateBucket",
  );
});

test("a state in the bucket is never replaced by another one", async () => {
  const state = { version: 4, terraform_version: "1.11.4", serial: 1, lineage: "there", outputs: {}, resources: [] };
  await request(bench.emulator, "s3", "PUT", `/${BUCKET}`);
  await request(bench.emulator, "s3", "PUT", `/${BUCKET}/state-test/terraform.tfstate`, JSON.stringify(state));
  const resource = { mode: "managed", type: "aws_s3_bucket", name: "state", instances: [] };
  writeFileSync(localState, JSON.stringify({ ...state, lineage: "here", resources: [resource] }));
  await expect(bootstrap(stateRoot())).rejects.toThrow(
    `state-test: the bucket must hold what the local state holds before that is deleted, got 1 resources in ${localState} ` +
      "and 0, or others, in the bucket; compare them with terraform show and remove the file that is not the platform's",
  );
  expect(readFileSync(localState, "utf8")).toContain('"lineage":"here"');
  expect(await (await object("GET")).json()).toEqual(state);
});

describe("nothing is created", () => {
  const withEnv = (env: NodeJS.ProcessEnv) =>
    stateRoot({ terraform: bench.terraform.with({ env: { ...bench.terraform.env, ...env } }) });

  test("without approval, which is asked with the plan", async () => {
    let shown = "";
    const approve = async (plan: () => Promise<string>) => {
      shown = await plan();
      return false;
    };
    await expect(bootstrap(stateRoot(), { approve })).rejects.toThrow("state-test: not approved, nothing was changed");
    expect(shown).toContain("Plan: 1 to add, 0 to change, 0 to destroy.");
    expect((await request(bench.emulator, "s3", "HEAD", `/${BUCKET}`)).status).toBe(404);
  });

  test("without credentials", async () => {
    const root = withEnv({ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });
    await expect(bootstrap(root)).rejects.toThrow(
      "test: valid AWS credentials for account 444444444444 must be set, got none; log in, for example with aws sso login, " +
        "and set AWS_PROFILE",
    );
  });

  test("with the credentials of another account", async () => {
    const root = stateRoot();
    const file = join(root.folder, "cdk.tf.json");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(ACCOUNT, "555555555555"));
    const environment = { ...dev, name: "test", account: "555555555555", stateBucket: BUCKET };
    await expect(bootstrap(root, { environment })).rejects.toThrow(
      "test: the credentials must be of account 555555555555, got 444444444444; log in to 555555555555",
    );
  });

  test("when the bucket belongs to someone else", async () => {
    const identity = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${ACCOUNT}</Account><Arn>arn:aws:iam::${ACCOUNT}:root</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;
    const denied = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    const server = createServer((incoming, response) => {
      const toSts = incoming.method === "POST";
      response.writeHead(toSts ? 200 : 403, { "content-type": "text/xml" }).end(toSts ? identity : denied);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const error = await bootstrap(withEnv({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` })).catch(String);
    server.close();
    expect(String(error)).toContain(
      "test: the bucket state-of-the-test must be free or belong to account 444444444444, got access denied; choose another " +
        "stateBucket in environments/test.ts, or get access to it:\n",
    );
  });
});

describe("the command line", () => {
  const run = (...args: string[]) => runProgram("scripts/bootstrap.ts", args);

  test.each([
    [[], `bootstrap: must name one environment, got 0; choose from ${ACCOUNT_LIST}\n`],
    [["dev", "prod"], `bootstrap: must name one environment, got 2; choose from ${ACCOUNT_LIST}\n`],
    [["nowhere"], `bootstrap: must name a known environment, got "nowhere"; choose from ${ACCOUNT_LIST}\n`],
  ])("refuses %j", async (args, stderr) => {
    expect(await run(...args)).toEqual({ exitCode: 1, stdout: "", stderr });
  });

  test("does not change an account without being told to", async () => {
    const LMS_BOOTSTRAP_FOLDER = temporaryFolder();
    const env = { ...bench.terraform.env, LMS_BOOTSTRAP_FOLDER };
    const emulator = await startEmulator("111111111111");
    const { exitCode, stdout, stderr } = await runProgram("scripts/bootstrap.ts", ["dev"], {
      ...env,
      AWS_ENDPOINT_URL: emulator.endpoint,
    });
    await emulator.stop();
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "bootstrap: the plan must be approved, got no terminal to ask at; read it and add --auto-approve\n",
    });
    expect(stdout).toContain("# aws_s3_bucket.state_bucket will be created");
    expect(existsSync(join(LMS_BOOTSTRAP_FOLDER, "dev", "terraform.tfstate"))).toBe(false);
  });

  test("--help tells how it is used", async () => {
    const { exitCode, stdout } = await run("--help");
    expect({ exitCode, usage: stdout.split("\n")[0] }).toEqual({
      exitCode: 0,
      usage: "npm run bootstrap -- <environment> [--auto-approve]",
    });
  });
});
