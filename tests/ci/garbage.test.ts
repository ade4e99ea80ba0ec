import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { imageTag } from "../../ci/scripts/delivery/image-values";
import { imageProblems } from "../../ci/scripts/images/oci-layout";
import { secretIn, textIn } from "../../ci/scripts/shared/files";
import { misfits, readJson } from "../../ci/scripts/shared/json";
import { GitHubForge } from "../../review/forge/github-forge";
import { temporaryFolder } from "../sandbox/support";
import { refused, repository, runScript } from "./support";

// What scripts say when what they are handed is no such thing.

const HTML = "<!doctype html>\n<title>504 Gateway Time-out</title>";
const file = (content: string, name = "file") => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
};
/** A file of 3 GB that takes no room. */
function huge(): string {
  const path = file("");
  truncateSync(path, 3 * 2 ** 30);
  return path;
}

describe("a file that another script should have written", () => {
  const shape = { head: "text", files: "object", gone: "list", plan: { applyable: "truth" } } as const;
  const read = (path: string) => readJson(path, shape, "plan.ts");

  test.each([
    ["", "nothing"],
    ["null", '"null"'],
    ["7", '"7"'],
    [HTML, '"<!doctype html>\\n<title>504 Gateway Time-out</title>"'],
    ['{"head":', '"{\\"head\\":"'],
    ["[]", "one without head, files, gone, plan"],
    ['{"head":1,"files":[],"gone":{},"plan":{"applyable":"yes"}}', "one without head, files, gone, plan.applyable"],
    ['{"head":"a","files":null,"gone":[],"plan":null}', "one without files, plan"],
  ])("and holds %j", (content, got) => {
    const path = file(content);
    expect(() => read(path)).toThrow(`${path}: must be what plan.ts wrote, got ${got}; run plan.ts again`);
  });

  test("and is a folder, or not there, or as long as no script writes", () => {
    const folder = temporaryFolder();
    expect(() => read(folder)).toThrow(`${folder}: must be what plan.ts wrote, got no file; run plan.ts first`);
    const long = huge();
    expect(() => read(long)).toThrow(`${long}: must have at most 100 MB, got 3072; see what has written it`);
    expect(textIn(join(folder, "none"))).toBeUndefined();
  });

  test("fits when it has what is asked for, whatever else", () => {
    expect(misfits({ head: "", files: {}, gone: [1], plan: { applyable: false }, more: 1 }, shape)).toEqual([]);
  });
});

describe("a file with a secret", () => {
  test.each([
    ["", "nothing"],
    [" \n", "nothing"],
    [HTML, "several words"],
    ["one two", "several words"],
  ])("that holds %j", (content, got) => {
    const path = file(content);
    expect(() => secretIn("snyk", "token-file", path)).toThrow(
      `snyk: --token-file must hold one secret, got ${got} in ${path}; bind the credential as a file`,
    );
  });

  test("is read without the end of its line", () => {
    expect(secretIn("snyk", "token-file", file("s3cr3t\n"))).toBe("s3cr3t");
  });
});

describe("an image's folder", () => {
  const digest = `sha256:${"0".repeat(64)}`;
  const problems = (index: string) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "index.json"), index);
    return imageProblems(folder, "1".repeat(40)).then(
      (lines) => lines.join("\n").replaceAll(folder, "image"),
      (error: Error) => error.message.replaceAll(folder, "image"),
    );
  };

  test.each([
    ["", "image/index.json: must be the index of an image, got nothing; build the image anew"],
    ["null", 'image/index.json: must be the index of an image, got "null"; build the image anew'],
    [
      HTML,
      'image/index.json: must be the index of an image, got "<!doctype html>\\n<title>504 Gateway Time-out</title>"; build the image anew',
    ],
    ["[]", "image/index.json: must name an image, got none; build the image anew"],
    ['{"manifests":{}}', "image/index.json: must name an image, got none; build the image anew"],
    ['{"manifests":[null]}', "image: each part must be named by its digest, got null; build the image anew"],
    [
      '{"manifests":[{"digest":"."}]}',
      'image: each part must be named by its digest, got {"digest":"."}; build the image anew',
    ],
    [
      `{"manifests":[{"digest":"${digest}"}]}`,
      `image/blobs/${digest.replace(":", "/")}: must be a part of the image, got no file; build the image anew`,
    ],
  ])("whose index holds %j", async (index, problem) => {
    expect(await problems(index)).toBe(problem);
  });

  test("whose configuration is null, or whose index is as long as no script writes", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "blobs", "sha256"), { recursive: true });
    const add = (content: string) => {
      const hex = createHash("sha256").update(content).digest("hex");
      writeFileSync(join(folder, "blobs", "sha256", hex), content);
      return { digest: `sha256:${hex}`, size: content.length };
    };
    const manifest = add(JSON.stringify({ config: add('{"config":null}'), layers: {} }));
    const index = join(folder, "index.json");
    writeFileSync(index, JSON.stringify({ manifests: [manifest] }));
    expect(await imageProblems(folder, "1".repeat(40))).toEqual([
      `${folder}: the label org.opencontainers.image.revision must be ${"1".repeat(40)}, got none; build the image anew`,
    ]);
    truncateSync(index, 3 * 2 ** 30);
    await expect(imageProblems(folder, "1".repeat(40))).rejects.toThrow(
      `${index}: must have at most 100 MB, got 3072; `,
    );
  });
});

describe("the values of a service", () => {
  test.each(["", "null", "7", HTML, "[]", "image: 7", "image: {tag: [1]}", "image:\n\ttag: x", "a: &a [*a]"])(
    "that hold %j",
    (text) => {
      expect(() => imageTag("dev/courses.yaml", text)).toThrow(
        /^dev\/courses\.yaml: image\.tag must be one value of valid YAML, got .*; see gitops\/README\.md$/,
      );
    },
  );
});

describe("the scripts", () => {
  test.each(["report", "allowed"])("scan-findings reads no endless file as --%s", async (option) => {
    const long = huge();
    const report = file('{"SchemaVersion":2,"Results":[{}]}');
    const files = { report, allowed: "ci/allowed-findings.yaml", [option]: long };
    expect(await runScript("scan-findings", ["--report", files.report, "--allowed", files.allowed])).toEqual(
      refused(`${long}: must have at most 100 MB, got 3072; see what has written it`),
    );
  });

  test("assume-role takes no other answer for an identity", async () => {
    const source = {
      AWS_WEB_IDENTITY_TOKEN_FILE: "",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
    };
    const config = join(temporaryFolder(), "config");
    for (const [answer, got] of [
      ['{"Arn":7}', "got 7;"],
      ["null", 'got "null";'],
      [HTML, 'got "<!doctype html>'],
    ]) {
      const programs = { aws: `cat <<'END'\n${answer}\nEND` };
      const args = ["--role", "dev/planner", "--file", config];
      const { exitCode, stderr } = await runScript("assume-role", args, { programs, env: source });
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining(got ?? "")]);
    }
  });

  const digest = "0".repeat(64);

  test("apply-reviewed and plan-review apply and show no review that is none", async () => {
    const { folder } = await repository((path) => {
      mkdirSync(join(path, "gitops", "apps"), { recursive: true });
      writeFileSync(join(path, "gitops", "apps", "freezes.yaml"), "[]\n");
    });
    mkdirSync(join(folder, "reviews", "dev"), { recursive: true });
    writeFileSync(join(folder, "reviews", "dev", "review.json"), '{"environment":"dev","plan":null}');
    const problem =
      "reviews/dev/review.json: must be what plan.ts wrote, got one without root, commit, state, plan, files; run plan.ts again";
    const apply = ["--environment", "dev", "--digest", digest];
    expect(await runScript("apply-reviewed", apply, { cwd: folder })).toEqual(refused(problem));
    expect(await runScript("plan-review", [], { cwd: folder })).toEqual(
      refused("changed-roots.json: must be what changed-roots.ts wrote, got no file; run changed-roots.ts first"),
    );
    writeFileSync(
      join(folder, "changed-roots.json"),
      JSON.stringify({ head: "a", environments: {}, byAdministrator: [], gone: [] }),
    );
    expect(await runScript("plan-review", [], { cwd: folder })).toEqual(refused(problem));
    writeFileSync(join(folder, "changed-roots.json"), HTML);
    expect((await runScript("plan-review", [], { cwd: folder })).stderr).toMatch(
      /^changed-roots\.json: must be what changed-roots\.ts wrote, got "<!doctype.*; run changed-roots\.ts again\n$/,
    );
  });

  test.each([
    ["null", 'got "null"'],
    ['{"stacks":[]}', "got one without stacks"],
    [
      '{"stacks":{"dev-platform":null,"dev-addons":{"workingDirectory":"a"}}}',
      "got one without stacks.dev-platform.workingDirectory, stacks.dev-platform.dependencies, stacks.dev-addons.dependencies",
    ],
  ])("changed-roots compares no synth whose manifest is %s", async (manifest, got) => {
    const { folder } = await repository((path) => writeFileSync(join(path, ".gitignore"), "cdktf.out\n"));
    mkdirSync(join(folder, "cdktf.out"));
    writeFileSync(join(folder, "cdktf.out", "manifest.json"), manifest);
    const { exitCode, stderr } = await runScript("changed-roots", [], { cwd: folder });
    expect([exitCode, stderr.replace(/^.*\/cdktf\.out/, "cdktf.out")]).toEqual([
      1,
      `cdktf.out/manifest.json: must be what npm run synth wrote, ${got}; run npm run synth again\n`,
    ]);
  });

  test("notify-slack takes a folder for no address", async () => {
    const folder = mkdtempSync(join(temporaryFolder(), "webhook-"));
    expect(await runScript("notify-slack", ["--outcome", "success", "--webhook-file", folder])).toEqual(
      refused(
        `notify-slack: --webhook-file must hold an https:// URL, got none in ${folder}; bind the credential as a file`,
      ),
    );
  });

  test("image says that there is no AWS CLI, and what an AWS CLI says that says nothing", async () => {
    const args = ["--service", "courses", "--tag", "0123456789abcdef0123456789abcdef01234567", "--tell", "published"];
    expect(await runScript("image", args, { env: { PATH: temporaryFolder() } })).toEqual(
      refused("aws: must be in PATH, got no such program; run on an agent of ci/resources/agents"),
    );
    expect((await runScript("image", args, { programs: { aws: "exit 255" } })).stderr).toBe(
      "image: the registry must answer, got exit code 255; assume shared/image-publisher first:\n\n",
    );
  });

  test("smoke-test reads no answer without an end", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200);
      const more = () => response.write("x".repeat(65_536), () => setImmediate(more));
      more();
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const tag = "0123456789abcdef0123456789abcdef01234567";
    const args = ["--environment", "dev", "--suite", "courses", "--tag", tag, "--url", url, "--timeout", "1"];
    const { stderr } = await runScript("smoke-test", args);
    server.closeAllConnections();
    server.close();
    // Read to its end, it would be "no end within 10 s".
    expect(stderr).toContain("got version none; look at the dashboards of dev");
  });
});

describe("GitHub, when another answers in its place", () => {
  test.each([HTML, "null", "{}", ""])("with %j", async (body) => {
    const server = createServer((_, response) => response.writeHead(200).end(body));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const forge = new GitHubForge({ api, repository: "o/r", pullRequest: 1, commit: "c", token: "t" });
    await expect(forge.comment("text")).rejects.toThrow(
      `GitHub: GET /issues/1/comments of o/r must answer as GitHub does, got something else; see who answers at ${api}`,
    );
    server.close();
  });
});
