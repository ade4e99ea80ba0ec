import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Construct } from "constructs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { siteOf } from "../../../modules/foundation/names";
import { MasterPassword } from "../../../modules/rds/master-password";
import { unlockMissing } from "../../../scripts/providers-at-hand";
import { TerraformRoot } from "../../../scripts/terraform-root";
import { Root } from "../../../stacks/root";
import { synthesize } from "../../../stacks/synthesize";
import { ACCOUNT, BUCKET, request, startWorkbench, temporaryFolder, type Workbench } from "../../sandbox/support";

const SETTINGS = {
  name: "test",
  account: ACCOUNT,
  region: "us-east-1",
  stateBucket: BUCKET,
  owner: "tests",
  costCenter: "tests",
};

/** The master password with a parameter that takes it in place of a database, which would take minutes. */
class PasswordRoot extends Root {
  constructor(scope: Construct, version: number, key: { readonly arn: string }) {
    super(scope, "passwords", SETTINGS);
    const password = new MasterPassword(this, "master", {
      site: siteOf(SETTINGS),
      keys: { data: key },
      username: "lms_admin",
      version,
      dataProtection: "disposable",
      replica: { region: "eu-west-1", key },
    });
    const { masterPasswordWo, masterPasswordWoVersion } = password.writerArguments;
    const writer = new SsmParameter(this, "writer", {
      name: "/writer",
      type: "SecureString",
      valueWo: masterPasswordWo,
      valueWoVersion: masterPasswordWoVersion,
    });
    password.storeAfter(writer);
  }
}

let bench: Workbench;
/** Access key of the administrator's role: the secret's policy keeps even the account's root from its value. */
let adminKey: string;
/** The key that encrypts the secret. */
let keyArn: string;

beforeAll(async () => {
  bench = await startWorkbench();
  await request(bench.emulator, "s3", "PUT", `/${BUCKET}`);
  const statement = { Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "sts:AssumeRole" };
  await query("iam", {
    Action: "CreateRole",
    RoleName: "lms-test-admin",
    AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  });
  await query("iam", {
    Action: "PutRolePolicy",
    RoleName: "lms-test-admin",
    PolicyName: "all",
    PolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    }),
  });
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/lms-test-admin`;
  const taken = await query("sts", { Action: "AssumeRole", RoleArn, RoleSessionName: "test" });
  const value = (tag: string) => new RegExp(`<${tag}>([^<]+)`).exec(taken)?.[1] ?? "";
  adminKey = value("AccessKeyId");
  const credentials = {
    AWS_ACCESS_KEY_ID: adminKey,
    AWS_SECRET_ACCESS_KEY: value("SecretAccessKey"),
    AWS_SESSION_TOKEN: value("SessionToken"),
  };
  const { KeyMetadata } = await call("kms", "TrentService.CreateKey", {});
  keyArn = (KeyMetadata as { Arn: string }).Arn;
  bench = { ...bench, terraform: bench.terraform.with({ env: { ...bench.terraform.env, ...credentials } }) };
});

afterAll(() => bench.emulator.stop());

async function query(service: "iam" | "sts", parameters: Readonly<Record<string, string>>): Promise<string> {
  const scope = `test/20250101/us-east-1/${service}/aws4_request`;
  const response = await fetch(bench.emulator.endpoint, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=test` },
    body: new URLSearchParams({ Version: service === "iam" ? "2010-05-08" : "2011-06-15", ...parameters }),
  });
  return response.text();
}

async function call(service: string, target: string, parameters: object): Promise<Record<string, unknown>> {
  const scope = `${adminKey}/20250101/us-east-1/${service}/aws4_request`;
  const response = await fetch(bench.emulator.endpoint, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=test`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
    },
    body: JSON.stringify(parameters),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** What the secret and the writer have. */
async function passwords() {
  const secret = await call("secretsmanager", "secretsmanager.GetSecretValue", {
    SecretId: "lms/test/database/master",
  });
  const parameter = await call("ssm", "AmazonSSM.GetParameter", { Name: "/writer", WithDecryption: true });
  return {
    stored: JSON.parse(String(secret.SecretString)) as { username: string; password: string },
    taken: (parameter.Parameter as { Value: string }).Value,
  };
}

/** Applies a version of the password, and gives every text that Terraform left: the plan and the state. */
async function apply(folder: string, version: number): Promise<string> {
  const { problems } = synthesize(() => [(app) => new PasswordRoot(app, version, { arn: keyArn })], folder);
  expect(problems).toEqual([]);
  const root = new TerraformRoot(bench.terraform, "passwords", join(folder, "stacks", "passwords"));
  unlockMissing([root.folder], bench.providers);
  await root.init();
  await root.plan();
  const planned = await bench.terraform.run("passwords", root.folder, ["show", "-json", "plan"]);
  await root.apply();
  await root.plan();
  expect(await root.plannedChanges()).toEqual([]);
  return [
    planned.stdout,
    JSON.stringify(await root.pullState()),
    readFileSync(join(root.folder, "cdk.tf.json")),
  ].join();
}

test("the password is in the database and its secret, in no plan and no state, until its version changes", async () => {
  const folder = temporaryFolder();
  const first = await apply(folder, 2);
  const one = await passwords();
  expect(one.stored).toEqual({ username: "lms_admin", password: one.taken });
  expect(one.taken).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(first).toContain("lms/test/database/master");
  expect(first).not.toContain(one.taken);

  const second = await apply(folder, 4);
  const other = await passwords();
  expect(other.stored.password).toBe(other.taken);
  expect(other.taken).not.toBe(one.taken);
  expect(second).not.toContain(other.taken);
  expect(second).not.toContain(one.taken);
});
