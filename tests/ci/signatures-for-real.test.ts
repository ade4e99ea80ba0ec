import { mkdtempSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findExecutable } from "../../scripts/process";
import { fakePrograms, temporaryFolder } from "../sandbox/support";
import { digestOf } from "./oci-registry";
import { newKey, RegistryBench } from "./registry-bench";
import { runScript } from "./support";

// The scripts with the real cosign, against a registry and a key as ECR and KMS have them.

const PATH = [process.env.LMS_SIGNING_TOOLS, process.env.PATH].filter(Boolean).join(delimiter);
const [COSIGN, OPENSSL] = ["cosign", "openssl"].map((name) => findExecutable(name, { PATH }));
const TRIED = COSIGN !== undefined && OPENSSL !== undefined;
if (!TRIED) {
  console.warn(
    "tests/ci/signatures-for-real.test.ts: nothing is signed for real, there is no cosign and openssl in PATH or LMS_SIGNING_TOOLS",
  );
}

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const REPOSITORY = "lms/courses";
const SERVICE = ["--service", "courses", "--tag", COMMIT];
const CONFIG = "application/vnd.oci.image.config.v1+json";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

let bench: RegistryBench;
let folder = "";
let digest = "";

const run = (name: string, args: readonly string[], programs: Readonly<Record<string, string>> = {}) => {
  const path = [fakePrograms(programs), PATH].join(delimiter);
  return runScript(name, args, { cwd: folder, env: { ...bench.env, PATH: path } });
};
const verify = () => run("verify-signature", [...SERVICE, "--login", "config.json"]);
/** Signs what was pushed, by the statement that it is of a commit. */
function sign(of = COMMIT, programs = {}) {
  const build = ["--build", "https://jenkins.example.edu/job/7/", "--platform-commit", "f".repeat(40)];
  const named = ["--service", "courses", "--tag", of, "--digest", digest, "--sbom", "sbom.json"];
  return run("sign-image", [...named, ...build, "--login", join(folder, "config.json")], programs);
}

/** Pushes an image under tags. */
function push(...tags: readonly string[]): void {
  const config = JSON.stringify({ architecture: "amd64", os: "linux", config: {}, created: new Date().toISOString() });
  const of = { mediaType: CONFIG, digest: digestOf(config), size: config.length };
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config: of, layers: [] });
  digest = digestOf(manifest);
  const put = (url: string, body: string, method = "PUT") =>
    bench.registry.handle({ method, url: `/v2/${REPOSITORY}/${url}`, type: MANIFEST, body: Buffer.from(body) });
  put(`blobs/uploads/?digest=${of.digest}`, config, "POST");
  for (const tag of tags) expect(put(`manifests/${tag}`, manifest)).toMatchObject({ status: 201 });
}

describe.skipIf(!TRIED)("an image", () => {
  beforeAll(() => {
    folder = mkdtempSync(join(temporaryFolder(), "signing-"));
    const bill = { bomFormat: "CycloneDX", specVersion: "1.6", components: [{ type: "library", name: "a" }] };
    writeFileSync(join(folder, "sbom.json"), JSON.stringify(bill));
  });

  beforeEach(async () => {
    bench = await RegistryBench.start();
    await run("registry-login", ["--file", join(folder, "config.json")]);
    return () => bench.stop();
  });

  test("is signed and verified by what the roles may do, and no public service is asked", async () => {
    push(COMMIT);
    expect((await verify()).stderr).toMatch(
      /^cosign verify-attestation --type: must succeed, got exit code 1\d?; assume /,
    );
    bench.used.clear();
    expect(await sign()).toMatchObject({ exitCode: 0, stderr: "" });
    expect([...bench.used].sort()).toEqual([
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeImages",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
      "kms:DescribeKey",
      "kms:GetPublicKey",
      "kms:Sign",
    ]);
    bench.used.clear();
    expect(await verify()).toEqual({
      exitCode: 0,
      stdout: `444444444444.dkr.ecr.us-east-1.amazonaws.com/lms/courses@${digest}: is signed, with its bill of materials and its provenance\n`,
      stderr: "",
    });
    expect([...bench.used].sort()).toEqual([
      "ecr:BatchGetImage",
      "ecr:DescribeImages",
      "ecr:GetDownloadUrlForLayer",
      "kms:DescribeKey",
      "kms:GetPublicKey",
    ]);
    expect([...bench.hosts]).toEqual(["444444444444.dkr.ecr.us-east-1.amazonaws.com:443"]);
  });

  test("goes nowhere as long as its signature is missing, with that of another key, or with another commit's", async () => {
    push(COMMIT, "1".repeat(40));
    await sign("1".repeat(40), { cosign: `[ "$1" = sign ] && exit 3; exec ${COSIGN} "$@"` });
    expect((await verify()).stderr).toContain("Error: none of the attestations matched the predicate type");
    await sign("1".repeat(40));
    expect((await verify()).stderr).toContain(`must name courses and ${COMMIT}, got another; `);
    const { key } = bench;
    bench.key = newKey();
    expect((await verify()).stderr).toMatch(
      /^cosign verify-attestation --type: must succeed, got exit code \d+; assume /,
    );
    bench.key = key;
    await sign();
    expect((await verify()).exitCode).toBe(0);
  });
});
