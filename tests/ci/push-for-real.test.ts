import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { imageProblems } from "../../ci/scripts/images/oci-layout";
import { findExecutable } from "../../scripts/process";
import { ending, temporaryFolder } from "../sandbox/support";
import { digestOf } from "./oci-registry";
import { RegistryBench } from "./registry-bench";
import { runScript } from "./support";

// The pipeline's own calls of Skopeo, with the real one, against a registry as ECR is one.

const PATH = [process.env.LMS_SIGNING_TOOLS, process.env.PATH].filter(Boolean).join(delimiter);
const TRIED = ["skopeo", "openssl"].every((name) => findExecutable(name, { PATH }) !== undefined);
if (!TRIED) {
  console.warn(
    "tests/ci/push-for-real.test.ts: nothing is pushed for real, there is no skopeo and openssl in PATH or LMS_SIGNING_TOOLS",
  );
}

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const REPOSITORY = "lms/courses";
const OCI = "application/vnd.oci.image";
const [FETCH = "", PUSH = ""] = [
  ...readFileSync("ci/vars/lmsService.groovy", "utf8").matchAll(/\bsh '(skopeo .*)'/g),
].map(([, script]) => script);

/** Writes an image as BuildKit lays it out. @returns its digest */
function writeImage(folder: string, what: string): string {
  const blobs = join(folder, "blobs", "sha256");
  mkdirSync(blobs, { recursive: true });
  const add = (mediaType: string, content: Buffer | string) => {
    const digest = digestOf(content);
    writeFileSync(join(blobs, digest.slice("sha256:".length)), content);
    return { mediaType, digest, size: content.length };
  };
  const tar = Buffer.alloc(1024);
  const config = {
    architecture: "amd64",
    os: "linux",
    config: { Labels: { "org.opencontainers.image.revision": COMMIT, what } },
    rootfs: { type: "layers", diff_ids: [digestOf(tar)] },
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: add(`${OCI}.config.v1+json`, JSON.stringify(config)),
    layers: [add(`${OCI}.layer.v1.tar+gzip`, gzipSync(tar))],
  };
  const named = add(manifest.mediaType, JSON.stringify(manifest));
  writeFileSync(join(folder, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [named] }));
  writeFileSync(join(folder, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  return named.digest;
}

test.skipIf(!TRIED)("an image is pushed under a tag that does not move, and fetched as it is", async () => {
  const bench = await RegistryBench.start();
  const home = temporaryFolder();
  // Skopeo's own image has this file.
  mkdirSync(join(home, ".config", "containers"), { recursive: true });
  writeFileSync(join(home, ".config", "containers", "policy.json"), '{"default":[{"type":"insecureAcceptAnything"}]}');
  const image = `444444444444.dkr.ecr.us-east-1.amazonaws.com/${REPOSITORY}:${COMMIT}`;
  const env = { ...process.env, ...bench.env, PATH, HOME: home, WORKSPACE_TMP: home, IMAGE: image };
  const skopeo = (script: string, cwd: string) => ending(spawn("sh", ["-c", `exec ${script}`], { cwd, env }));
  const workspace = () => mkdtempSync(join(temporaryFolder(), "image-"));
  try {
    await runScript("registry-login", ["--file", join(home, "registry.json")], { env: bench.env });
    bench.used.clear();
    const first = workspace();
    const digest = writeImage(join(first, "image"), "first");
    expect(await skopeo(PUSH, first)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(first, "image-digest"), "utf8").trim()).toBe(digest);
    expect(bench.registry.digestOf(REPOSITORY, COMMIT)).toBe(digest);
    expect([...bench.used].sort()).toEqual([
      "ecr:BatchCheckLayerAvailability",
      "ecr:CompleteLayerUpload",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ]);
    const other = workspace();
    writeImage(join(other, "image"), "other");
    const refused = await skopeo(PUSH, other);
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining("tags are immutable")]);
    bench.used.clear();
    const again = workspace();
    expect(await skopeo(FETCH, again)).toMatchObject({ exitCode: 0 });
    expect(await imageProblems(join(again, "image"), COMMIT)).toEqual([]);
    expect([...bench.used].sort()).toEqual(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]);
    expect([...bench.hosts]).toEqual(["444444444444.dkr.ecr.us-east-1.amazonaws.com:443"]);
  } finally {
    bench.stop();
  }
});
