import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../sandbox/support";
import { refused, runScript } from "./support";

const TAG = "89abcdef0123456789abcdef0123456789abcdef";
let folder = "";
let sbom = "";
let layer = { digest: "", size: 0 };

/** Adds a part to the image. @returns what names it */
function add(content: object | string): { digest: string; size: number } {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const hex = createHash("sha256").update(text).digest("hex");
  writeFileSync(join(folder, "blobs", "sha256", hex), text);
  return { digest: `sha256:${hex}`, size: text.length };
}

/** Writes an image that says that it was built from a commit. */
function image(labels: Readonly<Record<string, string>> | null): void {
  layer = add("a layer");
  const manifest = add({ config: add({ config: { Labels: labels } }), layers: [layer] });
  writeFileSync(join(folder, "index.json"), JSON.stringify({ manifests: [add({ manifests: [manifest] })] }));
}

beforeEach(() => {
  folder = temporaryFolder();
  sbom = join(folder, "sbom.json");
  mkdirSync(join(folder, "blobs", "sha256"), { recursive: true });
  image({ "org.opencontainers.image.revision": TAG });
  writeFileSync(sbom, JSON.stringify({ bomFormat: "CycloneDX", components: [{ name: "openssl" }] }));
});

const verify = () => runScript("verify-image", ["--folder", folder, "--tag", TAG, "--sbom", sbom]);

test("takes an image of the commit whose parts are all there", async () => {
  expect(await verify()).toEqual({ exitCode: 0, stdout: `${folder}: is of ${TAG}, 1 components\n`, stderr: "" });
});

test("refuses an image of another commit, or of none", async () => {
  const problem = (got: string) =>
    refused(`${folder}: the label org.opencontainers.image.revision must be ${TAG}, got ${got}; build the image anew`);
  image({ "org.opencontainers.image.revision": "1".repeat(40) });
  expect(await verify()).toEqual(problem("1".repeat(40)));
  image(null);
  expect(await verify()).toEqual(problem("none"));
});

test("refuses a part that was changed, or is not there", async () => {
  const file = join(folder, "blobs", ...layer.digest.split(":"));
  writeFileSync(file, "another");
  const got = createHash("sha256").update("another").digest("hex");
  expect(await verify()).toEqual(
    refused(`${file}: must be ${layer.digest} of 7 bytes, got sha256:${got} of 7; build the image anew`),
  );
  rmSync(file);
  expect(await verify()).toEqual(refused(`${file}: must be a part of the image, got no file; build the image anew`));
});

test("refuses what is no image, and a bill that names nothing", async () => {
  writeFileSync(sbom, JSON.stringify({ bomFormat: "CycloneDX", components: [] }));
  expect(await verify()).toEqual(
    refused(`${sbom}: must name the components of the image, got none; see whether Trivy knows its system`),
  );
  writeFileSync(sbom, "<html>");
  expect(await verify()).toEqual(refused(`${sbom}: must be what trivy wrote, got "<html>"; run trivy again`));
  const index = join(folder, "index.json");
  writeFileSync(index, "{}");
  writeFileSync(sbom, JSON.stringify({ bomFormat: "CycloneDX", components: [{}] }));
  expect(await verify()).toEqual(refused(`${index}: must name an image, got none; build the image anew`));
  rmSync(index);
  expect(await verify()).toEqual(refused(`${index}: must be the index of an image, got nothing; build the image anew`));
});
