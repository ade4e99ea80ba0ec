import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { comesFrom, provenanceOf } from "../../ci/scripts/images/provenance";
import { temporaryFolder } from "../sandbox/support";
import { refused, runScript } from "./support";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const DIGEST = `sha256:${"a1".repeat(32)}`;
const IMAGE = `444444444444.dkr.ecr.us-east-1.amazonaws.com/lms/courses@${DIGEST}`;
const KEY = "awskms:///arn:aws:kms:us-east-1:444444444444:alias/lms-shared-image-signing";
const BUILD = { url: "https://jenkins.example.edu/job/lms-courses/job/main/7/", platformCommit: "f".repeat(40) };
const PUBLISHED = `echo '{"imageDetails":[{"imageDigest":"${DIGEST}"}]}'`;
const ADVICE =
  "assume shared/image-signer first; an image whose build ended before it was signed is deleted in the registry and built anew";

/** An envelope as cosign prints it once it is verified. */
const envelope = (statement: unknown) =>
  JSON.stringify({ payload: Buffer.from(JSON.stringify(statement)).toString("base64") });

describe("a provenance", () => {
  const made = provenanceOf({ service: "courses", commit: COMMIT }, BUILD);

  test("names the service and its commit, the pipeline and the build", () => {
    expect(made).toEqual({
      buildDefinition: {
        buildType: "urn:lms-platform:pipeline:lmsService:v1",
        externalParameters: { service: "courses", commit: COMMIT },
        resolvedDependencies: [
          { name: "service", digest: { gitCommit: COMMIT } },
          { name: "platform", digest: { gitCommit: BUILD.platformCommit } },
        ],
      },
      runDetails: { builder: { id: "https://jenkins.example.edu/" }, metadata: { invocationId: BUILD.url } },
    });
  });

  test("tells an image of the commit from one of another, of another service, and from anything else", () => {
    const printed = `\n${envelope({ predicate: made })}\n`;
    expect(comesFrom({ service: "courses", commit: COMMIT }, printed)).toBe(true);
    expect(comesFrom({ service: "web", commit: COMMIT }, printed)).toBe(false);
    expect(comesFrom({ service: "courses", commit: "1".repeat(40) }, printed)).toBe(false);
    const { buildDefinition } = made as { buildDefinition: object };
    const foreign = { predicate: { buildDefinition: { ...buildDefinition, buildType: "https://example.com/" } } };
    for (const other of [envelope(foreign), envelope(null), envelope({ predicate: {} }), "<html>", "null", "[]", ""]) {
      expect(comesFrom({ service: "courses", commit: COMMIT }, other)).toBe(false);
    }
  });
});

describe("sign-image", () => {
  const sign = (digest: string, programs: Readonly<Record<string, string>>, folder: string) => {
    const image = ["--service", "courses", "--tag", COMMIT, "--digest", digest, "--sbom", join(folder, "sbom.json")];
    const build = ["--build", BUILD.url, "--platform-commit", BUILD.platformCommit];
    return runScript("sign-image", [...image, ...build, "--login", join(folder, "config.json")], { programs });
  };

  test("attests the bill of materials and the provenance, then signs, all by digest and in no public log", async () => {
    const folder = mkdtempSync(join(temporaryFolder(), "signing-"));
    writeFileSync(join(folder, "sbom.json"), '{"bomFormat":"CycloneDX","components":[{}]}');
    const cosign = `echo "$DOCKER_CONFIG $*" >> ${folder}/log`;
    expect(await sign(DIGEST, { aws: PUBLISHED, cosign }, folder)).toEqual({
      exitCode: 0,
      stdout: `signed ${IMAGE}\n`,
      stderr: "",
    });
    const services = `--signing-config ${folder}/signing-config.json --trusted-root ${folder}/trusted-root.json`;
    const end = `--yes --key ${KEY} ${services} ${IMAGE}`;
    expect(readFileSync(join(folder, "log"), "utf8").trim().split("\n")).toEqual([
      `${folder} attest --type cyclonedx --predicate ${folder}/sbom.json ${end}`,
      `${folder} attest --type slsaprovenance1 --predicate ${folder}/provenance.json ${end}`,
      `${folder} sign ${end}`,
    ]);
    expect(JSON.parse(readFileSync(join(folder, "signing-config.json"), "utf8"))).toEqual({
      mediaType: "application/vnd.dev.sigstore.signingconfig.v0.2+json",
      rekorTlogConfig: {},
      tsaConfig: {},
    });
    expect(JSON.parse(readFileSync(join(folder, "trusted-root.json"), "utf8"))).toEqual({
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    });
  });

  test.each(["null", "{}", "<html>", ""])("signs no bill of materials that holds %j", async (bill) => {
    const folder = mkdtempSync(join(temporaryFolder(), "signing-"));
    writeFileSync(join(folder, "sbom.json"), bill);
    const { exitCode, stderr } = await sign(DIGEST, { aws: PUBLISHED, cosign: "exit 3" }, folder);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("sbom.json: must be what trivy wrote, got ")]);
  });

  test("signs nothing that this build has not pushed", async () => {
    const other = `sha256:${"b2".repeat(32)}`;
    const programs = { aws: PUBLISHED, cosign: "exit 3" };
    expect(await sign(other, programs, temporaryFolder())).toEqual(
      refused(
        `sign-image: courses ${COMMIT} in the registry must be what this build has pushed, ${other}, got ${DIGEST}; ` +
          "find out who else pushes, and deliver another commit",
      ),
    );
    expect(await sign("", programs, temporaryFolder())).toEqual(
      refused('sign-image: --digest must be sha256: and 64 digits, got ""; push the image first'),
    );
  });
});

describe("verify-signature", () => {
  const verify = (programs: Readonly<Record<string, string>>) =>
    runScript("verify-signature", ["--service", "courses", "--tag", COMMIT, "--login", "config.json"], { programs });

  test("asks for the signature and for both statements, and refuses without one in the words of cosign", async () => {
    const log = join(temporaryFolder(), "log");
    await verify({ aws: PUBLISHED, cosign: `echo "$*" >> ${log}` });
    const asked = ["https://sigstore.dev/cosign/sign/v1", "cyclonedx", "slsaprovenance1"].map(
      (type) => `verify-attestation --type ${type} --key ${KEY} --insecure-ignore-tlog=true ${IMAGE}`,
    );
    expect(readFileSync(log, "utf8").trim().split("\n")).toEqual(asked);
    const cosign = "echo 'Error: no signatures found' >&2; exit 10";
    expect(await verify({ aws: PUBLISHED, cosign })).toEqual(
      refused(
        `cosign verify-attestation --type: must succeed, got exit code 10; ${ADVICE}:\nError: no signatures found`,
      ),
    );
  });

  test("refuses one whose provenance names another commit, and one that is not there", async () => {
    const file = join(temporaryFolder(), "envelope");
    const other = provenanceOf({ service: "courses", commit: "1".repeat(40) }, BUILD);
    writeFileSync(file, envelope({ predicate: other }));
    expect(await verify({ aws: PUBLISHED, cosign: `cat ${file}` })).toEqual(
      refused(
        `verify-signature: the provenance of ${IMAGE} must name courses and ${COMMIT}, got another; ` +
          "find out which build has signed it, delete it in the registry and build it anew",
      ),
    );
    const none = "echo ImageNotFoundException >&2; exit 254";
    expect(await verify({ aws: none })).toEqual(
      refused(`verify-signature: courses ${COMMIT} must be in the registry, got no image; build it first`),
    );
  });

  test.each(['{"imageDetails":[null]}', '{"imageDetails":[{"imageDigest":"latest"}]}'])(
    "takes no other answer for a digest: %s",
    async (answer) => {
      const got = answer.includes("latest") ? '"latest"' : "none";
      expect(await verify({ aws: `echo '${answer}'` })).toEqual(
        refused(`aws ecr describe-images: must tell the image's digest, got ${got}; assume shared/image-signer first`),
      );
    },
  );
});
