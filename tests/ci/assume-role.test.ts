import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PIPELINE_ROLES, profileText, sessionName } from "../../ci/scripts/roles/pipeline-role";
import { temporaryFolder } from "../sandbox/support";
import { refused, runScript } from "./support";

const POD = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials", BUILD_TAG: "jenkins-lms-7" };
const SERVICE_ACCOUNT = {
  AWS_CONTAINER_CREDENTIALS_FULL_URI: "",
  AWS_ROLE_ARN: "arn:aws:iam::444444444444:role/jenkins",
  AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
};
const NOTHING = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "", AWS_WEB_IDENTITY_TOKEN_FILE: "", AWS_ROLE_ARN: "" };

/** An AWS CLI that is the given role, and writes down how it was called. */
const awsThatIs = (arn: string, log: string) =>
  `echo "$AWS_PROFILE $AWS_CONFIG_FILE $@" > ${log}\necho '{ "Account": "1", "Arn": "${arn}" }'`;

async function assume(role: string, env: NodeJS.ProcessEnv, arn: string) {
  const folder = temporaryFolder();
  const [file, log] = [join(folder, "deep", "config"), join(folder, "log")];
  const ending = await runScript("assume-role", ["--role", role, "--file", file], {
    env,
    programs: { aws: awsThatIs(arn, log) },
  });
  return { ending, file, called: () => readFileSync(log, "utf8") };
}

test("the pipelines assume the planner and the deployer of each environment, and publish and sign images", () => {
  expect(Object.fromEntries(Object.entries(PIPELINE_ROLES).map(([key, { arn }]) => [key, arn]))).toMatchObject({
    "dev/planner": "arn:aws:iam::111111111111:role/lms-dev-planner",
    "dev/deployer": "arn:aws:iam::111111111111:role/lms-dev-deployer",
    "staging/planner": "arn:aws:iam::222222222222:role/lms-staging-planner",
    "staging/deployer": "arn:aws:iam::222222222222:role/lms-staging-deployer",
    "prod/planner": "arn:aws:iam::333333333333:role/lms-prod-planner",
    "prod/deployer": "arn:aws:iam::333333333333:role/lms-prod-deployer",
    "shared/image-publisher": "arn:aws:iam::444444444444:role/lms-shared-image-publisher",
    "shared/image-signer": "arn:aws:iam::444444444444:role/lms-shared-image-signer",
  });
});

test("writes a profile of the role without a secret, for its owner only, and sees that it gives the role", async () => {
  const { ending, file, called } = await assume(
    "prod/deployer",
    POD,
    "arn:aws:sts::333333333333:assumed-role/lms-prod-deployer/jenkins-lms-7",
  );
  expect(ending).toEqual({ exitCode: 0, stdout: "assumes lms-prod-deployer in account 333333333333\n", stderr: "" });
  expect(readFileSync(file, "utf8")).toBe(`[profile lms-prod-deployer]
region = us-east-1
role_arn = arn:aws:iam::333333333333:role/lms-prod-deployer
role_session_name = jenkins-lms-7
external_id = lms-prod-deployer
credential_source = EcsContainer
`);
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  expect(called()).toBe(
    `lms-prod-deployer ${file} sts get-caller-identity --profile lms-prod-deployer --output json\n`,
  );
});

test("goes by way of the service account's role where there is one", async () => {
  const { ending, file } = await assume(
    "dev/planner",
    SERVICE_ACCOUNT,
    "arn:aws:sts::111111111111:assumed-role/lms-dev-planner/pipeline",
  );
  expect(ending.exitCode).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(`[profile lms-dev-planner]
region = us-east-1
role_arn = arn:aws:iam::111111111111:role/lms-dev-planner
role_session_name = pipeline
external_id = lms-dev-planner
source_profile = pod

[profile pod]
region = us-east-1
role_arn = arn:aws:iam::444444444444:role/jenkins
web_identity_token_file = /var/run/secrets/eks.amazonaws.com/serviceaccount/token
`);
});

test("a role that trusts the pipeline's own tokens is assumed with one", () => {
  const role = {
    name: "lms-dev-planner",
    arn: "arn:aws:iam::111111111111:role/lms-dev-planner",
    account: "111111111111",
    region: "us-east-1",
    trust: { kind: "oidc", issuer: "https://jenkins.example.com", audience: "sts.amazonaws.com", subject: "job" },
  } as const;
  expect(
    profileText(role, "build 7", { kind: "pipeline-token", tokenFile: "/tmp/token" }),
  ).toBe(`[profile lms-dev-planner]
region = us-east-1
role_arn = arn:aws:iam::111111111111:role/lms-dev-planner
role_session_name = build-7
web_identity_token_file = /tmp/token
`);
});

test.each([
  ["jenkins-lms/main-12", "jenkins-lms-main-12"],
  ["x", "-x"],
  ["y".repeat(70), "y".repeat(64)],
])("the session of the build %s is called %s", (build, name) => {
  expect(sessionName(build)).toBe(name);
});

describe("refuses", () => {
  test("an agent without a role", async () => {
    const { ending } = await assume("dev/planner", NOTHING, "");
    expect(ending).toEqual(
      refused(
        "assume-role: the agent must have a role, by EKS Pod Identity or by its service account, got neither; run in a " +
          "pod of the service account that arn:aws:iam::444444444444:role/jenkins-planner belongs to",
      ),
    );
  });

  test("another identity than the role's, and leaves no profile behind", async () => {
    const { ending, file } = await assume("dev/planner", POD, "arn:aws:sts::444444444444:assumed-role/jenkins/pod");
    expect(ending).toEqual(
      refused(
        "assume-role: the identity must begin with arn:aws:sts::111111111111:assumed-role/lms-dev-planner/, got " +
          "arn:aws:sts::444444444444:assumed-role/jenkins/pod; look at lms-dev-planner",
      ),
    );
    expect(existsSync(file)).toBe(false);
  });

  test("a role that does not trust the pipeline, in the words of AWS", async () => {
    const file = join(temporaryFolder(), "config");
    const programs = { aws: "echo 'AccessDenied: not authorized to perform sts:AssumeRole' >&2; exit 254" };
    expect(await runScript("assume-role", ["--role", "dev/planner", "--file", file], { env: POD, programs })).toEqual(
      refused(
        "aws sts get-caller-identity: must succeed, got exit code 254; see whether " +
          "arn:aws:iam::111111111111:role/lms-dev-planner trusts this pipeline, and its external id:\n" +
          "AccessDenied: not authorized to perform sts:AssumeRole",
      ),
    );
  });

  test("a machine without the AWS CLI", async () => {
    const file = join(temporaryFolder(), "config");
    const env = { ...POD, PATH: "/nowhere" };
    expect(await runScript("assume-role", ["--role", "dev/planner", "--file", file], { env })).toEqual(
      refused("aws: must be in PATH, got no such program; run on an agent of ci/resources/agents"),
    );
  });

  test("a role that no environment has", async () => {
    expect(await runScript("assume-role", ["--role", "prod/admin", "--file", "x"])).toEqual(
      refused(
        `assume-role: --role must be one of ${Object.keys(PIPELINE_ROLES).join(", ")}, got "prod/admin"; see --help`,
      ),
    );
  });
});
