import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { imageTag, valuesFile, withImageTag } from "../../ci/scripts/delivery/image-values";
import { checkedTag } from "../../ci/scripts/images/image-reference";
import { ENVIRONMENTS } from "../../environments";
import { LMS_SERVICE_NAMES } from "../../modules/foundation/services";
import { temporaryFolder } from "../sandbox/support";
import { commitAll, real, refused, repository, runScript } from "./support";

const OLD = "0123456789abcdef0123456789abcdef01234567";
const NEW = "89abcdef0123456789abcdef0123456789abcdef";
// Without quotes this is the number infinity.
const LIKE_A_NUMBER = "1e99999999999999999999999999999999999999";
const FILE = "gitops/environments/dev/courses.yaml";
const VALUES = `# What dev runs of courses
image:
  tag: "${OLD}" # forty digits
replicas: { min: 1,   max: 2 } # odd spaces
`;

let folder = "";
let origin = "";

beforeEach(async () => {
  ({ folder, origin } = await repository((path) => {
    mkdirSync(join(path, "gitops", "environments", "dev"), { recursive: true });
    writeFileSync(join(path, FILE), VALUES);
    writeFileSync(join(path, ".gitignore"), "image-change.json\n");
  }));
});

const set = (...args: string[]) =>
  runScript("set-image", ["--environment", "dev", "--service", "courses", ...args], { cwd: folder });
const revert = (...args: string[]) => runScript("revert-image", args, { cwd: folder });
const pushed = () => real(origin, "git", "show", `main:${FILE}`);
const subjects = () => real(origin, "git", "log", "--format=%s", "main");

describe("set-image", { timeout: 60_000 }, () => {
  test("changes the tag on the branch in origin, and not another byte", async () => {
    expect(await set("--tag", NEW)).toEqual({
      exitCode: 0,
      stdout: `dev/courses: ${OLD} -> ${NEW}\n`,
      stderr: "",
    });
    expect(await pushed()).toBe(VALUES.replace(OLD, NEW).trim());
    expect(await subjects()).toBe("Deploy courses 89abcdef0123 to dev\nFirst");
    expect(await real(origin, "git", "log", "-1", "--format=%an <%ae> %cn", "main")).toBe(
      "lms-pipeline <lms-pipeline@lms.example.com> lms-pipeline",
    );
    expect(JSON.parse(readFileSync(join(folder, "image-change.json"), "utf8"))).toEqual({
      environment: "dev",
      service: "courses",
      from: OLD,
      to: NEW,
    });
    expect(await real(folder, "git", "worktree", "list", "--porcelain")).not.toContain("lms-values");
  });

  test("quotes a tag that YAML would take for a number", async () => {
    writeFileSync(join(folder, FILE), VALUES.replace(`"${OLD}"`, OLD));
    await commitAll(folder, "Unquote");
    await real(folder, "git", "push", "--quiet", "origin", "main");
    await set("--tag", LIKE_A_NUMBER);
    expect(await pushed()).toContain(`  tag: "${LIKE_A_NUMBER}" # forty digits\n`);
  });

  test("commits nothing when the tag is there already", async () => {
    expect((await set("--tag", OLD)).stdout).toBe(`dev/courses: ${OLD} -> ${OLD}\n`);
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

describe("revert-image", { timeout: 60_000 }, () => {
  test("sets the tag back to what it was, and prints it", async () => {
    await set("--tag", NEW);
    expect(await revert()).toEqual({ exitCode: 0, stdout: `${OLD}\n`, stderr: `dev/courses: ${NEW} -> ${OLD}\n` });
    expect(await pushed()).toBe(VALUES.trim());
    expect(await subjects()).toBe(
      "Take courses in dev back to 0123456789ab\nDeploy courses 89abcdef0123 to dev\nFirst",
    );
  });

  test("leaves alone what someone has deployed since, what was not changed, and what was never set", async () => {
    expect(await revert()).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "revert-image: nothing was deployed, nothing to take back\n",
    });
    await set("--tag", OLD);
    expect((await revert()).stdout).toBe("");
    await set("--tag", NEW);
    await set("--tag", LIKE_A_NUMBER, "--record", "other.json");
    expect(await revert()).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: `revert-image: dev/courses stays ${LIKE_A_NUMBER}, which this deployment did not set\n`,
    });
    expect(await pushed()).toContain(LIKE_A_NUMBER);
    expect(existsSync(join(folder, "other.json"))).toBe(true);
  });
});
