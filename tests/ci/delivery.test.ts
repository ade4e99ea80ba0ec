import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { imageTag, valuesFile, withImageTag } from "../../ci/scripts/delivery/image-values";
import { checkedTag } from "../../ci/scripts/images/image-reference";
import { ENVIRONMENTS } from "../../environments";
import { LMS_SERVICE_NAMES } from "../../modules/foundation/services";
import { temporaryFolder } from "../sandbox/support";
import { commitAll, gitThatFails, real, refused, repository, runScript } from "./support";

const OLD = "0123456789abcdef0123456789abcdef01234567";
const NEW = "89abcdef0123456789abcdef0123456789abcdef";
// Without quotes this is the number infinity.
const LIKE_A_NUMBER = "1e99999999999999999999999999999999999999";
const FREEZES = "gitops/apps/freezes.yaml";
const FILE = "gitops/environments/dev/courses.yaml";
const VALUES = `# What dev runs of courses
image:
  tag: "${OLD}" # forty digits
replicas: { min: 1,   max: 2 } # odd spaces
resources:
  requests: { cpu: 100m, memory: 256Mi }
  limits: { memory: 512Mi }
`;
const BUILD = "jenkins-courses-7";

let folder = "";
let origin = "";

beforeEach(async () => {
  ({ folder, origin } = await repository((path) => {
    cpSync("gitops", join(path, "gitops"), { recursive: true });
    writeFileSync(join(path, FILE), VALUES);
    writeFileSync(join(path, FREEZES), "[]\n");
  }));
});

const COURSES = ["--environment", "dev", "--service", "courses"];
const set = (...args: string[]) => runScript("set-image", [...COURSES, "--build", BUILD, ...args], { cwd: folder });
const revert = (...args: string[]) =>
  runScript("revert-image", [...COURSES, "--build", BUILD, ...args], { cwd: folder });
const pushed = () => real(origin, "git", "show", `main:${FILE}`);
const subjects = () => real(origin, "git", "log", "--format=%s", "main");

describe("set-image", () => {
  test("changes the tag on the branch in origin, and not another byte", async () => {
    const { stdout, ...ended } = await set("--tag", NEW);
    expect(ended).toEqual({ exitCode: 0, stderr: `dev/courses: ${OLD} -> ${NEW}\n` });
    expect(stdout.trim()).toBe(await real(origin, "git", "rev-parse", "main"));
    expect(await pushed()).toBe(VALUES.replace(OLD, NEW).trim());
    expect(await subjects()).toBe("Deploy courses 89abcdef0123 to dev\nFirst");
    expect(await real(origin, "git", "log", "-1", "--format=%an <%ae> %cn", "main")).toBe(
      "lms-pipeline <lms-pipeline@lms.example.com> lms-pipeline",
    );
    expect(await real(origin, "git", "log", "-1", "--format=%b", "main")).toBe(`Build: ${BUILD}`);
    expect(await real(folder, "git", "worktree", "list", "--porcelain")).not.toContain("lms-values");
  });

  test("names who has approved it in the commit", async () => {
    expect(await set("--tag", NEW, "--approver", "Ada\nLovelace")).toMatchObject({ exitCode: 0 });
    expect(await real(origin, "git", "log", "-1", "--format=%b", "main")).toBe(
      `Build: ${BUILD}\nApproved-by: Ada Lovelace`,
    );
    expect((await revert("--tag", NEW)).stdout).toBe(`${OLD}\n`);
  });

  describe("behind an approval", () => {
    const PROD = "gitops/environments/prod/courses.yaml";
    const SERVICE = "gitops/services/courses.yaml";
    const setProd = (approved: string) =>
      runScript("set-image", ["--environment", "prod", "--service", "courses", "--tag", NEW, "--approved", approved], {
        cwd: folder,
      });
    /** Merges a change of a file. */
    async function merge(file: string, was: string | RegExp, is: string) {
      const text = readFileSync(join(folder, file), "utf8");
      writeFileSync(join(folder, file), text.replace(was, is));
      const commit = await commitAll(folder, `Change ${file}`);
      await real(folder, "git", "push", "--quiet", "origin", "HEAD:main");
      return commit;
    }

    test("delivers what was approved, whatever else was merged since", async () => {
      const approved = await merge(SERVICE, /withinSeconds: \d+/, "withinSeconds: 90");
      await merge("gitops/environments/staging/courses.yaml", /tag: ".*"/, `tag: "${OLD}"`);
      await merge("gitops/services/media.yaml", /withinSeconds: \d+/, "withinSeconds: 90");
      await merge(PROD, /tag: ".*"/, `tag: "${OLD}"`);
      expect(await setProd(approved)).toMatchObject({ exitCode: 0 });
      expect(await real(origin, "git", "show", `main:${PROD}`)).toContain(NEW);
    });

    test("refuses a chart, a contract or values that were merged since", async () => {
      const approved = await real(folder, "git", "rev-parse", "HEAD");
      await merge(SERVICE, /withinSeconds: \d+/, "withinSeconds: 90");
      await merge(PROD, /max: \d+/, "max: 9");
      await merge(
        "gitops/charts/lms-service/templates/deployment.yaml",
        "revisionHistoryLimit: 5",
        "revisionHistoryLimit: 4",
      );
      expect(await setProd(approved)).toEqual(
        refused(
          `prod/courses: must be what was approved with ${approved.slice(0, 12)}, got changes of ` +
            `gitops/charts/lms-service/templates/deployment.yaml, ${PROD}, ${SERVICE} since; run the job again for this ` +
            "environment, so that they are approved, too",
        ),
      );
    });

    test("shows whoever approves what changes in the objects, and the commits that it comes from", async () => {
      await merge(PROD, /tag: ".*"/, `tag: "${OLD}"`);
      await merge(SERVICE, /withinSeconds: \d+/, "withinSeconds: 60");
      const way = ["--service", "courses", "--from", "prod", "--until", "prod"];
      const told = await runScript("delivery-diff", [...way, "--tag", NEW, "--file", "delivery.diff"], { cwd: folder });
      expect(told).toEqual({ exitCode: 0, stdout: "prod: 8 lines of what courses is there change\n", stderr: "" });
      const lines = readFileSync(join(folder, "delivery.diff"), "utf8").split("\n");
      expect(lines.filter((line) => /^[-+] /.test(line)).map((line) => line.replace(/^(.)\s+/, "$1"))).toEqual([
        expect.stringMatching(new RegExp(`^-image: .*/lms/courses:${OLD}$`)),
        expect.stringMatching(new RegExp(`^[+]image: .*/lms/courses:${NEW}$`)),
        `-value: ${OLD}`,
        `+value: ${NEW}`,
        expect.stringContaining(`service.version=${OLD}`),
        expect.stringContaining(`service.version=${NEW}`),
        "-failureThreshold: 24",
        "+failureThreshold: 12",
      ]);
      expect(await real(folder, "git", "worktree", "list", "--porcelain")).not.toContain("lms-diff");
      const notes = await runScript("release", [...way, "--tell", "notes", "--folder", ".", "--branch", "PR-1"], {
        cwd: folder,
      });
      expect(notes.stdout).toMatch(
        /; with it, of chart, contract and values: [0-9a-f]{7,} Change gitops\/services\/courses\.yaml \(Test\)\n$/,
      );
    });
  });

  test("quotes a tag that YAML would take for a number", async () => {
    writeFileSync(join(folder, FILE), VALUES.replace(`"${OLD}"`, OLD));
    await commitAll(folder, "Unquote");
    await real(folder, "git", "push", "--quiet", "origin", "main");
    await set("--tag", LIKE_A_NUMBER);
    expect(await pushed()).toContain(`  tag: "${LIKE_A_NUMBER}" # forty digits\n`);
  });

  test("commits nothing when the tag is there already", async () => {
    expect(await set("--tag", OLD)).toEqual({
      exitCode: 0,
      stdout: `${await real(origin, "git", "rev-parse", "main")}\n`,
      stderr: `dev/courses: ${OLD} -> ${OLD}\n`,
    });
    expect(await subjects()).toBe("First");
  });

  test("works on the tip of the branch, whatever is checked out, and again when others push first", async () => {
    const other = temporaryFolder();
    await real(other, "git", "clone", "--quiet", origin, ".");
    writeFileSync(join(other, "README.md"), "Someone else's");
    await commitAll(other, "Pushed before");
    await real(other, "git", "push", "--quiet", "origin", "main");
    // The hook of a slow network: while the first push is on its way, someone else's arrives.
    const hook = join(folder, ".git", "hooks", "pre-push");
    const once = join(other, "once");
    const push = `cd ${other} && git commit --quiet --allow-empty -m "Pushed between" && git push --quiet origin main`;
    writeFileSync(hook, `#!/bin/sh\n[ -e ${once} ] || { touch ${once}; unset GIT_DIR GIT_WORK_TREE; ${push}; }\n`, {
      mode: 0o755,
    });
    expect(await set("--tag", NEW)).toMatchObject({ exitCode: 0 });
    expect(await subjects()).toBe("Deploy courses 89abcdef0123 to dev\nPushed between\nPushed before\nFirst");
  });

  test.each(["latest", "v1.2.3", OLD.slice(0, 12), OLD.toUpperCase(), ` ${OLD}`, ""])("knows no tag %j", (tag) => {
    expect(() => checkedTag("set-image", tag)).toThrow(
      "set-image: the image tag must be a full Git commit id, 40 lower-case hexadecimal digits, " +
        `got ${JSON.stringify(tag)}; take the commit that the image was built from`,
    );
  });

  test("refuses the tag latest before it looks at anything", async () => {
    expect((await set("--tag", "latest")).stderr).toMatch(/^set-image: the image tag must be a full Git commit id/);
    expect(await subjects()).toBe("First");
  });

  test("refuses values that are not there, or have no tag", async () => {
    const run = (service: string) =>
      runScript("set-image", ["--environment", "dev", "--service", service, "--tag", NEW], { cwd: folder });
    rmSync(join(folder, "gitops/environments/dev/web.yaml"));
    await commitAll(folder, "Remove");
    await real(folder, "git", "push", "--quiet", "origin", "main");
    expect(await run("web")).toEqual(
      refused(
        "gitops/environments/dev/web.yaml: must exist, got no such file; add the service as gitops/README.md says",
      ),
    );
    writeFileSync(join(folder, FILE), "image: {}\n");
    await commitAll(folder, "Break");
    await real(folder, "git", "push", "--quiet", "origin", "main");
    expect(await run("courses")).toEqual(
      refused(`${FILE}: image.tag must be one value of valid YAML, got none; see gitops/README.md`),
    );
  });

  test("says what Git said when the push is refused for good", async () => {
    writeFileSync(join(origin, "hooks", "pre-receive"), "#!/bin/sh\necho protected >&2\nexit 1\n", { mode: 0o755 });
    const { exitCode, stderr } = await set("--tag", NEW);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${FILE}: the push to main must succeed, got:\n.*protected`));
  });

  test("asks Git to use the key, whatever its path", async () => {
    await real(folder, "git", "remote", "set-url", "origin", "ssh://git.example.com/lms.git");
    const log = join(folder, "ssh.log");
    const key = join(temporaryFolder(), "it's a key");
    const { stderr } = await runScript(
      "set-image",
      ["--environment", "dev", "--service", "courses", "--tag", NEW, "--key-file", key],
      { cwd: folder, programs: { ssh: `printf '%s\\n' "$@" > ${log}; exit 1` } },
    );
    expect(stderr).toMatch(/^git: fetch must succeed, got exit code 128; Git said:\n/);
    expect(readFileSync(log, "utf8").split("\n").slice(0, 6)).toEqual([
      "-i",
      key,
      "-o",
      "IdentitiesOnly=yes",
      "-o",
      "StrictHostKeyChecking=yes",
    ]);
  });
});

test("every values file of the GitOps tree has a tag that set-image can change", () => {
  for (const { name: environment } of ENVIRONMENTS) {
    for (const service of LMS_SERVICE_NAMES) {
      const file = valuesFile(environment, service);
      const text = readFileSync(file, "utf8");
      expect(imageTag(file, text)).toMatch(/^[0-9a-f]{40}$/);
      expect(imageTag(file, withImageTag(file, text, NEW))).toBe(NEW);
    }
  }
});

describe("set-image under a bad network", () => {
  test("tries a fetch again that failed for a moment", async () => {
    const programs = await gitThatFails("fetch", "ssh: connect to host git port 22: Connection timed out");
    const args = [...COURSES, "--tag", NEW];
    expect(await runScript("set-image", args, { cwd: folder, programs })).toMatchObject({ exitCode: 0 });
    expect(await pushed()).toContain(NEW);
  });

  test("finds its own commit when the answer to the push was lost", async () => {
    const programs = await gitThatFails("push", "Connection closed by remote host", "after");
    const args = [...COURSES, "--tag", NEW, "--build", BUILD];
    expect(await runScript("set-image", args, { cwd: folder, programs })).toEqual({
      exitCode: 0,
      stdout: `${await real(origin, "git", "rev-parse", "main")}\n`,
      stderr: `dev/courses: ${OLD} -> ${NEW}\n`,
    });
    expect(await subjects()).toBe("Deploy courses 89abcdef0123 to dev\nFirst");
    expect((await revert("--tag", NEW)).stdout).toBe(`${OLD}\n`);
  });
});

test("set-image refuses values that Argo CD or the cluster would refuse, before they are pushed", async () => {
  writeFileSync(join(folder, FILE), VALUES.replace("max: 2", "max: 0"));
  await commitAll(folder, "Break");
  await real(folder, "git", "push", "--quiet", "origin", "main");
  expect(await set("--tag", NEW)).toEqual(refused(`${FILE}: replicas.max must be 1 to 50 pods, got 0; correct it`));
  expect(await subjects()).toBe("Break\nFirst");
});

describe("a freeze", () => {
  /** Has someone push a list of freezes, which the clone at hand does not see. */
  async function list(text: string | undefined): Promise<void> {
    const other = temporaryFolder();
    await real(other, "git", "clone", "--quiet", origin, ".");
    if (text === undefined) rmSync(join(other, FREEZES));
    else writeFileSync(join(other, FREEZES), text);
    await commitAll(other, "Freeze");
    await real(other, "git", "push", "--quiet", "origin", "main");
  }
  const freeze = (environments: string, from: string, until: string) =>
    list(`- environments: [${environments}]\n  from: "${from}"\n  until: "${until}"\n  reason: exams\n`);
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

  test("stops a delivery until its last day, and not what takes one back", async () => {
    await set("--tag", NEW);
    await freeze("dev, prod", day(-3), day(0));
    expect(await set("--tag", LIKE_A_NUMBER)).toEqual(
      refused(
        `dev: must not be frozen, got a freeze from ${day(-3)} until ${day(0)} (exams); wait, or end it in ${FREEZES} by a reviewed change`,
      ),
    );
    expect((await revert("--tag", NEW)).stdout).toBe(`${OLD}\n`);
    await freeze("dev", day(1), day(3));
    expect(await set("--tag", NEW)).toMatchObject({ exitCode: 0 });
    await freeze("prod", day(-1), day(3));
    expect(await set("--tag", LIKE_A_NUMBER)).toMatchObject({ exitCode: 0 });
  });

  test("must be right, or nothing is delivered", async () => {
    const refusal = (problem: string) => refused(`${FREEZES}: ${problem}`);
    await freeze("moon", day(0), day(1));
    expect(await set("--tag", NEW)).toEqual(
      refusal(
        "0.environments.0 must be right, got one that must be equal to one of the allowed values; each freeze has environments, from, until (days in quotes) and a reason",
      ),
    );
    await freeze("dev", day(1), day(0));
    expect(await set("--tag", NEW)).toEqual(
      refusal(`a freeze must last 1 to 120 days, got ${day(1)} to ${day(0)}; correct it`),
    );
    await freeze("dev", day(-200), day(-190));
    expect(await set("--tag", NEW)).toEqual(
      refusal(
        `a freeze must not be over for more than 180 days, got one until ${day(-190)}, which Argo CD would repeat every year; remove it`,
      ),
    );
    await list("a: [");
    expect((await set("--tag", NEW)).stderr).toMatch(
      /^gitops\/apps\/freezes.yaml: must be YAML, got .*; correct it\n$/,
    );
    await list(undefined);
    expect(await set("--tag", NEW)).toEqual(
      refusal("must be the list of freezes, got no file on FETCH_HEAD; restore it"),
    );
  });
});

describe("revert-image", () => {
  test("sets the tag back to what it was, and prints it, from any clone", async () => {
    await set("--tag", NEW);
    const other = temporaryFolder();
    await real(other, "git", "clone", "--quiet", origin, ".");
    const args = [...COURSES, "--build", BUILD, "--tag", NEW];
    expect(await runScript("revert-image", args, { cwd: other })).toEqual({
      exitCode: 0,
      stdout: `${OLD}\n`,
      stderr: `dev/courses: ${NEW} -> ${OLD}\n`,
    });
    expect(await pushed()).toBe(VALUES.trim());
    expect(await subjects()).toBe(
      "Take courses in dev back to 0123456789ab\nDeploy courses 89abcdef0123 to dev\nFirst",
    );
  });

  test("leaves alone what someone has deployed since, what another build set, and what was never set", async () => {
    const stays = (tag: string) => ({
      exitCode: 0,
      stdout: "",
      stderr: `revert-image: dev/courses stays ${tag}, which this build did not set\n`,
    });
    expect(await revert("--tag", NEW)).toEqual(stays(OLD));
    expect(await revert("--tag", OLD)).toEqual(stays(OLD));
    await set("--tag", NEW, "--build", "jenkins-courses-6");
    expect(await revert("--tag", NEW)).toEqual(stays(NEW));
    await set("--tag", LIKE_A_NUMBER);
    expect(await revert("--tag", NEW)).toEqual(stays(LIKE_A_NUMBER));
    expect(await pushed()).toContain(LIKE_A_NUMBER);
  });
});
