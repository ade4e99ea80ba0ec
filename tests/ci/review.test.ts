import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT, BUCKET, request, startWorkbench, type Workbench } from "../sandbox/support";
import { commitAll, gitThatFails, real, refused, repository, runScript } from "./support";

let bench: Workbench;
/** A repository with a synthesized root, whose resources Terraform brings itself and whose state is in S3. */
let folder = "";
let head = "";

const rootFolder = (root = "dev-platform") => join(folder, "cdktf.out", "stacks", root);
const reviewed = (...path: string[]) => join(folder, "reviews", "dev", ...path);
const verdict = () => readFileSync(join(folder, "reviews", "verdict.txt"), "utf8");
const run = (name: string, ...args: string[]) => runScript(name, args, { cwd: folder, env: bench.terraform.env });
const apply = (digest: string, environment = "dev") =>
  run("apply-reviewed", "--environment", environment, "--digest", digest);

/** Synthesizes the root with these resources. */
function synthesize(terraform_data: object, more: object = {}, root = "dev-platform"): void {
  mkdirSync(rootFolder(root), { recursive: true });
  const s3 = { bucket: BUCKET, key: `${root}/terraform.tfstate`, region: "us-east-1", use_lockfile: true };
  const terraform = { backend: { s3: { ...s3, allowed_account_ids: [ACCOUNT] } } };
  writeFileSync(
    join(rootFolder(root), "cdk.tf.json"),
    JSON.stringify({ terraform, resource: { terraform_data }, ...more }),
  );
}

function writeChanges(commit = head, root = "dev-platform"): void {
  const changed = {
    head: commit,
    environments: { dev: { root, later: [] } },
    byAdministrator: ["state-dev"],
    gone: [],
  };
  writeFileSync(join(folder, "changed-roots.json"), JSON.stringify(changed));
}

/** Plans and reviews. @returns the digest to approve */
async function review(): Promise<string> {
  expect(await run("plan", "--environment", "dev")).toMatchObject({ exitCode: 0, stderr: "" });
  const { exitCode, stdout } = await run("plan-review");
  expect(exitCode).toBe(0);
  return stdout.trim();
}

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.emulator.stop());

beforeEach(async () => {
  await fetch(`${bench.emulator.endpoint}/moto-api/reset`, { method: "POST" });
  await request(bench.emulator, "s3", "PUT", `/${BUCKET}`);
  ({ folder } = await repository((path) => {
    writeFileSync(join(path, ".gitignore"), "*\n!gitops\n!gitops/**\n");
    mkdirSync(join(path, "gitops", "apps"), { recursive: true });
    writeFileSync(join(path, "gitops", "apps", "freezes.yaml"), "[]\n");
  }));
  head = await real(folder, "git", "rev-parse", "HEAD");
  synthesize({ one: {}, two: {}, three: {} });
  writeChanges();
});

test("what was approved is applied; the same review is not applied again", async () => {
  const digest = await review();
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(await apply(digest)).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(
      /^dev-platform: 3 created\n[\s\S]*dev-platform: 3\/3\ndev-platform: 3 created, 0 changed, 0 removed\n$/,
    ),
    stderr: "",
  });
  expect((await apply(digest)).stderr).toMatch(
    /^dev: the state of dev-platform must not have moved since the plan \(serial 0\), got another state, [0-9a-f-]{36}; plan and approve anew\n$/,
  );
  expect(await run("plan", "--environment", "dev")).toMatchObject({ stdout: "dev-platform: nothing to change\n" });
  const unchanged = (await run("plan-review")).stdout.trim();
  expect(await apply(unchanged)).toEqual({ exitCode: 0, stdout: "dev-platform: nothing to change\n", stderr: "" });
});

test("an apply in a cluster mends before what one that was killed has left pending", async () => {
  synthesize({ one: {} }, {}, "dev-addons");
  writeChanges(head, "dev-addons");
  const digest = await review();
  const mended = join(folder, "mended");
  const row = (number: number, status: string) =>
    `echo "argocd sh.helm.release.v1.argo-cd.v${number} helm.sh/release.v1 1 1m argo-cd ${number} ${status}"`;
  const { PATH: _path, ...env } = bench.terraform.env;
  const applied = (locks: string) =>
    runScript("apply-reviewed", ["--environment", "dev", "--digest", digest], {
      cwd: folder,
      env: { ...env, HELM: "helm", KUBECTL: "kubectl" },
      programs: {
        aws: `[ "$1" = s3api ] && echo '${locks}'; exit 0`,
        kubectl: `${row(1, "superseded")}; [ -e ${mended} ] && ${row(2, "deployed")} || ${row(2, "pending-upgrade")}`,
        helm: `echo "$@" > ${mended}`,
      },
    });
  expect((await applied('{"Contents":[{}]}')).stderr).toBe(
    'dev-addons: no one may be at it while releases are mended, got a lock of its state; see "Recover" in README.md\n',
  );
  expect(existsSync(mended)).toBe(false);
  const { exitCode, stdout } = await applied("{}");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^dev-addons: argocd\/argo-cd: revision 2 is pending-upgrade; helm rollback argo-cd 1 --namespace argocd\ndev-addons: 1 created\n/,
  );
  expect(readFileSync(mended, "utf8")).toBe("rollback argo-cd 1 --namespace argocd\n");
});

test("the review shows what a plan does, and no sensitive value", async () => {
  const [kept, gone, changed] = [{ input: "kept" }, { input: "gone" }, { input: "before" }];
  synthesize({ kept, gone, changed, moved: { triggers_replace: 1 } });
  await apply(await review());
  synthesize(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform fills it in
    { kept, changed: { input: "${var.password}" }, moved: { triggers_replace: 2 }, new: {} },
    { variable: { password: { type: "string", default: "hunter2", sensitive: true } } },
  );
  const digest = await review();
  const markdown = readFileSync(join(folder, "reviews", "review.md"), "utf8");
  expect(markdown).toBe(`# Plan review

Commit \`${head}\`, digest \`${digest}\`.

- state-dev: changed, an administrator applies it

## dev: dev-platform

**loses data: no; opens access: no; interrupts: nothing; cost: +$0 a month**

### REST (4)

- \`terraform_data.changed\`: changed: input: (sensitive)
- \`terraform_data.gone\`: DESTROYED
- \`terraform_data.moved\`: replaced: triggers_replace: 1 -> 2 (forces replacement)
- \`terraform_data.new\`: created

- The first deployment of dev-platform, as far as Git knows

<details><summary>Every change (4)</summary>

- \`terraform_data.changed\`: changed
  - \`input: (sensitive)\`
- \`terraform_data.gone\`: DESTROYED
- \`terraform_data.moved\`: replaced
  - \`triggers_replace: 1 -> 2 (forces replacement)\`
- \`terraform_data.new\`: created

</details>
`);
  expect(readFileSync(join(folder, "reviews", "review.html"), "utf8")).not.toContain("hunter2");
  expect(verdict()).toBe(
    "dev-platform: loses data: no; opens access: no; interrupts: nothing; cost: +$0 a month\n" +
      "state-dev: changed, an administrator applies it\n",
  );
  expect(readFileSync(reviewed("review.json"), "utf8")).not.toContain("hunter2");
});

test("a rename is applied, though no resource changes", async () => {
  synthesize({ other: {}, old: { input: "kept" } });
  await apply(await review());
  const addresses = () => bench.terraform.run("dev", reviewed("root"), ["state", "list"]).then(({ stdout }) => stdout);
  expect(await addresses()).toBe("terraform_data.old\nterraform_data.other");

  synthesize(
    { other: {}, renamed: { input: "kept" } },
    { moved: [{ from: "terraform_data.old", to: "terraform_data.renamed" }] },
  );
  const digest = await review();
  expect(verdict()).toContain(
    "dev-platform: loses data: no; opens access: no; interrupts: nothing; cost: +$0 a month; 1 moved\n",
  );
  expect((await apply(digest)).stdout).toBe("dev-platform: 1 moved\ndev-platform: 0 created, 0 changed, 0 removed\n");
  expect(await addresses()).toBe("terraform_data.other\nterraform_data.renamed");

  synthesize({ other: {} }, { removed: [{ from: "terraform_data.renamed", lifecycle: { destroy: false } }] });
  expect((await apply(await review())).stdout).toContain("dev-platform: 1 forgotten\n");
  expect(await addresses()).toBe("terraform_data.other");
});

test("nothing is applied while the environment is frozen", async () => {
  const day = new Date().toISOString().slice(0, 10);
  const freeze = `- { environments: [dev], from: "${day}", until: "${day}", reason: exams }\n`;
  writeFileSync(join(folder, "gitops", "apps", "freezes.yaml"), freeze);
  await commitAll(folder, "Freeze");
  await real(folder, "git", "push", "--quiet", "origin", "main");
  await real(folder, "git", "checkout", "--quiet", head);
  expect((await apply("0")).stderr).toMatch(
    /^dev: must not be frozen, got a freeze from .* \(exams\); wait, or end it in /,
  );
});

test.each([
  ["", "nothing"],
  ["<html>", '"<html>"'],
  ["null", '"null"'],
  ["{}", "one without environment, root, commit, state, plan, files"],
])("a review that is %j is none", async (text, got) => {
  mkdirSync(reviewed(), { recursive: true });
  writeFileSync(reviewed("review.json"), text);
  expect(await apply("0")).toEqual(
    refused(`reviews/dev/review.json: must be what plan.ts wrote, got ${got}; run plan.ts again`),
  );
});

test.each([
  ["plan", ["--environment", "dev"], "one without head, environments, byAdministrator, gone"],
  ["plan-review", [], "one without head, environments, byAdministrator, gone"],
] as const)("%s does not go on with changes that are none", async (script, args, got) => {
  const file = join(folder, "changed-roots.json");
  writeFileSync(file, "{}");
  expect(await run(script, ...args)).toEqual(
    refused(`changed-roots.json: must be what changed-roots.ts wrote, got ${got}; run changed-roots.ts again`),
  );
});

describe("what was not approved is refused:", () => {
  const anew = "; plan and approve anew";

  test("another plan, another configuration, a file more, a file less", async () => {
    const digest = await review();
    const plan = readFileSync(reviewed("root", "plan"));
    writeFileSync(reviewed("root", "plan"), Buffer.concat([plan, Buffer.from(" ")]));
    expect(await apply(digest)).toEqual(refused(`dev: plan must be as it was reviewed, got another content${anew}`));
    writeFileSync(reviewed("root", "plan"), plan);
    writeFileSync(reviewed("root", "release_override.tf.json"), "{}");
    expect(await apply(digest)).toEqual(
      refused(`dev: release_override.tf.json must be as it was reviewed, got a new file${anew}`),
    );
  });

  test("a review that was made to fit", async () => {
    const digest = await review();
    synthesize({ evil: {} });
    const other = await review();
    expect(await apply(digest)).toEqual(
      refused(`dev: the digest of the reviews must be ${digest}, got ${other}${anew}`),
    );
  });

  test("a plan of another commit", async () => {
    const digest = await review();
    const next = await commitAll(folder, "Second");
    expect(await apply(digest)).toEqual(refused(`dev: the review's commit must be ${next}, got ${head}${anew}`));
    expect(await run("plan", "--environment", "dev")).toEqual(
      refused(
        `plan: changed-roots.json must be of the commit at hand, ${next}, got ${head}; run changed-roots.ts again`,
      ),
    );
  });

  test("a plan that the state has left behind, by Terraform too", async () => {
    await apply(await review());
    synthesize({ one: {} });
    const digest = await review();
    await bench.terraform.run("dev", reviewed("root"), ["taint", "terraform_data.one"]);
    expect((await apply(digest)).stderr).toMatch(
      /^dev: the state of dev-platform must not have moved since the plan \(serial 1\), got serial 2; plan and approve anew\n$/,
    );
    const byTerraform = bench.terraform.run("dev", reviewed("root"), ["apply", "-json", "-input=false", "plan"]);
    await expect(byTerraform).rejects.toThrow("Saved plan is stale");
  });

  test("a root of another environment, and another environment's review", async () => {
    const digest = await review();
    const file = reviewed("review.json");
    writeFileSync(
      file,
      readFileSync(file, "utf8")
        .replace('"root": "dev-platform"', '"root": "prod-platform"')
        .replace('"environment": "dev"', '"environment": "prod"'),
    );
    const other = (await run("plan-review")).stdout.trim();
    expect(other).not.toBe(digest);
    expect(await apply(other)).toEqual(
      refused(
        `dev: the review's environment must be dev, got prod${anew}\n` +
          `dev: the review must be of a root of dev, got prod-platform${anew}`,
      ),
    );
  });

  test("no review at all, no changes, an environment that did not change", async () => {
    expect(await apply("0", "prod")).toEqual(
      refused("prod: there must be a review of the plan, got no reviews/prod/review.json; run plan.ts first"),
    );
    expect(await run("plan", "--environment", "prod")).toEqual(
      refused("plan: --environment must be one that changed, got prod; choose from dev"),
    );
    expect(await run("plan", "--environment", "dev", "--changes", "none.json")).toEqual(
      refused("plan: --changes must be a file, got no none.json; run changed-roots.ts first"),
    );
    expect(existsSync(join(folder, "reviews"))).toBe(false);
  });
});

test("what the gate refuses is not applied, and what must be named takes an approval that names it", async () => {
  cpSync(rootFolder(), join(folder, "cdktf.out", "stacks", "prod-platform"), { recursive: true });
  const environments = { prod: { root: "prod-platform", later: [] } };
  writeFileSync(
    join(folder, "changed-roots.json"),
    JSON.stringify({ head, environments, byAdministrator: [], gone: [] }),
  );
  expect(await run("plan", "--environment", "prod")).toMatchObject({ exitCode: 0 });
  const file = join(folder, "reviews", "prod", "review.json");
  const planned = JSON.parse(readFileSync(file, "utf8"));
  const reviewWith = async (loses: readonly string[]) => {
    const findings = [{ danger: "access", address: "aws_iam_role.r", text: "opens", details: [] }];
    const verdict = { ...planned.plan.verdict, loses };
    writeFileSync(file, JSON.stringify({ ...planned, plan: { ...planned.plan, findings, verdict } }));
    return (await run("plan-review")).stdout.trim();
  };

  expect(await apply(await reviewWith(["aws_s3_bucket.b"]), "prod")).toEqual(
    refused(
      "prod-platform: a loss must have an override, got no override for aws_s3_bucket.b; prevent it, or write it into environments/overrides.json\n" +
        'prod: the approval must name access 1, got ""; read the review, and approve anew',
    ),
  );
  expect(verdict()).toMatch(/^prod-platform: .*\. REFUSED: .*\. Who approves must name: access 1\n$/);
  const digest = await reviewWith([]);
  const named = (words: string) => run("apply-reviewed", "--environment", "prod", "--digest", digest, "--named", words);
  expect((await named("access 2")).stderr).toBe(
    'prod: the approval must name access 1, got "access 2"; read the review, and approve anew\n',
  );
  expect(await named("access 1")).toMatchObject({ exitCode: 0, stderr: "" });
});

test("the review tells the pull request, and what has come since the last deployment", async () => {
  await run("mark-deployed", "--root", "dev-platform");
  head = await commitAll(folder, "Add a queue (#12)");
  writeChanges();
  await run("plan", "--environment", "dev");
  const told: string[] = [];
  const server = createServer((incoming, response) => {
    let body = "";
    incoming.on("data", (data) => {
      body += data;
    });
    incoming.on("end", () => {
      told.push(`${incoming.method} ${incoming.url} ${body}`);
      response.end(incoming.method === "GET" ? "[]" : JSON.stringify({ html_url: "https://github.com/c" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const token = join(folder, "token");
  writeFileSync(token, "t0ken\n");
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = (repository: string, number: string, file = token) =>
    ["--api", api, "--token-file", file, "--repository", repository, "--pull-request", number] as const;
  try {
    const { exitCode, stderr } = await run("plan-review", ...options("lms/platform", "7"));
    expect([exitCode, stderr.split("\n")[0]]).toEqual([0, "told https://github.com/c"]);
    expect(told.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "GET /repos/lms/platform/issues/7/comments?per_page=100&page=1",
      "POST /repos/lms/platform/issues/7/comments",
      `POST /repos/lms/platform/statuses/${head}`,
    ]);
    expect(told[1]).toContain("Since deployed/dev-platform: 1 commit by Test, of pull requests \\\\#12");
    expect(told[2]).toContain('"state":"success"');
    expect(told.join("")).not.toContain("t0ken");
  } finally {
    server.close();
  }
  expect(await run("plan-review", ...options("lms", "7"))).toEqual(
    refused('plan-review: --repository must be owner/name, got "lms"; see --help'),
  );
  expect(await run("plan-review", ...options("lms/platform", "main"))).toEqual(
    refused('plan-review: --pull-request must be a number, got "main"; see --help'),
  );
  expect(await run("plan-review", ...options("lms/platform", "7", "none"))).toEqual(
    refused("plan-review: --token-file must be a file, got no none; bind the credential as a file"),
  );
});

test("what no pipeline applies is told, though no environment has a plan", async () => {
  const changed = { head, environments: {}, byAdministrator: ["state-prod"], gone: ["dev-old"] };
  writeFileSync(join(folder, "changed-roots.json"), JSON.stringify(changed));
  expect(await run("plan-review")).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^[0-9a-f]{64}\n$/) });
  expect(verdict()).toBe(
    "state-prod: changed, an administrator applies it\n" +
      "dev-old: is not in the code any more; destroy it from the commit of its tag, and delete the tag\n",
  );
});

test("mark-deployed moves the tag of a root, here and in origin, and takes away that of its apply", async () => {
  await review();
  const tag = async () => (await real(folder, "git", "ls-remote", "origin", "refs/tags/*^{}")).replace("^{}", "");
  const says = () => real(folder, "git", "tag", "--list", "--format=%(refname:short): %(contents)");
  await real(folder, "git", "tag", "applying/dev-platform");
  await real(folder, "git", "push", "--quiet", "origin", "applying/dev-platform");
  expect(await run("mark-deployed", "--environment", "dev", "--approver", "ada")).toEqual({
    exitCode: 0,
    stdout: `deployed/dev-platform is ${head}\n`,
    stderr: "",
  });
  expect(await tag()).toBe(`${head}\trefs/tags/deployed/dev-platform`);
  expect(await says()).toBe("deployed/dev-platform: Approved by ada");
  const next = await commitAll(folder, "Second");
  await run("mark-deployed", "--root", "dev-platform");
  expect(await tag()).toBe(`${next}\trefs/tags/deployed/dev-platform`);
  expect(await says()).toBe("deployed/dev-platform: Approved by nobody in Jenkins");
  expect(await run("mark-deployed")).toEqual(
    refused("mark-deployed: either --environment or --root must be given, got both or none; see --help"),
  );
});

test.each([
  ["ls-remote", "before"],
  ["push", "before"],
  ["push", "after"],
] as const)("mark-deployed marks a root whole, though the network fails %s once, %s it is done", async (verb, when) => {
  await real(folder, "git", "tag", "applying/dev-platform");
  await real(folder, "git", "push", "--quiet", "origin", "applying/dev-platform");
  const programs = await gitThatFails(verb, "ssh: connect to host git port 22: Connection timed out", when);
  expect(await runScript("mark-deployed", ["--root", "dev-platform"], { cwd: folder, programs })).toEqual({
    exitCode: 0,
    stdout: `deployed/dev-platform is ${head}\n`,
    stderr: "",
  });
  const tags = await real(folder, "git", "ls-remote", "origin", "refs/tags/*");
  expect(tags.split("\n").map((line) => line.split("\t")[1])).toEqual([
    "refs/tags/deployed/dev-platform",
    "refs/tags/deployed/dev-platform^{}",
  ]);
  expect(tags).toContain(`${head}\trefs/tags/deployed/dev-platform^{}`);
});
