import { generateKeyPairSync } from "node:crypto";
import { prod } from "../../environments/prod";
import { playlistKey, renditionFolder, type Upload } from "../../functions/video-processing/upload";
import { PlatformStack } from "../../stacks/platform-stack";
import { type SynthesizedRoot, synthesizeRoots } from "../support/synthesized";
import { LAUNCHER, PACKAGE, RELAY, XAPI_LAUNCHER, XAPI_PACKAGE } from "./course-package";
import type { Signer } from "./signed-cookies";

const PAIR = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** Prod, whose media and packages are signed with a key of the tests. */
export function signedPlatform(): { readonly root: SynthesizedRoot; readonly signer: Signer } {
  const environment = { ...prod, distribution: { ...prod.distribution, mediaSigningKeys: { test: PAIR.publicKey } } };
  const root = synthesizeRoots([(app) => new PlatformStack(app, environment)]).get("prod-platform");
  if (root === undefined) throw new Error("no root");
  return { root, signer: { keyId: "distribution_signers_test", privateKey: PAIR.privateKey } };
}

const UPLOAD: Upload = { bucket: "lms-prod-media-333333333333", key: "uploads/lesson.mp4", versionId: "1" };

/** Paths of a transcoded video at the site. */
export const VIDEO = { folder: `/media/${renditionFolder(UPLOAD)}`, playlist: `/media/${playlistKey(UPLOAD)}` };

/** A video as MediaConvert writes it, and a course package as the service for courses unpacks it. */
export const OBJECTS: Readonly<Record<string, string>> = {
  ...inMedia({
    [playlistKey(UPLOAD)]: [
      "#EXTM3U",
      "#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1280x720",
      "video_720p.m3u8",
      "#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=640x360",
      "video_360p.m3u8",
    ].join("\n"),
    [`${renditionFolder(UPLOAD)}video_720p.m3u8`]: rendition("720p"),
    [`${renditionFolder(UPLOAD)}video_360p.m3u8`]: rendition("360p"),
    ...Object.fromEntries(
      ["720p", "360p"].flatMap((name) =>
        ["00001", "00002"].map((part) => [`${renditionFolder(UPLOAD)}video_${name}_${part}.ts`, `${name} ${part}`]),
      ),
    ),
    "submissions/essay.html": "an essay",
    "packages/golf-1/launcher.html": LAUNCHER,
    "packages/golf-1/index.html": PACKAGE,
    "packages/chess-1/launcher.html": XAPI_LAUNCHER,
    "packages/chess-1/relay.js": RELAY,
    "packages/chess-1/index.html": XAPI_PACKAGE,
  }),
  "storage_static_assets_bucket/courses/old/index.html": "<script>document.title = 'ran'</script><h1>Old</h1>",
};

function rendition(name: string): string {
  return [
    "#EXTM3U",
    "#EXTINF:6,",
    `video_${name}_00001.ts`,
    "#EXTINF:4,",
    `video_${name}_00002.ts`,
    "#EXT-X-ENDLIST",
  ].join("\n");
}

function inMedia(objects: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(objects).map(([key, body]) => [`storage_media_bucket/${key}`, body]));
}
