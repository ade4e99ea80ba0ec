import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { outlineOf, type StageOutline } from "../../ci/scripts/jenkinsfiles/outline";
import { PROJECT } from "../../scripts/synth";
import { ending, fakePrograms, temporaryFolder, until } from "../sandbox/support";
import { sharedLibrary } from "./support";

// A driver of the stages that make an image: it runs their shell steps as the pipeline has them, in their order. The service's
// own code, its scans, BuildKit, the registry and cosign are stand-ins; what the registry holds is in files.

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** What cosign attests when it signs. */
const SIGNATURE = "https://sigstore.dev/cosign/sign/v1";

let outline: readonly StageOutline[];
/** The layout that BuildKit makes, and its digest. */
let layout = "";
let digest = "";
/** Holds `pushed`, the digest that the tag names, and `signed`, what is put beside it. */
let registry = "";

beforeAll(async () => {
  const library = await sharedLibrary();
  const pipeline = library.get("lmsService");
  if (pipeline === undefined) throw new Error("no pipeline");
  outline = outlineOf(pipeline, { library, scripts: new Map(), written: {} });
  layout = temporaryFolder();
  mkdirSync(join(layout, "blobs", "sha256"), { recursive: true });
  const add = (content: object) => {
    const text = JSON.stringify(content);
    const hex = createHash("sha256").update(text).digest("hex");
    writeFileSync(join(layout, "blobs", "sha256", hex), text);
    return { digest: `sha256:${hex}`, size: text.length };
  };
  const config = add({ config: { Labels: { "org.opencontainers.image.revision": COMMIT } } });
  const manifest = add({ config, layers: [] });
  digest = manifest.digest;
  writeFileSync(join(layout, "index.json"), JSON.stringify({ manifests: [manifest] }));
});

beforeEach(() => {
  registry = mkdtempSync(join(temporaryFolder(), "registry-"));
});

/** A build that no program is aborted in, with all its checks. */
const WHOLE = "whole";

/** Programs that say that they have begun, and wait, when the build is to be aborted in them. */
function programs(abortIn: string): string {
  const bodies = {
    make: "",
    trivy: `while [ "$1" != --output ]; do [ "$1" = cyclonedx ] && bill=yes; shift; done
if [ -n "$bill" ]; then echo '{"bomFormat":"CycloneDX","components":[{}]}' > "$2"
else echo '{"SchemaVersion":2,"Results":[{"Target":"image"}]}' > "$2"; fi`,
    "buildctl-daemonless.sh": `cp -r ${layout} image`,
    skopeo: `case "$*" in
  *" oci:image docker://"*) [ -e ${registry}/pushed ] && exit 1
    printf ${digest} > ${registry}/pushed; printf ${digest} > image-digest;;
  *) cp -r ${layout} image;;
esac`,
    aws: `case "$2" in
  get-authorization-token) echo '{"authorizationData":[{"authorizationToken":"QQ=="}]}';;
  describe-images) [ -e ${registry}/pushed ] || { echo ImageNotFoundException >&2; exit 254; }
    echo '{"imageDetails":[{"imageDigest":"'$(cat ${registry}/pushed)'"}]}';;
esac`,
    cosign: `case "$1" in
  sign) echo ${SIGNATURE} >> ${registry}/signed;;
  attest) echo "$3" >> ${registry}/signed
    [ "$3" = slsaprovenance1 ] && cp "$5" ${registry}/provenance; exit 0;;
  verify-attestation) grep -qs "$3" ${registry}/signed || exit 1
    echo '{"payload":"'$(echo '{"predicate":'$(cat ${registry}/provenance)'}' | base64 -w0)'"}';;
esac`,
  };
  const wait = `case "$(basename "$0") $*" in "${abortIn || WHOLE}"*) touch ${registry}/begun; exec sleep 60;; esac`;
  return fakePrograms(Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, `${wait}\n${body}`])));
}

/** Whether a stage of main runs, by its own conditions and those of the stages that it is in. */
function runs(title: string, published: string): boolean {
  const parts = title.split(" / ");
  const conditions = parts.flatMap(
    (_, index) => outline.find(({ stage }) => stage === parts.slice(0, index + 1).join(" / "))?.when ?? [],
  );
  return conditions.every(
    (condition) =>
      !condition.includes("SNYK") &&
      (!condition.includes("IMAGE_PUBLISHED") || condition.includes(`value: '${published}'`)),
  );
}

/**
 * Runs a build of main, from the question whether the image is there. One that is aborted, or need not be whole, goes without the
 * checks of scans and parts: other tests know what they refuse, and they change nothing.
 * @returns the stage it ended in, and what it said
 */
async function build(abortIn = ""): Promise<{ readonly ended: string; readonly said: string }> {
  rmSync(join(registry, "begun"), { force: true });
  const folder = mkdtempSync(join(temporaryFolder(), "build-"));
  for (const name of ["ci", "scripts", "node_modules", "environments", "modules", "review", "stacks", "package.json"]) {
    symlinkSync(join(PROJECT, name), join(folder, name));
  }
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${programs(abortIn)}:${process.env.PATH}`,
    WORKSPACE_TMP: folder,
    SERVICE: "courses",
    IMAGE: "registry/lms/courses",
    IMAGE_TAG: COMMIT,
    PLATFORM_COMMIT: "f".repeat(40),
    BUILD_URL: "https://jenkins.example.edu/job/7/",
  };
  let published = "";
  for (const { stage, steps = [] } of outline) {
    if (!/^Signed image /.test(stage) || (published !== "" && !runs(stage, published))) continue;
    for (const step of steps) {
      const [, script] = /(?:^|> )sh (.*)$/.exec(step) ?? [];
      if (script === undefined || (published === "" && !script.includes("--tell published"))) continue;
      if (abortIn !== WHOLE && /\/(scan-findings|verify-image)\.ts/.test(script)) continue;
      const child = spawn("sh", ["-c", `exec ${script}`], { cwd: folder, env });
      let over = false;
      const ended = ending(child).finally(() => {
        over = true;
      });
      await until(() => over || existsSync(join(registry, "begun")));
      if (!over) child.kill("SIGTERM");
      const { exitCode, stdout, stderr } = await ended;
      if (exitCode !== 0) return { ended: stage, said: stderr };
      if (published === "") published = stdout.trim();
      if (script === "cat image-digest") env.IMAGE_DIGEST = stdout.trim();
    }
  }
  return { ended: "", said: "" };
}

const held = (name: string) => {
  const file = join(registry, name);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
};

test("an abort before the push leaves nothing in the registry", async () => {
  const aborts = [
    ["make -C service install", "Signed image / Image / Build / Install"],
    ["make -C service lint", "Signed image / Image / Build / Lint"],
    ["make -C service test", "Signed image / Image / Build / Unit tests"],
    ["make -C service integration-test", "Signed image / Image / Build / Integration tests"],
    ["trivy fs", "Signed image / Image / Build / Security scan"],
    ["buildctl-daemonless.sh", "Signed image / Image / Build / Image build"],
    ["trivy image --input", "Signed image / Image / Image scan"],
    ["skopeo copy", "Signed image / Image / Push"],
  ] as const;
  for (const [program, stage] of aborts) {
    expect((await build(program)).ended).toBe(stage);
    expect([held("pushed"), held("signed")]).toEqual([[], []]);
  }
});

test("an image that was pushed and not signed goes nowhere until it is deleted; one that is signed is verified each time", async () => {
  expect((await build("cosign sign")).ended).toBe("Signed image / Signature / Sign");
  expect([held("pushed"), held("signed")]).toEqual([[digest], ["cyclonedx", "slsaprovenance1"]]);
  const refused = await build();
  expect(refused.ended).toBe("Signed image / Signature / Verify");
  expect(refused.said).toContain(
    "an image whose build ended before it was signed is deleted in the registry and built anew",
  );
  rmSync(join(registry, "pushed"));
  rmSync(join(registry, "signed"));
  const whole = [[digest], ["cyclonedx", "slsaprovenance1", SIGNATURE]];
  for (const next of [WHOLE, ""]) {
    expect(await build(next)).toEqual({ ended: "", said: "" });
    expect([held("pushed"), held("signed")]).toEqual(whole);
  }
});
